"""The gates of measures: each check alone, and the stages they guard."""

from decimal import Decimal

import pytest

from audits.enums import Stage
from measures.enums import CostClass, MeasureKind, MeasureState
from measures.facts import EffectClaim, MeasureFacts
from measures.gates.effects import LARGEST, amount_fault, problems_of_effects
from measures.gates.stages import CHECKS, problems_before_leaving

D = Decimal
S = MeasureState


def facts(**given) -> MeasureFacts:
    values = {
        "number": "ZG1",
        "title": "焦炉烟气脱硫",
        "kind": MeasureKind.TECHNOLOGY,
        "cost_class": CostClass.HIGH,
        "state": S.PROPOSED,
        "href": "/measure",
    }
    return MeasureFacts(**(values | given))


def done(**given) -> MeasureFacts:
    values = {
        "state": S.IMPLEMENTED,
        "investment_actual_wan": D(2860),
        "benefit_achieved_wan": D(-12),
        "effects": 2,
        "effects_achieved": 2,
    }
    return facts(**(values | given))


def cheap(**given) -> MeasureFacts:
    return facts(**({"number": "WD1", "cost_class": CostClass.LOW} | given))


def codes(stage, *measures):
    return [problem.code for problem in problems_before_leaving(stage, measures, "/round")]


def test_options_need_measures_and_say_where_to_propose_them():
    problems = problems_before_leaving(Stage.OPTIONS, [], "/round")
    assert [(p.code, p.link) for p in problems] == [
        ("measures_are_listed", "/round"),
        ("a_no_or_low_cost_measure_has_begun", "/round"),
    ]


def test_options_need_a_kind_for_every_measure():
    assert "every_measure_has_a_kind" in codes(Stage.OPTIONS, cheap(kind=""), cheap(state=S.IN_PROGRESS))


@pytest.mark.parametrize("state", [S.IN_PROGRESS, S.IMPLEMENTED, S.VERIFIED])
def test_options_are_done_once_a_cheap_measure_has_begun(state):
    assert codes(Stage.OPTIONS, facts(), cheap(state=state)) == []


@pytest.mark.parametrize("state", [S.PROPOSED, S.SCREENED_OUT, S.DROPPED])
def test_a_cheap_measure_that_has_not_begun_does_not_do(state):
    problems = problems_before_leaving(Stage.OPTIONS, [facts(state=S.IN_PROGRESS), cheap(state=state)])
    assert [(p.code, p.link) for p in problems] == [("a_no_or_low_cost_measure_has_begun", "/measure")]
    assert "现 0 / 1" in problems[0].sentence


def test_feasibility_asks_for_a_decision_on_every_costly_measure():
    problems = problems_before_leaving(Stage.FEASIBILITY, [facts(), cheap()])
    assert [(p.code, p.link) for p in problems] == [("every_costly_measure_is_decided", "/measure")]
    assert "ZG1“焦炉烟气脱硫”" in problems[0].sentence


@pytest.mark.parametrize("state", [s for s in S if s != S.PROPOSED])
def test_a_decided_costly_measure_passes_feasibility(state):
    concluded = {"concluded": ALL, "refused": ("economic",), "effects_expected": 1}
    assert codes(Stage.FEASIBILITY, facts(state=state, **concluded)) == []


@pytest.mark.parametrize("state", [S.FEASIBLE, S.IN_PROGRESS])
def test_implementation_asks_after_every_feasible_costly_measure(state):
    assert codes(Stage.IMPLEMENTATION, facts(state=state)) == ["every_feasible_costly_measure_is_finished"]


@pytest.mark.parametrize("state", [S.SCREENED_OUT, S.INFEASIBLE, S.DROPPED])
def test_what_was_given_up_does_not_stand_against_implementation(state):
    assert codes(Stage.IMPLEMENTATION, facts(state=state), cheap(state=S.IN_PROGRESS)) == []


@pytest.mark.parametrize("missing", ["investment_actual_wan", "benefit_achieved_wan"])
def test_implementation_asks_for_the_money_of_what_is_done(missing):
    code = "every_finished_costly_measure_has_its_money"
    assert codes(Stage.IMPLEMENTATION, done(**{missing: None})) == [code]


@pytest.mark.parametrize("given", [{"effects": 0, "effects_achieved": 0}, {"effects_achieved": 1}])
def test_implementation_asks_for_the_effects_of_what_is_done(given):
    assert codes(Stage.IMPLEMENTATION, done(**given)) == ["every_finished_costly_measure_has_its_effects"]


@pytest.mark.parametrize("state", [S.IMPLEMENTED, S.VERIFIED])
def test_implementation_is_done_with_money_and_effects(state):
    assert codes(Stage.IMPLEMENTATION, done(state=state)) == []


@pytest.mark.parametrize("stage", [stage for stage in Stage if stage not in CHECKS])
def test_other_stages_ask_nothing_of_measures(stage):
    assert codes(stage, facts()) == []


def effect(code="water", name="节水", **given) -> EffectClaim:
    return EffectClaim(code, name, "t/a", **given)


def faults(*claims):
    return [problem.code for problem in problems_of_effects(claims)]


def test_possible_effects_have_no_problem():
    assert faults(effect(baseline=D(10), expected=D(10), achieved=D("9.5")), effect("coal", "节煤")) == []


@pytest.mark.parametrize("which", ["expected", "achieved"])
def test_a_claim_never_exceeds_its_baseline(which):
    claim = effect(baseline=D(10), **{which: D("10.000001")})
    assert faults(claim) == ["claims_stay_below_their_baseline"]


def test_the_sentence_names_the_claim_and_the_baseline():
    sentence = problems_of_effects([effect(baseline=D(10), achieved=D(12))])[0].sentence
    assert sentence == "节水 的实际（12 t/a）超过基准值（10 t/a）。"


@pytest.mark.parametrize("which", ["baseline", "expected", "achieved"])
def test_no_amount_is_negative(which):
    assert "amounts_are_possible" in faults(effect(**{which: D(-1)}))


def test_an_indicator_stands_once():
    assert faults(effect(), effect()) == ["each_indicator_stands_once"]


def test_standard_coal_is_derived_and_never_claimed():
    assert faults(effect("energy_saved", "节能（折标煤）", expected=D(1))) == ["energy_saved_is_derived"]


def test_an_unknown_indicator_is_named():
    problems = problems_of_effects([effect("gold", "gold", known=False)])
    assert [p.sentence for p in problems] == ["没有代码为“gold”的效益指标。"]


@pytest.mark.parametrize("odd", [D("NaN"), D("Infinity"), LARGEST + 1])
def test_an_amount_that_is_none_or_too_large_is_one_problem(odd):
    assert faults(effect(baseline=odd, achieved=D(1))) in (
        ["amounts_are_possible"],
        ["amounts_are_possible", "claims_stay_below_their_baseline"],
    )
    assert faults(effect(baseline=D(5), achieved=odd))[0] == "amounts_are_possible"


@pytest.mark.parametrize(
    ("amount", "below_zero", "words"),
    [
        (D("1.000000"), False, ""),
        (D("0.0000001"), False, "六位小数"),
        (D(-1), True, ""),
        (D(-1), False, "负数"),
        (-LARGEST - 1, True, "过大"),
    ],
)
def test_an_amount_fault_says_what_is_wrong(amount, below_zero, words):
    fault = amount_fault(amount, below_zero=below_zero)
    assert (words in fault) if words else fault == ""


ALL = ("technical", "environmental", "economic")


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        ({"state": S.FEASIBLE, "concluded": ALL, "effects_expected": 1}, []),
        ({"state": S.FEASIBLE, "concluded": ALL[:2], "effects_expected": 1},
         ["every_decision_stands_on_its_conclusions"]),
        ({"state": S.INFEASIBLE, "refused": ("economic",)}, []),
        ({"state": S.INFEASIBLE, "concluded": ALL}, ["every_decision_stands_on_its_conclusions"]),
        ({"state": S.DROPPED}, []),
        ({"state": S.FEASIBLE, "concluded": ALL}, ["the_recommended_measures_can_carry_the_targets"]),
    ],
)  # fmt: skip
def test_feasibility_stands_on_conclusions_and_effects(given, missing):
    assert codes(Stage.FEASIBILITY, facts(**given)) == missing
