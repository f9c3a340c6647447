"""Proposing, changing and moving measures through the services."""

from datetime import timedelta
from decimal import Decimal

import pytest

from accounts.models import Activity
from audits.enums import RoundState
from config.common.access import Role
from config.common.errors import NotAllowed, Refused, Stale
from measures.enums import CostClass, MeasureState
from measures.models import Effect, Measure
from measures.services.effects import effects_save
from measures.services.measures import measure_create, measure_move, measure_update
from tests.factories.accounts import make_user, now
from tests.factories.audits import crew_of, make_agency, make_auditor, make_round, today, walk_to
from tests.factories.enterprises import make_enterprise, make_representative
from tests.factories.measures import (
    WATER,
    make_measure,
    make_verification,
    make_working_round,
    report_figures,
)

pytestmark = pytest.mark.django_db
S = MeasureState
D = Decimal


def propose(round_, **details):
    values = {"title": "高效电机替换", "kind": "equipment", "on": today(), "by": crew_of(round_).plant}
    return measure_create(round_=round_, at=now(), **(values | details))


def test_numbers_run_by_cost_and_are_never_given_twice():
    round_ = make_working_round()
    Measure.objects.filter(round=round_).update(number="WD1")
    money = [D(0), D(320), D(3), D(9500)]
    numbers = [propose(round_, investment_planned_wan=wan).number for wan in money]
    assert numbers == ["WD2", "ZG1", "WD3", "ZG2"]


def test_the_cost_class_follows_the_round_and_may_be_overridden_with_a_reason():
    round_ = make_working_round()
    assert propose(round_, investment_planned_wan=D(320)).cost_class == CostClass.HIGH
    with pytest.raises(Refused, match="调整理由"):
        propose(round_, investment_planned_wan=D(320), cost_class="medium")
    made = propose(
        round_, investment_planned_wan=D(320), cost_class="medium", cost_class_reason="按大型企业标准"
    )
    assert (made.cost_class, made.cost_class_reason) == ("medium", "按大型企业标准")


def test_an_override_holds_while_money_changes_until_the_class_is_left_to_the_money():
    made = propose(
        make_working_round(), investment_planned_wan=D(3), cost_class="medium", cost_class_reason="分期投入"
    )
    by = made.created_by
    measure_update(measure=made, version=1, by=by, at=now(), investment_planned_wan=D(4))
    assert made.cost_class == "medium"
    measure_update(measure=made, version=2, by=by, at=now(), cost_class="", cost_class_reason="")
    assert (made.cost_class, made.cost_class_reason) == ("low", "")


def test_a_change_of_money_changes_the_class_and_keeps_the_number():
    made = propose(make_working_round(), investment_planned_wan=D(3))
    measure_update(measure=made, version=1, by=made.created_by, at=now(), investment_planned_wan=D(101))
    assert (made.cost_class, made.number[:2]) == ("high", "WD")


@pytest.mark.parametrize(
    "details",
    [
        {"title": "  "},
        {"kind": "magic"},
        {"cost_class": "huge"},
        {"investment_planned_wan": D(-1)},
        {"benefit_expected_wan": D(10) ** 10},
        {"investment_planned_wan": D("0.0000001")},
        {"on": today() + timedelta(days=2)},
        {"effects": [WATER | {"expected": D(70_000)}]},
    ],
)
def test_an_impossible_measure_is_refused_and_nothing_is_written(details):
    round_ = make_working_round()
    before = Measure.objects.count(), Activity.objects.count()
    with pytest.raises(Refused):
        propose(round_, **details)
    assert (Measure.objects.count(), Activity.objects.count()) == before


def test_a_benefit_may_be_a_loss():
    assert propose(make_working_round(), benefit_expected_wan=D("-12.5")).benefit_expected_wan == D("-12.5")


def test_only_the_named_columns_can_be_set():
    with pytest.raises(TypeError, match="state"):
        propose(make_working_round(), state="verified")


@pytest.mark.parametrize("role", [Role.PROVINCE, Role.CITY, Role.VERIFIER, Role.EXPERT])
def test_other_roles_do_not_propose(role):
    with pytest.raises(NotAllowed):
        propose(make_working_round(), by=make_user(role))


def test_another_enterprise_or_agency_does_not_propose():
    round_ = make_working_round(agency=make_agency())
    for stranger in (make_representative(make_enterprise()), make_auditor(make_agency())):
        with pytest.raises(NotAllowed):
            propose(round_, by=stranger)
    assert propose(round_, by=make_auditor(round_.agency)).pk


def test_nothing_is_proposed_in_a_closed_round():
    round_ = walk_to(make_working_round(), RoundState.CLOSED)
    with pytest.raises(Refused, match="已验收结束"):
        propose(round_)


def test_each_deed_stands_in_the_trail_once():
    made = make_measure(state=S.IMPLEMENTED, costly=True)
    deeds = Activity.objects.filter(thing_kind="measures.measure", thing_id=made.pk)
    assert list(deeds.order_by("pk").values_list("verb", flat=True)) == [
        "measure_create",
        "conclusion_record",
        "conclusion_record",
        "conclusion_record",
        "measure_move",
        "measure_move",
        "measure_move",
        "measure_update",
    ]
    assert [(m.from_state, m.to_state) for m in made.moves.all()] == [
        (S.PROPOSED, S.FEASIBLE),
        (S.FEASIBLE, S.IN_PROGRESS),
        (S.IN_PROGRESS, S.IMPLEMENTED),
    ]
    assert deeds.filter(verb="measure_update").get().new["benefit_achieved_wan"] == "80"


def test_dates_are_set_by_the_moves():
    made = make_measure(state=S.IMPLEMENTED)
    assert (made.begun_on, made.implemented_on, made.dropped_on) == (today(), today(), None)


def test_an_early_beginning_keeps_its_reason():
    round_ = make_round(RoundState.FEASIBILITY_IN_PROGRESS)
    made = make_measure(round_, S.FEASIBLE, costly=True)
    by = crew_of(round_).plant
    with pytest.raises(Refused, match="评估通过前"):
        measure_move(measure=made, move="begin", by=by, at=now(), on=today())
    measure_move(measure=made, move="begin", by=by, at=now(), on=today(), reason="检修窗口")
    assert made.begun_early_reason == "检修窗口"


@pytest.mark.parametrize("state", [S.SCREENED_OUT, S.INFEASIBLE, S.DROPPED])
def test_giving_up_keeps_its_reason_and_ends_editing(state):
    made = make_measure(state=state)
    assert made.state_reason == "按规定办理"
    with pytest.raises(Refused, match="不能再修改"):
        measure_update(measure=made, version=made.version, by=made.created_by, at=now(), title="x")


@pytest.mark.parametrize("days", [1, -400])
def test_moves_stand_in_the_order_of_their_dates(days):
    made = make_measure()
    with pytest.raises(Refused, match="日期不能"):
        measure_move(
            measure=made, move="begin", by=made.created_by, at=now(), on=today() + timedelta(days=days)
        )


def test_a_stale_save_is_refused_with_both_texts():
    made = make_measure()
    theirs = Measure.objects.get(pk=made.pk)
    by = made.created_by
    measure_update(measure=theirs, version=1, by=by, at=now(), title="先保存的名称")
    with pytest.raises(Stale) as caught:
        measure_update(
            measure=made,
            version=1,
            by=by,
            at=now(),
            title="后保存的名称",
            effects=[WATER | {"expected": D(9)}],
        )
    assert (caught.value.theirs["title"], caught.value.yours["title"]) == ("先保存的名称", "后保存的名称")
    assert caught.value.theirs["effects"] == "节水 60000/31200/— t/a"
    assert caught.value.yours["effects"] == "节水 60000/9/— t/a"
    assert Effect.objects.get(measure=made).expected == D(31_200)


def test_effects_are_one_set_at_a_time():
    made = make_measure()
    coal = {"indicator": "coal", "expected": "12.5"}
    effects_save(measure=made, effects=[coal], by=made.created_by, at=now())
    rows = [(e.indicator.code, e.baseline, e.expected, e.achieved) for e in made.effects.all()]
    assert rows == [("coal", None, D("12.5"), None)]
    assert made.version == 2


def test_an_effect_with_a_verified_reading_is_not_dropped():
    made = make_measure(state=S.IMPLEMENTED)
    make_verification(made, "partly")
    made.refresh_from_db()
    with pytest.raises(Refused) as caught:
        effects_save(measure=made, effects=[], by=made.created_by, at=now())
    assert caught.value.problems[0].code == "verified_effects_stay"


def test_a_verified_measure_is_not_changed_any_more():
    made = make_measure(state=S.VERIFIED)
    for change in (
        lambda: report_figures(made),
        lambda: effects_save(measure=made, effects=[], by=made.created_by, at=now()),
    ):
        with pytest.raises(Refused, match="已经现场核实"):
            change()
