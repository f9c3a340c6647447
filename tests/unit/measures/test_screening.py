"""Weighted screening: the sum, the places, the line, and weights and scores that cannot be. Numbers worked by hand."""

from decimal import Decimal

import pytest

from measures.calculations.screening import full_marks, ranked
from measures.facts import Factor
from measures.gates.screening import problems_of_scores, problems_of_weights

D = Decimal
WEIGHTS = {1: D(10), 2: D(8), 3: D(7), 4: D(5)}
NAMES = ("环境效果", "经济可行性", "技术可行性", "可实施性")
BOUNDS = ((8, 10), (7, 10), (6, 8), (4, 6))
FACTORS = [
    Factor(pk, name, D(least), D(most), WEIGHTS[pk])
    for pk, name, (least, most) in zip(WEIGHTS, NAMES, BOUNDS, strict=True)
]


def scores(*given: int) -> dict[int, int]:
    return dict(zip(WEIGHTS, given, strict=True))


def test_the_total_is_the_sum_of_weight_times_score_and_equal_totals_share_a_place():
    found = ranked(
        {
            # 10×9 + 8×7 + 7×8 + 5×8 = 242; 10×8 + 8×8 + 7×9 + 5×7 = 242; 10×6 + 8×6 + 7×6 + 5×6 = 180
            71: scores(9, 7, 8, 8),
            72: scores(8, 8, 9, 7),
            73: scores(6, 6, 6, 6),
            # 10×5 + 8×6 + 7×7 + 5×6 = 177 of 300: 59 %
            74: scores(5, 6, 7, 6),
            75: {1: 9, 2: 9},
        },
        WEIGHTS,
        D(60),
    )
    assert full_marks(WEIGHTS) == 300
    assert {pk: (int(one.total), one.rank, one.passes) for pk, one in found.items()} == {
        71: (242, 1, True),
        72: (242, 1, True),
        73: (180, 3, True),
        74: (177, 4, False),
    }
    assert list(found) == [71, 72, 73, 74]
    assert found[74].percent == 59


def test_nothing_is_ranked_without_weights():
    assert ranked({71: scores(9, 7, 8, 8)}, {}, D(60)) == {}


def test_weights_within_their_bounds_are_kept_and_others_named():
    assert problems_of_weights(FACTORS, WEIGHTS, None) == []
    beyond = problems_of_weights(FACTORS, WEIGHTS | {1: D(11), 4: D("3.9")}, D(30))
    assert [problem.sentence for problem in beyond] == [
        "“环境效果”的权重应在 8 至 10 之间。",
        "“可实施性”的权重应在 4 至 6 之间。",
    ]
    assert [problem.code for problem in beyond] == ["weight-1", "weight-4"]


def test_weights_must_add_up_where_the_scheme_asks_for_a_sum():
    assert problems_of_weights(FACTORS, WEIGHTS, D(30)) == []
    (problem,) = problems_of_weights(FACTORS, WEIGHTS | {1: D("9.5")}, D(30))
    assert problem.sentence == "各因素权重合计应为 30，现为 29.5；请调整后再保存。"


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({}, None),
        (scores(1, 10, 5, 5), None),
        (scores(0, 10, 5, 5), "方案 ZG1“环境效果”的得分应是 1 至 10 的整数。"),
        (scores(9, 11, 5, 5), "方案 ZG1“经济可行性”的得分应是 1 至 10 的整数。"),
        ({1: 9, 2: 8}, "方案 ZG1 还缺“技术可行性”的得分；请打全，或全部留空。"),
    ],
)
def test_scores_are_whole_and_from_one_to_ten(given, sentence):
    found = [problem.sentence for problem in problems_of_scores("ZG1", FACTORS, given, "scores-1")]
    assert found == ([sentence] if sentence else [])
