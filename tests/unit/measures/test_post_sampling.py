"""A sample anybody can draw again, and how sure the rate is that it gives."""

from decimal import Decimal

import pytest

from measures.calculations.intervals import weighted_share, wilson
from measures.calculations.sampling import sample

FRAME = {"焦化": range(100, 200), "化工": range(5)}


def test_the_same_seed_draws_the_same_measures_whatever_their_order_and_the_other_strata() -> None:
    first = sample(FRAME, {"焦化": 10, "化工": 2}, "a1b2")
    backwards = {name: list(reversed(ids)) for name, ids in FRAME.items()}
    assert sample(backwards, {"焦化": 10, "化工": 5}, "a1b2")["焦化"] == first["焦化"]
    assert sample(FRAME, {"焦化": 10, "化工": 2}, "a1b3") != first
    assert {name: len(set(ids)) for name, ids in first.items()} == {"焦化": 10, "化工": 2}


def test_a_whole_stratum_may_be_drawn_and_none_of_another() -> None:
    assert sample(FRAME, {"焦化": 0, "化工": 5}, "s") == {"化工": [0, 1, 2, 3, 4]}


@pytest.mark.parametrize(
    ("hits", "sampled", "low", "high"),
    # R. G. Newcombe, Statistics in Medicine 17 (1998) 857–872, table I, method 3 (score, no continuity correction).
    [
        (81, 263, "0.2553", "0.3662"),
        (15, 148, "0.0624", "0.1605"),
        (0, 20, "0.0000", "0.1611"),
        (1, 29, "0.0061", "0.1718"),
    ],
)
def test_the_interval_is_that_of_the_published_examples(hits: int, sampled: int, low: str, high: str) -> None:
    found = wilson(hits, sampled)
    assert found is not None
    assert [f"{bound:.4f}" for bound in found] == [low, high]


def test_nothing_sampled_has_no_interval_and_everything_ends_at_one() -> None:
    assert wilson(0, 0) is None
    found = wilson(20, 20)
    assert found is not None
    assert found[1] == 1


def test_strata_weigh_by_their_size() -> None:
    assert weighted_share([(300, 8, 10), (100, 2, 10)]) == Decimal("0.65")
    assert weighted_share([(300, 8, 10), (100, 0, 0)]) is None
    assert weighted_share([]) is None
