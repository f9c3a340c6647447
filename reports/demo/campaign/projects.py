"""Projects of the bureaus: research, demonstration and renovation, in every state."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from accounts.models import User
from enterprises.models import Enterprise
from measures.enums import MeasureState
from measures.models import Measure
from measures.services.projects import ProjectStep, ProjectTerms, project_create, project_move, project_update
from reports.demo.campaign.lists import Stage

_BUILT = (MeasureState.IMPLEMENTED, MeasureState.VERIFIED)
_FUND = "煤炭可持续发展基金"
# kind, title, who keeps it, moves
_PROJECTS = (
    ("demonstration", "焦炉烟气脱硫脱硝一体化示范", "shengting", ("approve", "accept")),
    ("demonstration", "酚氰废水深度处理与回用示范", "lvliang", ("approve",)),
    ("renovation", "干熄焦余热发电改造", "taiyuan", ("approve", "accept")),
    ("renovation", "高炉煤气余压发电改造", "shengting", ("approve",)),
    ("renovation", "燃煤锅炉超低排放改造", "lvliang", ("end",)),
    ("research", "焦化行业清洁生产评价指标研究", "shengting", ("approve", "accept")),
    ("research", "煤矸石制备建材关键技术研究", "taiyuan", ()),
)
_RESULTS = {"accept": "按期建成并稳定运行，节能减排达到立项目标。", "end": "企业停产，项目不再实施。"}


def projects_kept(stage: Stage, at: datetime) -> None:
    """Each carries the costly measures of one enterprise of its keeper, but research, which carries none."""
    on = timezone.localtime(at).date()
    taken: set[int] = set()
    for number, (kind, title, keeper, moves) in enumerate(_PROJECTS, 1):
        by = stage.cast.users[keeper]
        measures = [] if kind == "research" else _measures(by, taken, stage.own)
        plant = measures[0].round.enterprise if measures else None
        taken |= {plant.pk} if plant else set()
        invested = sum((one.investment_planned_wan for one in measures), Decimal(0)) or Decimal(120)
        terms = ProjectTerms(
            kind=kind,
            title=title,
            undertaker=plant.name if plant else "太原理工大学",
            begins_on=on - timedelta(days=500 - 20 * number),
            ends_on=on + timedelta(days=30 * number),
            investment_wan=invested,
            public_wan=(invested / 5).quantize(Decimal(1)) or Decimal(1),
            funder=_FUND,
            enterprise=plant,
        )
        facts: dict[str, Any] = {"by": by, "at": at}
        row = project_create(terms=terms, **facts)
        if measures:
            project_update(project=row, terms=terms, measures=measures, version=row.version, **facts)
        for step, name in enumerate(moves):
            document = f"晋环科〔{on.year}〕{number * 10 + step}号"
            said = ProjectStep(document, on - timedelta(days=60 - 30 * step), _RESULTS.get(name, ""))
            project_move(project=row, name=name, step=said, version=row.version, **facts)


def _measures(by: User, taken: set[int], own: Enterprise | None) -> list[Measure]:
    """Of the enterprise whose people have accounts first, so that they, too, have a project."""
    rows = Measure.objects.visible_to(by).costly().filter(state__in=_BUILT)
    rows = rows.exclude(round__enterprise_id__in=taken).select_related("round__enterprise").order_by("pk")
    first = rows.filter(round__enterprise=own).first() or rows.first()
    return list(rows.filter(round=first.round)[:3]) if first else []
