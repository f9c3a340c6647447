"""The whole matrix of a measure's life: state × move × role."""

from itertools import product

import pytest

from config.common.access import Role
from config.common.errors import NotAllowed, Refused
from measures import rules
from measures.enums import CHEAP, COSTLY, MeasureState, Verdict
from measures.lifecycle import LIFECYCLE, MOVES, ON_SITE, PLANT, move_by_verdict
from measures.models import Measure

S = MeasureState
ALLOWED = {
    ("screen_out", S.PROPOSED): S.SCREENED_OUT,
    ("find_feasible", S.PROPOSED): S.FEASIBLE,
    ("find_infeasible", S.PROPOSED): S.INFEASIBLE,
    ("begin", S.PROPOSED): S.IN_PROGRESS,
    ("begin", S.FEASIBLE): S.IN_PROGRESS,
    ("implement", S.IN_PROGRESS): S.IMPLEMENTED,
    ("drop", S.PROPOSED): S.DROPPED,
    ("drop", S.SCREENED_OUT): S.DROPPED,
    ("drop", S.FEASIBLE): S.DROPPED,
    ("drop", S.INFEASIBLE): S.DROPPED,
    ("drop", S.IN_PROGRESS): S.DROPPED,
    ("verify", S.IMPLEMENTED): S.VERIFIED,
    ("verify_partly", S.VERIFIED): S.IMPLEMENTED,
    ("refute", S.IMPLEMENTED): S.IN_PROGRESS,
    ("refute", S.VERIFIED): S.IN_PROGRESS,
}
WITH_REASON = {"screen_out", "find_infeasible", "drop", "verify_partly", "refute"}


class Person:
    def __init__(self, role):
        self.role = role


def measure_in(state, cost_class="low", stage="IMPLEMENTATION", evaluated_on="2026-01-01"):
    from audits.models import Round

    round_ = Round(pk=1, stage=stage, evaluated_on=evaluated_on)
    return Measure(pk=1, round=round_, number="WD1", state=state, cost_class=cost_class)


def test_the_table_holds_exactly_the_moves_of_the_domain():
    table = {(move.name, state): move.to_state for move in MOVES for state in move.from_states}
    assert table == ALLOWED
    assert {move.name for move in MOVES if move.needs_reason} == WITH_REASON


@pytest.mark.parametrize(("move", "state", "role"), list(product([m.name for m in MOVES], S, Role)))
def test_a_move_is_made_only_from_its_state_by_its_role(move, state, role):
    way = LIFECYCLE.move(move)
    measure = measure_in(state)
    possible = (move, state) in ALLOWED and role in PLANT and way.roles != ON_SITE
    if possible:
        assert rules.check_move(measure, way, Person(role), "原因") is way
        return
    with pytest.raises(Refused):
        rules.check_move(measure, way, Person(role), "原因")


def test_an_unknown_move_is_refused():
    with pytest.raises(Refused, match="已提出"):
        rules.check_move(measure_in(S.PROPOSED), LIFECYCLE.move("vanish"), Person(Role.ENTERPRISE), "")


def test_verified_comes_only_from_a_visit():
    with pytest.raises(Refused, match="现场核查登记"):
        rules.check_move(measure_in(S.IMPLEMENTED), LIFECYCLE.move("verify"), Person(Role.VERIFIER), "")


def test_another_role_is_told_so():
    with pytest.raises(NotAllowed):
        rules.check_move(measure_in(S.PROPOSED), LIFECYCLE.move("drop"), Person(Role.PROVINCE), "原因")


@pytest.mark.parametrize(
    ("state", "move"),
    [(s, m) for (m, s) in ALLOWED if m in WITH_REASON & {"drop", "screen_out", "find_infeasible"}],
)
def test_giving_up_needs_a_reason(state, move):
    with pytest.raises(Refused, match="原因"):
        rules.check_move(measure_in(state), LIFECYCLE.move(move), Person(Role.ENTERPRISE), "  ")


@pytest.mark.parametrize("cost_class", CHEAP)
@pytest.mark.parametrize("evaluated_on", [None, "2026-01-01"])
def test_cheap_measures_begin_directly(cost_class, evaluated_on):
    measure = measure_in(S.PROPOSED, cost_class, "PRE_ASSESSMENT", evaluated_on)
    assert rules.check_move(measure, LIFECYCLE.move("begin"), Person(Role.AGENCY), "")


@pytest.mark.parametrize("cost_class", COSTLY)
def test_costly_measures_begin_only_when_found_feasible(cost_class):
    with pytest.raises(Refused, match="可行性结论"):
        rules.check_move(
            measure_in(S.PROPOSED, cost_class), LIFECYCLE.move("begin"), Person(Role.ENTERPRISE), "急"
        )


@pytest.mark.parametrize("cost_class", COSTLY)
def test_costly_measures_begin_before_the_evaluation_only_with_a_reason(cost_class):
    measure = measure_in(S.FEASIBLE, cost_class, "FEASIBILITY", None)
    begin, person = LIFECYCLE.move("begin"), Person(Role.ENTERPRISE)
    with pytest.raises(Refused, match="评估通过前"):
        rules.check_move(measure, begin, person, "")
    assert rules.check_move(measure, begin, person, "设备停产检修窗口")
    measure.round.evaluated_on = "2026-01-01"
    assert rules.check_move(measure, begin, person, "")


@pytest.mark.parametrize("stage", ["PLANNED", "PREPARATION"])
def test_nothing_begins_before_the_second_stage(stage):
    with pytest.raises(Refused, match="预审核"):
        rules.check_move(
            measure_in(S.PROPOSED, stage=stage), LIFECYCLE.move("begin"), Person(Role.ENTERPRISE), ""
        )


@pytest.mark.parametrize(
    ("verdict", "state", "move"),
    [
        (Verdict.STANDS, S.IMPLEMENTED, "verify"),
        (Verdict.STANDS, S.VERIFIED, None),
        (Verdict.PARTLY, S.IMPLEMENTED, None),
        (Verdict.PARTLY, S.VERIFIED, "verify_partly"),
        (Verdict.ABSENT, S.IMPLEMENTED, "refute"),
        (Verdict.ABSENT, S.VERIFIED, "refute"),
    ],
)
def test_a_verdict_brings_about_its_move(verdict, state, move):
    found = move_by_verdict(verdict, state)
    assert (found.name if found else None) == move


@pytest.mark.parametrize("state", S)
def test_moves_of_a_visit_are_never_offered(state):
    offered = {move.name for move in rules.offered_moves(measure_in(state))}
    assert offered == {m for (m, s) in ALLOWED if s == state} - {"verify", "verify_partly", "refute"}
