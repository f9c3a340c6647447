"""Economic feasibility of a measure: investment, yearly cash flow, payback, net present value, rates of return.

The formulas are those of the national audit guide: I = construction + interest + working capital − subsidy;
D = I / Y; T = P − D; E = T × (1 − tax); F = E + D; N = I / F; NPV = Σ F / (1 + i)^j − I; NPVR = NPV / I;
IRR is the rate at which NPV is nought. Money in 万元 and 万元/a, rates as fractions.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext

# Raised with every change that alters a figure: stored sheets are then worked out anew (recompute_sheets).
CALCULATION = 1
_CONTEXT = Context(prec=60)
_NEAR_ENOUGH = Decimal("1e-30")
_SHOWN = Context(prec=25)  # so that a rate of exactly 0.2 is 0.2
_NOUGHT = Decimal(0)
# The whole investment varies with its parts.
_VARIED = {
    "yearly_saving": ("yearly_saving",),
    "investment": ("construction", "interest", "working_capital", "subsidy"),
    "discount_rate": ("discount_rate",),
}


@dataclass(frozen=True)
class CashSheet:
    """What a measure costs at first and brings each year."""

    construction: Decimal
    interest: Decimal
    working_capital: Decimal
    subsidy: Decimal
    yearly_saving: Decimal
    depreciation_years: int
    tax_rate: Decimal
    years: int
    discount_rate: Decimal


@dataclass(frozen=True)
class Returns:
    """What the money brings; None where the figure is undefined, which is never nought."""

    payback: Decimal | None
    npv: Decimal
    npvr: Decimal | None
    irr: Decimal | None


@dataclass(frozen=True)
class Appraisal:
    """A sheet's investment I (万元), cash flow F (万元/a) and returns."""

    investment: Decimal
    cash_flow: Decimal
    returns: Returns


@dataclass(frozen=True)
class Limits:
    """What the returns must keep to: the payback stays under `payback` (a), the IRR reaches `irr` (a fraction).

    `payback` is None where none is asked (no- and low-cost measures).
    """

    payback: Decimal | None
    irr: Decimal


@dataclass(frozen=True)
class Criterion:
    """One test of the returns: `figure` against `limit`; `holds` is False as well where the figure is undefined."""

    name: str
    figure: Decimal | None
    limit: Decimal
    holds: bool


def criteria(found: Returns, limits: Limits) -> list[Criterion]:
    """N < N0, NPV ≥ 0, IRR ≥ the benchmark."""
    paid, rate = found.payback, found.irr
    tests = [
        Criterion("npv", found.npv, _NOUGHT, found.npv >= 0),
        Criterion("irr", rate, limits.irr, rate is not None and rate >= limits.irr),
    ]
    if limits.payback is None:
        return tests
    return [Criterion("payback", paid, limits.payback, paid is not None and paid < limits.payback), *tests]


def acceptable(found: Returns, limits: Limits) -> bool:
    return all(criterion.holds for criterion in criteria(found, limits))


def appraise(sheet: CashSheet) -> Appraisal:
    invested, flow = investment(sheet), cash_flow(sheet)
    return Appraisal(invested, flow, returns(invested, flow, years=sheet.years, rate=sheet.discount_rate))


def sensitivity(sheet: CashSheet, steps: Sequence[Decimal]) -> dict[str, list[Appraisal]]:
    """What becomes of it when one thing turns out a step higher or lower (0.1 is a tenth)."""
    return {
        name: [
            appraise(replace(sheet, **{part: getattr(sheet, part) * (1 + step) for part in parts}))
            for step in steps
        ]
        for name, parts in _VARIED.items()
    }


def four_decimals(value: Decimal | None) -> str | None:
    """A figure as the tool prints it: half up."""
    if value is None:
        return None
    with localcontext(_CONTEXT):
        return str(value.quantize(Decimal("0.0001"), ROUND_HALF_UP) + 0)


def investment(sheet: CashSheet) -> Decimal:
    """I, in 万元."""
    return sheet.construction + sheet.interest + sheet.working_capital - sheet.subsidy


def depreciation(sheet: CashSheet) -> Decimal:
    """D, in 万元/a."""
    with localcontext(_CONTEXT):
        return investment(sheet) / sheet.depreciation_years


def cash_flow(sheet: CashSheet) -> Decimal:
    """F, in 万元/a."""
    with localcontext(_CONTEXT):
        lost = depreciation(sheet)
        return (sheet.yearly_saving - lost) * (1 - sheet.tax_rate) + lost


def returns(invested: Decimal, flow: Decimal, *, years: int, rate: Decimal) -> Returns:
    """N, NPV, NPVR and IRR of `invested` (I) that brings `flow` (F) for `years`, discounted at `rate`."""
    with localcontext(_CONTEXT):
        npv = flow * _annuity(rate, years) - invested
        if flow <= 0 or invested <= 0:
            return Returns(None, npv, None, None)
        return Returns(invested / flow, npv, npv / invested, _irr(invested, flow, years))


def _annuity(rate: Decimal, years: int) -> Decimal:
    """What 1 a year is worth today."""
    if rate == 0:
        return Decimal(years)
    return (1 - (1 + rate) ** -years) / rate


def _irr(invested: Decimal, flow: Decimal, years: int) -> Decimal | None:
    """The rate at which the cash flow is worth what was invested: by halving, since its worth falls as it rises."""
    if flow * years < invested:
        return None
    if flow * years == invested:
        return _NOUGHT
    low, high = (
        _NOUGHT,
        flow / invested,
    )  # at that rate even an endless flow is worth no more than was invested
    while high - low > _NEAR_ENOUGH * high:
        middle = (low + high) / 2
        if flow * _annuity(middle, years) > invested:
            low = middle
        else:
            high = middle
    return _SHOWN.plus((low + high) / 2)
