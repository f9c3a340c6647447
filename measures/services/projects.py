"""Projects: entered, changed and moved by the bureau that keeps them; each step has its document."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services.activity import activity_record
from config.common.access import Permission, allowed
from config.common.errors import NotAllowed, Problem, Refused
from config.common.lifecycles import Move
from config.common.versions import guarded_update
from enterprises.models import Enterprise
from measures import rules
from measures.enums import ProjectState
from measures.lifecycle import PROJECT
from measures.models import Measure, Project, Technology


@dataclass(frozen=True)
class ProjectTerms:
    """What a project is: money in 万元; `enterprise` empty where an institute works for nobody in particular."""

    kind: str
    title: str
    undertaker: str
    begins_on: date
    ends_on: date
    investment_wan: Decimal
    public_wan: Decimal
    funder: str = ""
    enterprise: Enterprise | None = None
    technology: Technology | None = None


@dataclass(frozen=True)
class ProjectStep:
    """The document of a move, its day, and what came of it or why it ended."""

    document_no: str
    on: date
    words: str


@transaction.atomic
def project_create(*, terms: ProjectTerms, by: User, at: datetime) -> Project:
    """Enter a project; the bureau of the person keeps it."""
    if by.region is None or not allowed(by, Permission.PROJECTS_WRITE):
        raise NotAllowed(_("项目由主管部门登记。"))
    _check_terms(terms)
    row = Project.objects.create(**vars(terms), region=by.region, created_by=by, created_at=at)
    _tell("project_create", row, by, at, new=_told(terms))
    return row


@transaction.atomic
def project_update(
    *,
    project: Project,
    terms: ProjectTerms,
    measures: Iterable[Measure],
    version: int,
    by: User,
    at: datetime,
) -> Project:
    """Change what a project that is not over says, and which measures it carries."""
    rules.check_project_keeper(by, project)
    if project.state in {ProjectState.ACCEPTED, ProjectState.ENDED}:
        raise Refused(_("项目%(state)s，不能再修改。") % {"state": project.get_state_display()})
    _check_terms(terms)
    carried = list(measures)
    if any(one.round.enterprise_id != (terms.enterprise and terms.enterprise.pk) for one in carried):
        sentence = _("所选方案不属于实施企业，请先确认企业，再选它的方案。")
        raise Refused(_("项目没有保存。"), [Problem("measures", sentence)])
    old = {name: str(getattr(project, name)) for name in asdict(terms)}
    guarded_update(project, version=version, **vars(terms))
    project.measures.set(carried)
    new = _told(terms) | {"measures": [str(one) for one in carried]}
    _tell("project_update", project, by, at, old=old, new=new)
    return project


@transaction.atomic
def project_move(
    *, project: Project, name: str, step: ProjectStep, version: int, by: User, at: datetime
) -> Project:
    """Approve, accept or end a project."""
    rules.check_project_keeper(by, project)
    move = PROJECT.move(name)
    if move is None or project.state not in move.from_states:
        facts = {"state": project.get_state_display(), "move": move.label if move else name}
        raise Refused(_("项目现处于“%(state)s”，不能“%(move)s”。") % facts)
    _check_step(project, move, step, timezone.localtime(at).date())
    changes: dict[str, Any] = {"state": move.to_state, move.sets: step.on}
    if name in _NUMBERS:
        changes[_NUMBERS[name]] = step.document_no.strip()
    if move.needs_reason:
        changes["result"] = step.words.strip()
    guarded_update(project, version=version, **changes)
    new = {"state": move.to_state, "document_no": step.document_no, "on": step.on}
    activity_record(
        by=by,
        at=at,
        verb=_DEEDS[name],
        thing=project,
        region=project.region,
        new=new,
        note=step.words.strip(),
    )
    return project


_DEEDS = {"approve": "project_approve", "accept": "project_accept", "end": "project_end"}
_NUMBERS = {"approve": "approval_no", "accept": "acceptance_no"}


def _check_terms(terms: ProjectTerms) -> None:
    checks = [
        ("title", bool(terms.title.strip()), _("请填写项目名称。")),
        ("undertaker", bool(terms.undertaker.strip()), _("请填写承担单位。")),
        ("ends_on", terms.ends_on > terms.begins_on, _("计划完成日期应晚于计划开始日期。")),
        ("investment_wan", terms.investment_wan > 0, _("总投资应大于 0。")),
        ("public_wan", terms.public_wan <= terms.investment_wan, _("财政资金不能超过总投资。")),
        ("funder", not terms.public_wan or bool(terms.funder.strip()), _("有财政资金的，请写明资金来源。")),
    ]
    _refuse(checks, _("项目没有保存。"))


def _check_step(project: Project, move: Move, step: ProjectStep, today: date) -> None:
    first = project.approved_on if move.name == "accept" else None
    written = move.name not in _NUMBERS or bool(step.document_no.strip())
    reason = _("请写明终止的原因。") if move.name == "end" else _("请写明取得的成果。")
    checks = [
        ("document_no", written, _("“%(move)s”要有文书：请填写文号。") % {"move": move.label}),
        ("on", step.on <= today, _("日期不能晚于今天。")),
        ("on", first is None or step.on >= first, _("验收日期不能早于立项日期。")),
        ("words", not move.needs_reason or bool(step.words.strip()), reason),
    ]
    _refuse(checks, _("项目没有办理。"))


def _refuse(checks: list[tuple[str, bool, str]], sentence: str) -> None:
    problems = [Problem(field, words) for field, well, words in checks if not well]
    if problems:
        raise Refused(sentence, problems)


def _told(terms: ProjectTerms) -> dict[str, Any]:
    return {name: str(value) for name, value in vars(terms).items() if value not in (None, "")}


def _tell(verb: str, row: Project, by: User, at: datetime, **told: Any) -> None:
    activity_record(by=by, at=at, verb=verb, thing=row, region=row.region, **told)
