"""From single sheets to one result."""

from decimal import Decimal

from audits.calculations.scores import ItemFacts, means, score_problems, spread, total

ITEMS = [
    ItemFacts(1, "平衡", Decimal(60)),
    ItemFacts(2, "方案", Decimal(40)),
    ItemFacts(3, "先进技术", Decimal(5), is_bonus=True),
]


def test_a_sheet_names_every_item_over_its_maximum_and_when_handed_in_every_one_missing():
    found = score_problems(ITEMS, {1: Decimal("60.1"), 2: None}, whole=True)
    assert [problem.code for problem in found] == ["item_1", "item_2"]
    assert "0 到 60 分" in found[0].sentence
    assert score_problems(ITEMS, {1: Decimal(60)}, whole=False) == []
    assert score_problems(ITEMS, {1: Decimal(-1)}, whole=False)


def test_the_total_is_never_above_a_hundred():
    assert total({1: Decimal(60), 2: Decimal(40), 3: Decimal(5)}) == 100
    assert total({1: Decimal("55.5"), 2: None}) == Decimal("55.5")


def test_the_mean_of_each_item_is_rounded_half_up_to_the_hundredth():
    assert means(ITEMS, [{1: Decimal(50), 2: Decimal(30)}, {1: Decimal("50.01"), 2: Decimal(31)}]) == {
        1: Decimal("50.01"),
        2: Decimal("30.50"),
        3: 0,
    }
    assert means(ITEMS, []) == {}


def test_the_spread_is_the_distance_of_the_outermost_totals():
    assert spread([Decimal(80), Decimal(95), Decimal(91)]) == 15
    assert spread([]) == 0
