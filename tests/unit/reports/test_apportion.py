"""Sharing a total exactly: nothing lost, nothing invented, nobody more than one step off."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.demo.apportion import apportion, split_count

STEPS = st.sampled_from([Decimal(1), Decimal("0.1"), Decimal("0.01"), Decimal("0.000001")])
WEIGHTS = st.lists(
    st.floats(min_value=0, max_value=1e6, allow_nan=False, allow_subnormal=False), min_size=1, max_size=60
).filter(any)
UNITS = st.integers(min_value=0, max_value=10**12)


@given(UNITS, WEIGHTS, STEPS)
def test_the_shares_add_up_to_the_total(units, weights, step):
    assert sum(apportion(units * step, weights, step)) == units * step


@given(UNITS, WEIGHTS, STEPS)
def test_every_share_is_within_one_step_of_its_proportion(units, weights, step):
    whole = sum(map(Fraction, weights))
    for share, weight in zip(apportion(units * step, weights, step), weights, strict=True):
        exact = units * Fraction(weight) / whole
        assert abs(Fraction(share / step) - exact) < 1


@given(UNITS, WEIGHTS, STEPS)
def test_shares_are_whole_steps_and_never_negative(units, weights, step):
    for share in apportion(units * step, weights, step):
        assert share >= 0
        assert share % step == 0


@given(UNITS, WEIGHTS)
def test_without_weight_there_is_no_share(units, weights):
    shares = split_count(units, [*weights, 0.0])
    assert shares[-1] == 0


def test_the_largest_remainders_are_served_first():
    assert split_count(10, [1, 1, 1]) == [4, 3, 3]
    assert split_count(7, [0.5, 0.3, 0.2]) == [4, 2, 1]


def test_a_total_between_two_steps_is_refused():
    with pytest.raises(ValueError, match="whole number"):
        apportion(Decimal("1.005"), [1, 2], Decimal("0.01"))


def test_weights_of_nothing_are_refused():
    with pytest.raises(ValueError, match="weight"):
        apportion(Decimal(1), [0, 0], Decimal(1))
