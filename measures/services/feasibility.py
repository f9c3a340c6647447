"""Conclusions on a measure, one after the other, and the figures behind the last."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services.activity import activity_record, activity_records
from config.common.errors import Problem, Refused, Stale
from config.common.quantities import DECIMALS, plain, rounded
from config.common.versions import guarded_update
from measures import rules
from measures.calculations.feasibility import CALCULATION, CashSheet, acceptable, appraise, depreciation
from measures.enums import ASPECTS, COSTLY, Aspect
from measures.models import Conclusion, FeasibilitySheet, Measure, MeasureParameter
from measures.selectors.parameters import limits_of, parameters

BATCH = 500
INPUTS = tuple(CashSheet.__dataclass_fields__)
FIGURES = (
    "investment",
    "depreciation",
    "cash_flow",
    "payback",
    "npv",
    "npvr",
    "irr",
    "payback_limit",
    "irr_limit",
    "acceptable",
)


@dataclass(frozen=True)
class Judgement:
    """What somebody concludes: yes or no, what it rests on, and why in spite of figures that say no."""

    passed: bool
    reason: str
    despite: str = ""


@transaction.atomic
def conclusion_record(
    *,
    measure: Measure,
    aspect: str,
    judgement: Judgement,
    version: int,
    by: User,
    at: datetime,
    sheet: CashSheet | None = None,
) -> Conclusion:
    """Conclude one aspect: technical, then environmental, then economic, which for a costly measure has a sheet.

    `version` is that of the conclusion read, 0 for a first one. A no stops there: what was concluded on the
    aspects after it no longer stands.
    """
    rules.check_writes(by, measure.round)
    rules.check_round_is_open(measure.round)
    Measure.objects.select_for_update().get(pk=measure.pk)  # one conclusion after the other
    rules.check_editable(measure)
    found = {row.aspect: row for row in Conclusion.objects.filter(measure=measure)}
    rules.check_aspect_order(measure, aspect, {name: row.passed for name, row in found.items()})
    rules.check_conclusion(measure, aspect, judgement.passed, judgement.reason)
    figures = _sheet_of(measure, aspect, sheet, at)
    if figures is not None:
        rules.check_against_benchmarks(judgement.passed, figures.acceptable, judgement.despite)
        if figures.acceptable:
            judgement = replace(judgement, despite="")
    old = found.get(aspect)
    before = _words(old)
    row = _write(measure, aspect, judgement, old, version, by, at)
    fallen = [] if judgement.passed else _let_fall(measure, aspect)
    new = _words(row) | ({"sheet": _figure_words(figures)} if figures is not None else {})
    if fallen:
        new["fallen"] = "、".join(fallen)
    region = measure.round.enterprise.region
    activity_record(by=by, at=at, verb="conclusion_record", thing=measure, region=region, old=before, new=new)
    return row


def _write(
    measure: Measure,
    aspect: str,
    judgement: Judgement,
    old: Conclusion | None,
    version: int,
    by: User,
    at: datetime,
) -> Conclusion:
    values: dict[str, Any] = {
        "passed": judgement.passed,
        "reason": judgement.reason.strip(),
        "despite": judgement.despite.strip(),
        "concluded_by": by,
        "concluded_at": at,
    }
    if old is None:
        if version:
            raise Stale(
                _("您打开此页后，前面的结论已改为不可行，这一结论随之撤销。请重新打开。"), theirs={}, yours={}
            )
        return Conclusion.objects.create(measure=measure, aspect=aspect, **values)
    guarded_update(old, version=version, **values)
    return old


def _let_fall(measure: Measure, aspect: str) -> list[str]:
    later = ASPECTS[ASPECTS.index(Aspect(aspect)) + 1 :]
    rows = Conclusion.objects.filter(measure=measure, aspect__in=later)
    names = [Aspect(row.aspect).label for row in rows]
    rows.delete()
    return [str(name) for name in names]


def _sheet_of(
    measure: Measure, aspect: str, sheet: CashSheet | None, at: datetime
) -> FeasibilitySheet | None:
    """The sheet as it is kept with the economic conclusion, its figures worked out."""
    if aspect != Aspect.ECONOMIC:
        return None
    if sheet is None:
        if measure.cost_class not in COSTLY:
            return None
        raise Refused(
            _("中/高费方案的经济可行性须附测算表。"), [Problem("construction", _("请填写投资和收益。"))]
        )
    rules.check_cash_sheet(sheet)
    row = FeasibilitySheet.objects.filter(measure=measure).first() or FeasibilitySheet(measure=measure)
    for name in INPUTS:
        setattr(row, name, getattr(sheet, name))
    work_out(row, parameters(), at, timezone.localtime(at).date())
    row.version += 1 if row.pk else 0
    row.save()
    return row


def work_out(row: FeasibilitySheet, rows: list[MeasureParameter], at: datetime, on: date) -> None:
    """Fill in a sheet's figures from its inputs and the limits in force on that day."""
    sheet = sheet_of(row)
    found = appraise(sheet)
    limits = limits_of(rows, row.measure, found.investment, sheet.discount_rate, on)
    row.investment, row.cash_flow = _kept(found.investment), _kept(found.cash_flow)
    row.depreciation = _kept(depreciation(sheet))
    row.payback, row.npvr, row.irr = (
        None if value is None else _kept(value)
        for value in (found.returns.payback, found.returns.npvr, found.returns.irr)
    )
    row.npv = _kept(found.returns.npv)
    row.payback_limit, row.irr_limit = limits.payback, _kept(limits.irr)
    row.acceptable = acceptable(found.returns, limits)
    row.calculation, row.computed_at = CALCULATION, at


def sheet_of(row: FeasibilitySheet) -> CashSheet:
    return CashSheet(**{name: getattr(row, name) for name in INPUTS})


def _kept(value: Decimal) -> Decimal:
    return plain(rounded(value, DECIMALS))


@transaction.atomic
def sheets_recompute(
    *, before: datetime, by: User, at: datetime, fence: Callable[[], None] | None = None
) -> tuple[int, int]:
    """Work out the next batch of the sheets last worked out before a moment: how many, and how many changed.

    What is done carries `at` and is not found again, so that a second attempt goes on where the first ended.
    """
    if fence:
        fence()
    waiting = FeasibilitySheet.objects.filter(computed_at__lt=before).order_by("computed_at", "pk")
    rows = list(
        waiting.select_for_update(of=("self",)).select_related("measure__round__enterprise__region")[:BATCH]
    )
    known, on = parameters(), timezone.localtime(at).date()
    deeds: list = []
    for row in rows:
        old = _figures(row)
        work_out(row, known, at, on)
        new = {name: value for name, value in _figures(row).items() if value != old[name]}
        if new:
            was = {name: old[name] for name in new}
            deeds.append((row, row.measure.round.enterprise.region, was, new))
    FeasibilitySheet.objects.bulk_update(rows, [*FIGURES, "calculation", "computed_at"], batch_size=BATCH)
    activity_records(by=by, at=at, verb="sheet_recompute", things=deeds)
    return len(rows), len(deeds)


def sheets_waiting(before: datetime) -> int:
    return FeasibilitySheet.objects.filter(computed_at__lt=before).count()


def _figures(row: FeasibilitySheet) -> dict[str, str]:
    return {name: str(getattr(row, name)) for name in FIGURES}


def _figure_words(row: FeasibilitySheet) -> Mapping[str, str]:
    return {name: str(getattr(row, name)) for name in (*INPUTS, *FIGURES)}


def _words(row: Conclusion | None) -> dict[str, Any]:
    if row is None:
        return {}
    return {"aspect": row.aspect, "passed": row.passed, "reason": row.reason, "despite": row.despite}
