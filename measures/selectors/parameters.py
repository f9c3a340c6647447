"""Reads of the figures the province sets: which row decides."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from accounts.models import User
from audits.models import Round
from measures.calculations.feasibility import Limits
from measures.enums import COSTLY, ParameterCode
from measures.facts import Amount
from measures.models import Measure, MeasureParameter

CLASS_CODES = (ParameterCode.LOW_LIMIT, ParameterCode.HIGH_LIMIT)
# Where the province has set nothing: the common defaults, 万元.
LOW_WAN, HIGH_WAN = Decimal(5), Decimal(100)


def parameters_for(user: User) -> QuerySet[MeasureParameter]:
    """The figures are the same for everybody who works here."""
    return MeasureParameter.objects.select_related("created_by")


def parameters() -> list[MeasureParameter]:
    """All rows at once: there are a few dozen, and a batch of sheets asks for them again and again."""
    return list(MeasureParameter.objects.all())


def parameter_on(
    rows: Iterable[MeasureParameter],
    code: str,
    on: date,
    *,
    cost_class: str = "",
    scale: str = "",
    wan: Amount = None,
) -> MeasureParameter | None:
    """The row that decides on a day: of those that say most, the newest; None where nothing is set."""
    fitting = [
        row
        for row in rows
        if row.code == code
        and row.valid_from <= on
        and row.cost_class in ("", cost_class)
        and row.scale in ("", scale)
        and row.from_wan <= (wan or Decimal(0))
    ]
    return max(fitting, key=_says_most, default=None)


def _says_most(row: MeasureParameter) -> tuple[bool, bool, Decimal, date]:
    return bool(row.cost_class), bool(row.scale), row.from_wan, row.valid_from


def class_limits(wanted: Iterable[tuple[str, date]]) -> dict[tuple[str, date], tuple[Decimal, Decimal]]:
    """Hook ROUND_LIMITS: up to what a measure is low-cost and above what high-cost, by size and day; one query."""
    rows = parameters()
    found = {}
    for scale, on in wanted:
        low, high = (parameter_on(rows, code, on, scale=scale) for code in CLASS_CODES)
        found[scale, on] = (low.value if low else LOW_WAN, high.value if high else HIGH_WAN)
    return found


def class_rows_on(round_: Round) -> tuple[MeasureParameter | None, MeasureParameter | None]:
    """The rows of the province that parted the cost classes when the round was opened: up to low, above high."""
    rows, scale = parameters(), round_.enterprise.scale
    low, high = (parameter_on(rows, code, round_.opened_on, scale=scale) for code in CLASS_CODES)
    return low, high


def limits_of(
    rows: Iterable[MeasureParameter], measure: Measure, invested: Decimal, discount_rate: Decimal, on: date
) -> Limits:
    """What a measure's returns must keep to; without a benchmark the IRR must reach the sheet's own rate."""
    rows = list(rows)
    facts: dict[str, Any] = {
        "cost_class": measure.cost_class,
        "scale": measure.round.enterprise.scale,
        "wan": invested,
    }
    payback = parameter_on(rows, ParameterCode.PAYBACK_LIMIT, on, **facts)
    irr = parameter_on(rows, ParameterCode.IRR_BENCHMARK, on, **facts)
    return Limits(
        payback=payback.value if payback and measure.cost_class in COSTLY else None,
        irr=irr.value / 100 if irr else discount_rate,
    )
