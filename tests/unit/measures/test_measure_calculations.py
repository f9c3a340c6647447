"""Cost class, payback, standard coal, shared claims and persistence against published numbers."""

import csv
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from measures.calculations.claims import shared_claims
from measures.calculations.cost import cost_class_of, payback_years, yearly_cash_flow_wan
from measures.calculations.energy import SOURCES, energy_saved_tce
from measures.calculations.persistence import persistence_of
from measures.enums import CostClass, Running
from measures.facts import EffectClaim, PostReading

D = Decimal
FIXTURES = Path(__file__).parents[3] / "measures" / "fixtures"
with (FIXTURES / "coal_factors.csv").open(encoding="utf-8-sig", newline="") as lines:
    FACTORS = {row["energy"]: D(row["kgce_per_unit"]) for row in csv.DictReader(lines)}

# Common defaults: low ≤ 50 thousand yuan for small, ≤ 200 thousand for large; high > 1 million.
SMALL = {"low_limit_wan": D(5), "high_limit_wan": D(100)}
LARGE = {"low_limit_wan": D(20), "high_limit_wan": D(100)}


@pytest.mark.parametrize(
    ("investment", "limits", "expected"),
    [
        ("0", SMALL, CostClass.NO),
        ("0.000001", SMALL, CostClass.LOW),
        ("5", SMALL, CostClass.LOW),
        ("5.000001", SMALL, CostClass.MEDIUM),
        ("20", LARGE, CostClass.LOW),
        ("100", SMALL, CostClass.MEDIUM),
        ("100.01", SMALL, CostClass.HIGH),
        ("2860", LARGE, CostClass.HIGH),
    ],
)
def test_the_cost_class_follows_the_limits_of_the_round(investment, limits, expected):
    assert cost_class_of(D(investment), **limits) == expected


# Published worked examples: I, F → N (domain tables, econ_tests.csv).
@pytest.mark.parametrize(
    ("investment", "flow", "years"),
    [("150", "32.5", "4.6154"), ("31.67", "11.3", "2.8027"), ("73.82", "21.5", "3.4335")],
)
def test_the_payback_agrees_with_the_published_examples(investment, flow, years):
    assert round(payback_years(D(investment), D(flow)), 4) == D(years)


@pytest.mark.parametrize(("investment", "flow"), [("0", "5"), ("10", "0"), ("10", "-3")])
def test_a_payback_without_investment_or_return_is_undefined(investment, flow):
    assert payback_years(D(investment), D(flow)) is None


def test_the_yearly_flow_is_after_tax_and_depreciation():
    # 320 万元 saving 86.5 万元/a: D 32, T 54.5, E 40.875, F 72.875, N 4.39.
    flow = yearly_cash_flow_wan(D(320), D("86.5"))
    assert flow == D("72.875")
    assert round(payback_years(D(320), flow), 2) == D("4.39")


def test_no_tax_is_owed_on_a_loss():
    assert yearly_cash_flow_wan(D(1000), D(10)) == D(10)


def test_electricity_is_converted_by_calorific_value():
    # 0.1229 kgce/kWh: the plan's 1.97 亿kWh/a are 19,700 万kWh/a.
    assert energy_saved_tce({"electricity": D(19_700)}, FACTORS) == D("24211.3")


def test_raw_coal_is_converted_by_its_factor():
    # The plan's 3.02 万t/a at 0.7143 kgce/kg.
    assert energy_saved_tce({"coal": D(30_200)}, FACTORS) == D("21571.86")


def test_gas_is_converted_by_the_lower_end_of_its_range():
    assert energy_saved_tce({"gas": D(1)}, FACTORS) == D(11)


def test_standard_coal_adds_its_sources_and_nothing_else():
    saved = {"coal": D(1), "electricity": D(1), "gas": None, "water": D(999), "energy_saved": D(5)}
    assert energy_saved_tce(saved, FACTORS) == D("0.7143") + D("1.229")


def test_standard_coal_is_unknown_where_no_energy_is_known():
    assert energy_saved_tce({"coal": None, "water": D(3)}, FACTORS) is None


def test_every_source_of_standard_coal_has_a_factor_and_an_indicator():
    with (FIXTURES / "benefit_indicators.csv").open(encoding="utf-8-sig", newline="") as rows:
        units = {row["code"]: row["unit"] for row in csv.DictReader(rows)}
    assert {code: units[code] for code in SOURCES} == {
        "coal": "t/a",
        "electricity": "万kWh/a",
        "gas": "万m³/a",
    }
    assert all(energy in FACTORS for energy, _scale in SOURCES.values())


def claim(baseline="100", expected="60", achieved=None, code="water"):
    def amount(text):
        return None if text is None else D(text)

    return EffectClaim(code, "节水", "t/a", amount(baseline), amount(expected), amount(achieved))


def test_two_measures_that_claim_more_than_their_meter_are_flagged():
    found = shared_claims([("ZG1", claim()), ("WD2", claim(achieved="50", expected="10"))])
    assert [(row.numbers, row.claimed, row.baseline) for row in found] == [(("ZG1", "WD2"), D(110), D(100))]


@pytest.mark.parametrize(
    "claims",
    [
        [("ZG1", claim(expected="100"))],
        [("ZG1", claim(expected="50")), ("ZG2", claim(expected="50"))],
        [("ZG1", claim()), ("ZG2", claim(baseline="120"))],
        [("ZG1", claim()), ("ZG2", claim(code="coal"))],
        [("ZG1", claim(baseline=None)), ("ZG2", claim(baseline=None))],
        [("ZG1", claim(expected=None)), ("ZG2", claim())],
    ],
)
def test_claims_within_their_meter_are_not_flagged(claims):
    assert shared_claims(claims) == []


def test_persistence_is_delivering_over_assessed_and_read_over_claimed():
    found = persistence_of(
        [
            PostReading(Running.DELIVERING, D(100), D(90)),
            PostReading(Running.REDUCED, D(50), D(20)),
            PostReading(Running.STOPPED, D(50), D(0)),
            PostReading(Running.DELIVERING, D(40), None),
        ]
    )
    assert (found.assessed, found.delivering, found.read) == (4, 2, 3)
    assert found.share == D("0.5")
    assert (found.read_wan, found.claimed_wan) == (D(110), D(200))
    assert found.yield_share == D("0.55")


def test_persistence_of_nothing_is_unknown():
    nothing = persistence_of([])
    assert nothing.share is None
    assert nothing.yield_share is None


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(Running.values), st.integers(0, 999), st.integers(0, 999) | st.none()))
)
def test_persistence_never_counts_more_than_it_saw(rows):
    found = persistence_of(PostReading(run, D(c), None if r is None else D(r)) for run, c, r in rows)
    assert found.delivering <= found.assessed == len(rows)
    assert found.read <= found.assessed
