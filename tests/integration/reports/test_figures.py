"""The figures, on a story whose numbers are worked out by hand beside each expectation."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from accounts.services.regions import region_changes_load, regions_load
from enterprises.models import Enterprise
from reports.calculations.checks import sums_agree, unit_agrees
from reports.facts import Figures, Row
from reports.selectors.figures import figures
from reports.selectors.reports import misplaced_enterprises
from reports.selectors.territory import units_of
from tests.integration.reports import world

END_2010 = date(2010, 12, 31)


def of(code: str = world.SHANXI, since: int = 2009, year: int = 2010, as_of: date = END_2010) -> Figures:
    return figures(world.region(code), since, year, as_of)


def row(rows: tuple[Row, ...], code: str) -> Row:
    return next(one for one in rows if one.code == code)


@pytest.fixture
def story(db: None) -> dict[str, Any]:
    return world.story()


def test_counts_of_the_province_are_those_of_the_story(story: dict[str, Any]) -> None:
    values = of().totals.values
    assert values["listed"] == 3  # A and B in 2009, A again in 2010
    assert values["listed_enterprises"] == 2  # A counts once
    assert values["disclosed"] == 1
    assert (values["started"], values["voluntary_started"]) == (1, 1)  # C is voluntary
    assert (values["reported"], values["evaluated"], values["accepted"]) == (1, 1, 1)
    assert values["voluntary_accepted"] == 0  # C was accepted in 2011
    assert values["post_assessed"] == 1
    assert values["overdue"] == 1  # B, though two of its duties are late; A's is due on the day itself


def test_measures_money_and_benefits_are_those_of_the_story(story: dict[str, Any]) -> None:
    totals = of().totals
    assert totals.values["measures_proposed_costly"] == 3  # high, medium, and the dropped medium
    assert totals.values["measures_implemented_costly"] == 2
    assert totals.values["measures_no_low_implemented"] == 2  # A's low, C's no-cost
    assert totals.values["investment_planned_wan"] == Decimal("400")  # 300 + 40 + 60
    assert totals.values["investment_wan"] == Decimal("320")  # 280.5 + 39.5; the low-cost 2 is not counted
    assert totals.values["economic_benefit_wan"] == Decimal(
        "101.750001"
    )  # 90.25 verified + 10 + 1.000001 + 0.5
    assert totals.benefits["so2"] == Decimal("11.250001")  # the reading 11.25 replaces the claim 12.5
    assert totals.benefits["water"] == Decimal(1000)
    assert totals.benefits["cod"] == Decimal(0)


def test_tries_and_persistence_are_those_of_the_story(story: dict[str, Any]) -> None:
    values = of().totals.values
    assert (values["evaluations_first_try"], values["evaluations_decided"]) == (0, 2)
    assert (values["acceptances_first_try"], values["acceptances_decided"]) == (1, 1)
    assert (values["post_measures_delivering"], values["post_measures"]) == (2, 3)
    assert (values["post_read_wan"], values["post_claimed_wan"]) == (Decimal(81), Decimal(100))
    assert values["post_measures_read"] == 2  # the low-cost one has no reading


def test_every_table_adds_up_to_the_totals(story: dict[str, Any]) -> None:
    for code in (world.SHANXI, world.TAIYUAN, world.DATONG, world.XIAODIAN):
        assert sums_agree(of(code)) == []


def test_each_city_computed_alone_is_its_row_in_the_province(story: dict[str, Any]) -> None:
    province = of()
    for unit in units_of(world.region(world.SHANXI)):
        assert unit_agrees(row(province.by_place, unit.code), of(unit.code)) == []


def test_a_place_known_only_to_the_city_is_a_row_of_its_own(story: dict[str, Any]) -> None:
    counties = of(world.TAIYUAN)
    unresolved = row(counties.by_place, "UNRESOLVED")
    assert unresolved.name == "未落实到县"
    assert unresolved.values["voluntary_started"] == 1
    assert row(counties.by_place, world.XIAODIAN).values["listed"] == 2


def test_industries_categories_and_years_hold_their_share(story: dict[str, Any]) -> None:
    found = of()
    assert row(found.by_industry, "焦化").values["listed"] == 2
    assert row(found.by_industry, "煤炭").values["overdue"] == 1
    assert row(found.by_industry, "UNKNOWN").values["measures_no_low_implemented"] == 1
    assert [row(found.by_category, code).values["listed"] for code in ("OVER_LIMIT", "TOXIC", "ENERGY")] == [
        2,
        1,
        1,
    ]
    assert row(found.by_category, "REPEATED").values["listed"] == 1  # A in 2009 is in two categories
    assert row(found.by_category, "VOLUNTARY").values["voluntary_started"] == 1
    assert [(one.code, one.values["listed"]) for one in found.by_year] == [("2009", 2), ("2010", 1)]


def test_what_was_listed_before_the_period_and_is_still_late_has_its_own_row(story: dict[str, Any]) -> None:
    found = of(since=2010)
    assert found.totals.values["overdue"] == 1
    earlier = row(found.by_year, "EARLIER")
    assert (earlier.name, earlier.values["overdue"], earlier.values["listed"]) == ("2010年以前", 1, 0)
    assert sums_agree(found) == []


def test_overdue_begins_on_the_day_after(story: dict[str, Any]) -> None:
    assert of(since=2009, year=2011, as_of=date(2011, 1, 1)).totals.values["overdue"] == 2


def test_a_listing_that_was_taken_off_or_freed_counts_no_more(story: dict[str, Any]) -> None:
    entry = story["lb"]
    entry.state, entry.state_on, entry.state_reason = "removed", date(2010, 6, 1), "误列"
    entry.save()
    assert of().totals.values["listed"] == 2
    assert of().totals.values["overdue"] == 0
    in_2009 = of(year=2009, as_of=date(2009, 12, 31)).totals.values
    assert (in_2009["listed"], in_2009["overdue"]) == (2, 1)  # it still stood at the end of 2009


def test_an_event_counts_where_the_enterprise_lay_on_its_day(story: dict[str, Any]) -> None:
    world.moved(story["a"], world.PINGCHENG, date(2010, 6, 1))
    taiyuan, datong = (row(of().by_place, code).values for code in (world.TAIYUAN, world.DATONG))
    assert (taiyuan["evaluated"], datong["evaluated"]) == (1, 0)  # 1 February
    assert (taiyuan["accepted"], datong["accepted"]) == (0, 1)  # 1 November
    assert (taiyuan["listed"], datong["listed"]) == (2, 1)  # as published
    assert sums_agree(of()) == []


def test_the_listing_of_a_draft_counts_nowhere(story: dict[str, Any]) -> None:
    draft = world.published_list(date(2010, 9, 1))
    type(draft).objects.filter(pk=draft.pk).update(state="draft")
    world.listing(draft, story["b"])
    assert of().totals.values["listed"] == 3


def test_gaps_and_overlaps_of_placements_are_found(story: dict[str, Any]) -> None:
    province = world.region(world.SHANXI)
    assert misplaced_enterprises(province) == []
    story["a"].placements.update(from_on=date(2010, 1, 1))
    assert misplaced_enterprises(province) == ["甲焦化"]
    story["b"].placements.all().delete()
    assert misplaced_enterprises(province) == ["甲焦化", "乙煤业"]


def test_the_number_of_queries_does_not_grow_with_rows(
    story: dict[str, Any], django_assert_num_queries
) -> None:
    with django_assert_num_queries(24):
        of()
    for number in range(5):
        one = world.enterprise(world.PINGCHENG, world.STEEL)
        entry = world.listing(story["lists"][0], one)
        turn = world.round_(one, entry, started_on=date(2009, 5, number + 1))
        world.effect(world.measure(turn, "high"), "cod", "1")
    with django_assert_num_queries(24):
        of()


def test_last_years_report_made_again_after_a_change_of_divisions_is_the_same(story: dict[str, Any]) -> None:
    """小店区 goes up in a new county in 2011, and its enterprises with it: 2010 stays as it was reported."""
    before = of(world.TAIYUAN), of()
    old = world.region(world.XIAODIAN)
    row_ = {"code": "140199", "name": "汾东区", "parent": world.TAIYUAN, "level": "county"}
    regions_load(rows=[row_])
    change = {
        "old_code": old.code,
        "old_name": old.name,
        "new_codes": "140199",
        "parent": world.TAIYUAN,
        "effective_on": "2011-01-01",
        "mark": "L",
    }
    region_changes_load(rows=[change])
    for enterprise in list(Enterprise.objects.filter(region=old)):
        world.moved(enterprise, "140199", date(2011, 1, 1))
    assert (of(world.TAIYUAN), of()) == before
    after = of(world.TAIYUAN, 2011, 2011, date(2011, 12, 31))
    assert "140199" in [one.code for one in after.by_place]
