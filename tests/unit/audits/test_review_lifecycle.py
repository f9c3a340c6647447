"""The review's table of moves: who may go where from where, written out a second time by hand."""

import pytest

from accounts.models import User
from audits import rules
from audits.enums import ReviewState
from audits.lifecycle_reviews import LIFECYCLE
from audits.models import Review, Round
from audits.services.review_moves import review_move_checked
from config.common.access import Role
from config.common.errors import NotAllowed, Refused
from tests.factories.accounts import now

PLANT = {Role.ENTERPRISE, Role.AGENCY}
BUREAU = {Role.PROVINCE, Role.CITY, Role.COUNTY}
HAND = BUREAU | {Role.EXPERT}
BY_HAND = {"record_score": HAND, "record_result": HAND}

EXPECTED: dict[str, dict[str, set]] = {
    "APPLIED": {"accept": BUREAU, "return": BUREAU} | BY_HAND,
    "RETURNED": {"apply_again": PLANT | BUREAU},
    "ACCEPTED": {"draw": BUREAU} | BY_HAND,
    "PANEL": {"draw": BUREAU, "send": BUREAU},
    "SCORING": {"close": BUREAU},
    "CLOSED": {"merge": {Role.EXPERT}} | BY_HAND,
    "MERGED": {"decide": BUREAU},
    "DECIDED": {},
}


@pytest.mark.parametrize("state", list(ReviewState))
@pytest.mark.parametrize("role", list(Role))
def test_a_move_is_made_exactly_by_its_roles_from_its_states(state, role, monkeypatch):
    monkeypatch.setattr(rules, "check_works_on", lambda round_, by: None)
    review, by = Review(state=state, round=Round()), User(role=role)
    for move in LIFECYCLE.moves:
        if role in EXPECTED[state].get(move.name, set()):
            assert review_move_checked(review=review, move=move.name, by=by, at=now(), reason="不清") is move
        else:
            with pytest.raises(Refused) as refusal:
                review_move_checked(review=review, move=move.name, by=by, at=now(), reason="不清")
            assert isinstance(refusal.value, NotAllowed) == (role not in move.roles)


def test_the_hand_written_table_names_every_state():
    assert set(EXPECTED) == set(ReviewState)


def test_a_return_needs_its_reason_and_a_move_that_is_none_is_refused(monkeypatch):
    monkeypatch.setattr(rules, "check_works_on", lambda round_, by: None)
    review, by = Review(state="APPLIED", round=Round()), User(role=Role.CITY)
    with pytest.raises(Refused, match="原因"):
        review_move_checked(review=review, move="return", by=by, at=now(), reason="  ")
    with pytest.raises(Refused, match="没有"):
        review_move_checked(review=review, move="fly", by=by, at=now())
