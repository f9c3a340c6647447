"""Whose meter is it: units, sources, and two measures that claim the same one."""

from decimal import Decimal

import pytest

from audits.enums import Stage
from config.common.errors import Refused
from measures.enums import MeasureState
from measures.models import Effect, Measure
from measures.selectors.problems import stage_problems
from measures.services.effects import effects_save
from tests.factories.accounts import client_of, now
from tests.factories.audits import crew_of
from tests.factories.measures import make_measure, make_working_round
from tests.integration.measures.pages import effects_data, page

pytestmark = pytest.mark.django_db


def claim(measure: Measure, expected: str = "30000", **details) -> Measure:
    effect = {"indicator": "water", "baseline": "60000", "expected": expected} | details
    by = crew_of(measure.round).plant
    return effects_save(measure=measure, effects=[effect], by=by, at=now())


def test_an_effect_given_in_another_unit_is_kept_in_that_of_its_indicator():
    measure = make_measure()
    claim(measure, "1500000", baseline="2000000", unit="kg/a", meter="FI-101", source="meter")
    effect = Effect.objects.get(measure=measure)
    assert (effect.baseline, effect.expected, effect.meter) == (2000, 1500, "FI-101")
    body = page(client_of(crew_of(measure.round).officer), "measure_detail", measure.pk).content.decode()
    assert "计量表读数 · FI-101" in body


@pytest.mark.parametrize("unit", ["kWh/a", "t", "斤"])
def test_a_unit_that_does_not_convert_is_refused_and_nothing_is_kept(unit):
    measure = make_measure()
    with pytest.raises(Refused, match=f"“{unit}”不能换算为“t/a”；请改用：t/a"):
        claim(measure, unit=unit)
    assert Effect.objects.get(measure=measure).expected == Decimal(31_200)


def test_the_form_converts_and_shows_where_a_figure_comes_from():
    measure = make_measure()
    client = client_of(crew_of(measure.round).plant)
    data = effects_data(water={"baseline": "60000", "expected": "20000"}) | {
        "title": measure.title, "kind": "technology", "investment_planned_wan": "3.2",
        "benefit_expected_wan": "0", "version": measure.version,
    }  # fmt: skip
    at = next(name for name, value in data.items() if value == "water").removesuffix("indicator")
    data |= {f"{at}unit": "kg/a", f"{at}meter": "FI-101", f"{at}source": "ledger"}
    answer = client.post(f"/measures/measures/{measure.pk}/edit/", data)
    assert answer.status_code == 302, answer.content.decode()[:2000]
    effect = Effect.objects.get(measure=measure)
    assert (effect.baseline, effect.expected, effect.source) == (60, 20, "ledger")


def test_two_measures_on_one_meter_are_told_and_stop_the_stage_only_beyond_its_baseline():
    round_ = make_working_round()
    first, second = (make_measure(round_) for _number in range(2))
    claim(first, "30000", meter="FI-101")
    claim(second, "20000", meter="fi-101 ")
    officer = client_of(crew_of(round_).officer)
    assert "都算在计量表“FI-101”上" in page(officer, "round_measures", round_.pk).content.decode()
    assert "each_meter" not in str(stage_problems(round_, Stage.FEASIBILITY))
    claim(second, "30001", meter="FI-101")
    problems = stage_problems(round_, Stage.FEASIBILITY)
    assert [p.code for p in problems] == ["each_meter_is_claimed_within_its_baseline"]
    assert "合计 60,001 t/a，超过基准值 60,000 t/a" in problems[0].sentence
    Measure.objects.filter(pk=second.pk).update(state=MeasureState.SCREENED_OUT)
    assert stage_problems(round_, Stage.FEASIBILITY) == []


def test_different_meters_with_the_same_baseline_are_two():
    round_ = make_working_round()
    first, second = (make_measure(round_) for _number in range(2))
    claim(first, "50000", meter="FI-101")
    claim(second, "50000", meter="FI-102")
    assert stage_problems(round_, Stage.FEASIBILITY) == []
