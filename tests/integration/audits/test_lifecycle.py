"""Every state of the table can be reached by the real services, and leaves the right traces."""

import pytest

from accounts.models import Activity
from audits.enums import RoundState
from audits.lifecycle import stage_of
from audits.models import RoundMove
from tests.factories.audits import make_round

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("state", [state for state in RoundState if state != RoundState.LAPSED])
def test_each_state_is_reached_by_allowed_moves_alone(state):
    """All but LAPSED, in which a round of the past is imported and from which none moves."""
    round_ = make_round(state)
    assert round_.state == state
    assert round_.stage == stage_of(state)
    moves = RoundMove.objects.filter(round=round_)
    activities = Activity.objects.filter(verb="round_move", thing_id=round_.pk)
    assert moves.count() == activities.count()
