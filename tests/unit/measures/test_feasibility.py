"""Economic feasibility: the published examples at the digits they print, and where a figure is undefined."""

import csv
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from measures.calculations.feasibility import CashSheet, Returns, appraise, returns, sensitivity

_FIXTURE = Path(__file__).parents[2] / "fixtures" / "econ_tests.csv"
EXAMPLES = list(csv.DictReader(_FIXTURE.read_text().splitlines()))


def printed(value: Decimal | None, sample: str) -> str:
    """A figure at the digits of a printed one."""
    assert value is not None
    return str(value.quantize(Decimal(sample), "ROUND_HALF_UP"))


@pytest.mark.parametrize("row", EXAMPLES, ids=lambda row: row["case"])
def test_the_published_examples_agree_at_the_digits_printed(row: dict[str, str]) -> None:
    found = returns(Decimal(row["I"]), Decimal(row["F"]), years=int(row["n"]), rate=Decimal(row["i"]))
    for name, value in (("N", found.payback), ("NPV", found.npv), ("NPVR", found.npvr), ("IRR", found.irr)):
        assert printed(value, row[name]) == row[name], name


SHEET = CashSheet(
    construction=Decimal(140),
    interest=Decimal(6),
    working_capital=Decimal(14),
    subsidy=Decimal(10),
    yearly_saving=Decimal("38.75"),
    depreciation_years=10,
    tax_rate=Decimal("0.25"),
    years=10,
    discount_rate=Decimal("0.05"),
)


def test_the_cash_flow_is_the_saving_after_tax_with_depreciation_added_back() -> None:
    found = appraise(SHEET)
    assert found.investment == 150  # 140 + 6 + 14 − 10
    # D = 150 / 10 = 15; T = 38.75 − 15 = 23.75; E = 23.75 × 0.75 = 17.8125; F = E + D
    assert found.cash_flow == Decimal("32.8125")
    assert printed(found.returns.payback, "0.0001") == "4.5714"  # 150 / 32.8125


def test_a_smaller_saving_and_a_dearer_plant_are_worth_less() -> None:
    found = sensitivity(SHEET, [Decimal("-0.2"), Decimal(0), Decimal("0.2")])
    savings, costs = ([one.returns.npv for one in found[name]] for name in ("yearly_saving", "investment"))
    assert savings[1] == costs[1] == appraise(SHEET).returns.npv
    assert savings == sorted(savings)
    assert costs == sorted(costs, reverse=True)
    # A fifth of 38.75 is 7.75 a year before tax, 5.8125 after it, over ten years at 5 %.
    assert printed(savings[2] - savings[1], "0.01") == "44.88"


@pytest.mark.parametrize(
    ("invested", "flow", "expected"),
    [
        # F ≤ 0: nothing comes back; NPV still counts what is lost.
        ("100", "0", Returns(None, Decimal("-100"), None, None)),
        ("100", "-1", Returns(None, Decimal("-110"), None, None)),
        # I = 0: no payback, no ratio, no rate.
        ("0", "5", Returns(None, Decimal("50"), None, None)),
        # F·n = I: the money just comes back.
        ("100", "10", Returns(Decimal(10), Decimal(0), Decimal(0), Decimal(0))),
        # F·n < I: the rate would be negative.
        ("100", "8", Returns(Decimal("12.5"), Decimal("-20"), Decimal("-0.2"), None)),
    ],
)
def test_what_is_undefined_is_nothing_and_never_nought(invested: str, flow: str, expected: Returns) -> None:
    assert returns(Decimal(invested), Decimal(flow), years=10, rate=Decimal(0)) == expected


def test_one_year_has_the_rate_of_its_surplus() -> None:
    assert returns(Decimal(100), Decimal(120), years=1, rate=Decimal("0.1")).irr == Decimal("0.2")


AMOUNTS = st.decimals("0.01", "1000000", places=2, allow_nan=False, allow_infinity=False)


@given(AMOUNTS, AMOUNTS, st.integers(1, 60))
def test_at_its_own_rate_nothing_is_gained(invested: Decimal, flow: Decimal, years: int) -> None:
    irr = returns(invested, flow, years=years, rate=Decimal("0.05")).irr
    if irr is None:
        assert flow * years < invested
    else:
        assert abs(returns(invested, flow, years=years, rate=irr).npv) < invested * Decimal("1e-12")
