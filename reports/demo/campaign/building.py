"""The building of the demonstration's costly measures: four steps, money by source, drawn as the work went on."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from django.utils import timezone

from accounts.models import User
from measures.enums import FundSource
from measures.facts import PlannedFund, PlannedStep
from measures.models import Funding, Measure
from measures.services.works import funding_draw, works_save

_CENT = Decimal("0.01")
_STEPS = (("初步设计与评审", 30), ("设备订货", 75), ("土建与安装", 140), ("调试与试运行", 180))
_SHARES = (
    (FundSource.OWN, 55, ""),
    (FundSource.LOAN, 25, "固定资产借款合同"),
    (FundSource.COAL_FUND, 20, "基金项目计划"),
)


def plan_building(measure: Measure, person: User, at: datetime) -> None:
    """Begun on the day `at`: the first step under way, the plant's own money come."""
    on = timezone.localtime(at).date()
    works_save(
        measure=measure,
        steps=_steps(on, done=None),
        funds=_funds(measure.investment_planned_wan),
        version=measure.version,
        by=person,
        at=at,
    )
    _draw(measure, (FundSource.OWN,), on, person, at)


def finish_building(measure: Measure, person: User, at: datetime) -> None:
    """Finished on the day `at`: every step done, the rest of the money come."""
    on = timezone.localtime(at).date()
    begun = measure.begun_on or on
    works_save(
        measure=measure,
        steps=_steps(begun, done=on),
        funds=_funds(measure.investment_planned_wan),
        version=measure.version,
        by=person,
        at=at,
    )
    _draw(measure, (FundSource.LOAN, FundSource.COAL_FUND), on, person, at)


def _steps(begun: date, *, done: date | None) -> list[PlannedStep]:
    """Planned one after the other; done in the same proportion of the time it took, the last a little late."""
    found, planned_from, began = [], begun, begun
    whole = timedelta(days=_STEPS[-1][1]) if done is None else max(done - begun, timedelta(days=8)) * 9 / 10
    for name, until in _STEPS:
        planned_to = begun + whole * until / _STEPS[-1][1]
        if done:
            ended = begun + (done - begun) * until // _STEPS[-1][1]
            found.append(PlannedStep(name, planned_from, planned_to, began, ended))
            began = ended
        else:
            found.append(PlannedStep(name, planned_from, planned_to, None if found else begun))
        planned_from = planned_to
    return found


def _funds(planned: Decimal) -> list[PlannedFund]:
    amounts = [(planned * share / 100).quantize(_CENT) for _source, share, _note in _SHARES[1:]]
    parts = [planned - sum(amounts), *amounts]
    return [
        PlannedFund(source, part, note)
        for (source, _share, note), part in zip(_SHARES, parts, strict=True)
        if part > 0
    ]


def _draw(measure: Measure, sources: tuple[str, ...], on: date, person: User, at: datetime) -> None:
    for funding in Funding.objects.filter(measure=measure, source__in=sources).select_related(
        "measure__round__enterprise__region"
    ):
        funding_draw(funding=funding, amount_wan=funding.planned_wan, drawn_on=on, by=person, at=at)
