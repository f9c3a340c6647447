"""The whole matrix of a finding's life: state × move × role."""

from itertools import product

import pytest

from config.common.access import OFFICERS, Role
from measures.enums import FindingState
from measures.lifecycle import FINDING, PLANT

S = FindingState
ALLOWED = {
    ("answer", S.OPEN): (S.ANSWERED, PLANT),
    ("return", S.ANSWERED): (S.OPEN, OFFICERS),
    ("close", S.ANSWERED): (S.CLOSED, OFFICERS),
}


@pytest.mark.parametrize(("move", "state", "role"), list(product([m.name for m in FINDING.moves], S, Role)))
def test_a_finding_moves_only_so(move, state, role):
    way = FINDING.move(move)
    target, roles = ALLOWED.get((move, state), (None, frozenset()))
    assert (state in way.from_states and role in way.roles) == (role in roles)
    assert target is None or way.to_state == target
