"""The whole matrix of an order's life: state × move × role; and of a fine's."""

from datetime import date, timedelta
from itertools import product

import pytest

from config.common.access import OFFICERS, Role
from config.common.errors import NotAllowed, Refused
from enterprises.enums import OrderState, PenaltyState
from enterprises.lifecycle import ORDER, PENALTY, order_state
from enterprises.models import CorrectionOrder, Penalty
from enterprises.rules.orders import check_order_move, check_penalty_move

S = OrderState
TODAY = date(2026, 11, 23)
OPEN = (S.ISSUED, S.RETURNED, S.EXPIRED)
ALLOWED = {
    ("issue", S.DRAFT): S.ISSUED,
    **{("answer", state): S.ANSWERED for state in OPEN},
    ("return", S.ANSWERED): S.RETURNED,
    **{("meet", state): S.MET for state in (*OPEN, S.ANSWERED)},
    ("expire", S.ISSUED): S.EXPIRED,
    ("expire", S.RETURNED): S.EXPIRED,
    **{("withdraw", state): S.WITHDRAWN for state in (*OPEN, S.ANSWERED, S.MET)},
}
WHO = {"answer": {Role.ENTERPRISE}, "expire": {Role.BUILTIN}}


class Person:
    def __init__(self, role: Role) -> None:
        self.role, self.is_builtin = role, False


def order_in(state: OrderState) -> CorrectionOrder:
    """An expired order is one that was issued, whose term has passed."""
    expired = state == S.EXPIRED
    due_on = TODAY - timedelta(days=1) if expired else TODAY
    return CorrectionOrder(state=S.ISSUED if expired else state, due_on=due_on)


def test_the_table_holds_exactly_these_moves() -> None:
    table = {(move.name, state): move.to_state for move in ORDER.moves for state in move.from_states}
    assert table == ALLOWED
    assert {move.name for move in ORDER.moves if move.needs_reason} == {"return", "withdraw"}


@pytest.mark.parametrize(("move", "state", "role"), list(product([m.name for m in ORDER.moves], S, Role)))
def test_a_move_is_made_only_from_its_state_by_its_role(move: str, state: S, role: Role) -> None:
    person = Person(role)
    if role not in WHO.get(move, OFFICERS):
        with pytest.raises(NotAllowed):
            check_order_move(order_in(state), move, person, TODAY, "原因")
    elif (move, state) in ALLOWED:
        assert check_order_move(order_in(state), move, person, TODAY, "原因").name == move
    else:
        with pytest.raises(Refused, match="现处于"):
            check_order_move(order_in(state), move, person, TODAY, "原因")


@pytest.mark.parametrize(("state", "role"), list(product(PenaltyState, Role)))
def test_a_fine_is_taken_back_once_by_an_officer(state: PenaltyState, role: Role) -> None:
    fine = Penalty(state=state)
    if role in OFFICERS and state == PenaltyState.DECIDED:
        assert check_penalty_move(fine, "withdraw", Person(role), "复议撤销").to_state == "withdrawn"
        return
    with pytest.raises(Refused):
        check_penalty_move(fine, "withdraw", Person(role), "复议撤销")


def test_nothing_is_returned_or_taken_back_without_a_reason_and_unknown_moves_are_refused() -> None:
    officer = Person(Role.CITY)
    with pytest.raises(Refused, match="写明原因"):
        check_order_move(order_in(S.ANSWERED), "return", officer, TODAY, " ")
    with pytest.raises(Refused, match="写明原因"):
        check_penalty_move(Penalty(state=PenaltyState.DECIDED), "withdraw", officer, "")
    with pytest.raises(Refused, match="没有“vanish”"):
        check_order_move(order_in(S.ISSUED), "vanish", officer, TODAY)


def test_a_term_runs_out_on_the_day_after_it_and_only_while_the_enterprise_is_awaited() -> None:
    assert order_state(S.ISSUED, TODAY, TODAY) == S.ISSUED
    for state in (S.ISSUED, S.RETURNED):
        assert order_state(state, TODAY, TODAY + timedelta(days=1)) == S.EXPIRED
    for state in (S.ANSWERED, S.MET, S.WITHDRAWN):
        assert order_state(state, TODAY, TODAY + timedelta(days=1)) == state
    assert PENALTY.start == PenaltyState.DECIDED
