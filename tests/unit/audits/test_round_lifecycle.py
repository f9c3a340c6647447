"""The round's table of moves: who may go where from where, written out a second time by hand."""

from datetime import date

import pytest

from accounts.models import User
from audits import rules
from audits.enums import SEVEN_STAGES, RoundState, Stage
from audits.lifecycle import LIFECYCLE, OPEN, gate_of, passes_gate, stage_is_open, stage_of
from audits.models import Round
from audits.services.moves import move_checked
from config.common.access import Role
from config.common.errors import NotAllowed, Refused
from config.common.lifecycles import BACK
from tests.factories.accounts import now

PLANT = {Role.ENTERPRISE, Role.AGENCY}
BUREAU = {Role.PROVINCE, Role.CITY, Role.COUNTY}
PANEL = BUREAU | {Role.EXPERT}
EITHER = PLANT | BUREAU

EXPECTED: dict[str, dict[str, set]] = {
    "PLANNED": {"plan_submit": PLANT},
    "PLAN_SUBMITTED": {"plan_approve": BUREAU, "plan_return": BUREAU},
    "PLAN_RETURNED": {"plan_submit": PLANT},
    "FEASIBILITY_APPROVED": {"report_submit": PLANT},
    "REPORTED": {"evaluation_apply": EITHER},
    "EVALUATION_APPLIED": {
        "evaluation_score": PANEL,
        "evaluation_return": BUREAU,
        "evaluation_return_again": BUREAU,
    },
    "EVALUATION_SCORED": {
        "evaluation_pass": PANEL,
        "evaluation_supplement": PANEL,
        "evaluation_redo": PANEL,
    },
    "EVALUATION_SUPPLEMENT": {"evaluation_apply": EITHER},
    "CONTINUATION_APPROVED": {"acceptance_apply": EITHER},
    "ACCEPTANCE_APPLIED": {
        "acceptance_score": PANEL,
        "acceptance_return": BUREAU,
        "acceptance_return_again": BUREAU,
    },
    "ACCEPTANCE_SCORED": {"acceptance_pass": PANEL, "acceptance_rectify": PANEL, "acceptance_fail": PANEL},
    "ACCEPTANCE_RECTIFY": {"acceptance_apply": EITHER, "rectify_lapse": BUREAU},
    "ACCEPTANCE_FAILED": {"implementation_again": EITHER},
    "SUSPENDED": {"resume": BUREAU, "exempt": BUREAU, "roll_over": BUREAU},
    "DEFERRED": {"resume": BUREAU, "exempt": BUREAU, "roll_over": BUREAU},
    "CLOSED": {},
    "EXEMPTED": {},
    "ROLLED_OVER": {},
    "LAPSED": {},
}
for stage in SEVEN_STAGES:
    word = stage.lower()
    EXPECTED[f"{stage}_IN_PROGRESS"] = {f"{word}_submit": PLANT}
    EXPECTED[f"{stage}_RETURNED"] = {f"{word}_submit": PLANT}
    EXPECTED[f"{stage}_SUBMITTED"] = {f"{word}_approve": BUREAU, f"{word}_return": BUREAU}
for part in (SEVEN_STAGES[:5], SEVEN_STAGES[5:]):
    for index, stage in enumerate(part):
        here = [f"{stage}_{step}" for step in ("IN_PROGRESS", "SUBMITTED", "RETURNED")]
        for state in here:
            EXPECTED[state] |= {f"back_to_{earlier.lower()}": BUREAU for earlier in part[:index]}
    EXPECTED[f"{part[-1]}_APPROVED"] |= {f"back_to_{stage.lower()}": BUREAU for stage in part}
SIDE = ("suspend", "defer", "exempt", "roll_over")
for state in set(EXPECTED) - {"CLOSED", "EXEMPTED", "ROLLED_OVER", "LAPSED", "SUSPENDED", "DEFERRED"}:
    EXPECTED[state] |= dict.fromkeys(SIDE, BUREAU)


@pytest.fixture
def anywhere(monkeypatch):
    """The matrix is about state, move and role; territory has tests of its own."""
    monkeypatch.setattr(rules, "check_works_on", lambda round_, by: None)


@pytest.mark.parametrize("state", list(RoundState))
@pytest.mark.parametrize("role", list(Role))
def test_a_move_is_made_exactly_by_its_roles_from_its_states(state, role, anywhere):
    round_ = Round(state=state, opened_on=date(2026, 3, 18))
    by = User(role=role)
    for move in LIFECYCLE.moves:
        allowed = role in EXPECTED[state].get(move.name, set())
        facts = {"by": by, "at": now(), "on": date(2026, 4, 1), "reason": "依据文件"}
        if allowed:
            assert move_checked(round_=round_, move=move.name, **facts) is move
        else:
            with pytest.raises(Refused) as refusal:
                move_checked(round_=round_, move=move.name, **facts)
            assert isinstance(refusal.value, NotAllowed) == (role not in move.roles)


def test_the_hand_written_table_names_every_state():
    assert set(EXPECTED) == set(RoundState)


@pytest.mark.parametrize("move", LIFECYCLE.moves, ids=lambda move: move.name)
def test_returns_and_side_moves_need_a_reason_and_all_else_does_not(move, anywhere):
    back = ("_return", "_return_again", "_supplement", "_redo", "_rectify", "_fail", "_lapse")
    needs = move.name.endswith(back) or move.name.startswith("back_to_") or move.name in SIDE
    assert move.needs_reason == needs
    round_ = Round(state=move.from_states[0], opened_on=date(2026, 3, 18))
    by = User(role=next(iter(move.roles)))
    facts = {"by": by, "at": now(), "on": date(2026, 4, 1), "reason": "  "}
    if needs:
        with pytest.raises(Refused, match="原因"):
            move_checked(round_=round_, move=move.name, **facts)
    else:
        assert move_checked(round_=round_, move=move.name, **facts) is move


def test_a_move_that_does_not_exist_is_refused():
    with pytest.raises(Refused, match="没有"):
        move_checked(round_=Round(), move="fly", by=User(), at=now(), on=date(2026, 4, 1), reason="")


def test_names_of_moves_are_unique_and_targets_are_states():
    names = [move.name for move in LIFECYCLE.moves]
    assert len(names) == len(set(names))
    assert {move.to_state for move in LIFECYCLE.moves} <= {*RoundState, BACK}
    assert all(len(name) <= 30 for name in names)


def test_every_state_belongs_to_the_stage_it_is_named_after():
    assert {state: stage_of(state) for state in ("PLAN_RETURNED", "PRE_ASSESSMENT_SUBMITTED", "CLOSED")} == {
        "PLAN_RETURNED": Stage.PLANNED,
        "PRE_ASSESSMENT_SUBMITTED": Stage.PRE_ASSESSMENT,
        "CLOSED": Stage.CLOSED,
    }
    assert stage_of("SUSPENDED") == stage_of("EXEMPTED") == Stage.ASIDE


def test_gates_stand_before_the_plan_the_seven_stages_and_the_report():
    assert gate_of("PLANNED") == gate_of("PLAN_SUBMITTED") == Stage.PLANNED
    assert gate_of("OPTIONS_RETURNED") == Stage.OPTIONS
    assert gate_of("FEASIBILITY_APPROVED") == Stage.REPORTED
    assert gate_of("REPORTED") is gate_of("CONTINUATION_APPROVED") is gate_of("SUSPENDED") is None
    gated = {move.name.rsplit("_", 1)[-1] for move in LIFECYCLE.moves if passes_gate(move)}
    assert gated == {"submit", "approve"}


def test_a_stage_is_written_while_it_is_worked_on_or_still_to_come():
    assert stage_is_open("OPTIONS_IN_PROGRESS", Stage.OPTIONS)
    assert stage_is_open("OPTIONS_RETURNED", Stage.OPTIONS)
    assert stage_is_open("OPTIONS_SUBMITTED", Stage.FEASIBILITY)
    assert not stage_is_open("OPTIONS_SUBMITTED", Stage.OPTIONS)
    assert not stage_is_open("OPTIONS_IN_PROGRESS", Stage.ASSESSMENT)
    assert not stage_is_open("CLOSED", Stage.CONTINUATION)
    assert not stage_is_open("SUSPENDED", Stage.CONTINUATION)
    assert len(OPEN) == len(RoundState) - 6
