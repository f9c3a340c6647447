"""Which registered site a row means: duplicate, another site, a new name, a better known place."""

from typing import Any

from enterprises.calculations.keys import name_key
from enterprises.calculations.roster_matching import (
    FileIndex,
    ListingFacts,
    SiteFacts,
    agreed,
    enterprise_changes,
    listing_changes,
    most_common,
    site_of,
)

PROVINCE, CITY, COUNTY, OTHER = 1, 2, 3, 4
PATHS = {PROVINCE: "14/", CITY: "14/1401/", COUNTY: "14/1401/140105/", OTHER: "14/1401/140106/"}
CODE = "91140105MA0000001E"


def values(name: str = "甲公司", uscc: str = CODE, region: int = COUNTY, **more: Any) -> dict[str, Any]:
    empty = {"old_code": "", "address": "", "legal_representative": "", "scale": "", "permits": []}
    return (
        empty
        | {
            "name": name,
            "name_key": name_key(name),
            "uscc": uscc,
            "region_id": region,
            "region_name": str(region),
            "place": "",
            "industry_id": None,
            "industry_name": "",
            "industry_as_published": "",
            "categories": ["TOXIC"],
            "reason": "",
        }
        | more
    )


def site(pk: int = 1, name: str = "甲公司", uscc: str = CODE, region: int = COUNTY, **more: Any) -> SiteFacts:
    details = {"old_code": "", "address": "", "legal_representative": "", "scale": ""} | more.pop(
        "details", {}
    )
    facts = {
        "id": pk,
        "version": 1,
        "uscc": uscc,
        "name": name,
        "name_key": name_key(name),
        "region_id": region,
        "region_path": PATHS[region],
        "region_name": str(region),
        "place": "",
        "industry_id": None,
        "industry_name": "",
        "details": details,
        "permits": frozenset(),
    }
    return SiteFacts(**(facts | more))


def found(row: dict[str, Any], *sites: SiteFacts, others: tuple[dict[str, Any], ...] = ()) -> int | None:
    index = FileIndex()
    for number, each in enumerate((row, *others), start=2):
        index.add(each, "名单", number)
    match = site_of(row, PATHS[row["region_id"]], sites, index)
    return match.id if match else None


def test_the_same_code_name_and_place_is_the_same_site():
    assert found(values(), site()) == 1


def test_the_same_code_at_another_place_is_another_site():
    assert found(values(region=OTHER), site()) is None
    assert found(values(place="高新区", region=CITY), site(place="经开区", region=CITY)) is None


def test_the_same_code_and_place_under_another_name_is_a_new_name():
    assert found(values("乙公司"), site()) == 1


def test_a_name_the_file_still_uses_was_not_given_up():
    assert found(values("乙公司"), site(), others=(values("甲公司"),)) is None


def test_a_place_known_more_exactly_is_the_same_site():
    assert found(values(region=COUNTY), site(region=CITY)) == 1
    assert found(values(region=CITY), site(region=COUNTY)) == 1


def test_a_vague_place_between_two_sites_is_not_guessed():
    assert found(values(region=CITY), site(1), site(2, region=OTHER)) is None


def test_a_code_that_was_missing_finds_its_site_by_name_and_place():
    assert found(values(), site(uscc="")) == 1
    assert found(values(uscc=""), site()) == 1
    assert found(values(uscc="", region=OTHER), site(uscc="")) is None


def test_two_codes_under_one_name_are_two_enterprises():
    assert found(values(), site(uscc="91140105MA0000002H")) is None


def test_of_several_sites_the_one_with_the_code_and_the_address_counts():
    here = site(2, details={"address": "东街1号"})
    there = site(3, details={"address": "西街9号"})
    assert found(values(address="西街9号"), site(1, uscc=""), here, there) == 3


def test_another_address_is_a_correction_unless_the_file_names_both():
    known = site(details={"address": "东街1号"})
    assert found(values(address="东街甲1号"), known) == 1
    assert found(values(address="西街9号"), known, others=(values(address="东街1号"),)) is None


def test_rows_that_name_one_site_twice_are_found_in_any_order():
    index = FileIndex()
    index.add(values(), "名单", 2)
    assert index.first_of(values()).row == 2
    assert index.first_of(values(uscc="")).row == 2
    assert index.first_of(values(region=OTHER)) is None
    assert index.first_of(values(uscc="91140105MA0000002H")) is None


def test_two_addresses_are_two_sites_in_one_file():
    index = FileIndex()
    index.add(values(address="东街1号"), "名单", 2)
    assert index.first_of(values(address="西街9号")) is None
    assert index.first_of(values(address="")).row == 2


def test_an_earlier_row_with_the_same_code_and_place_is_told():
    index = FileIndex()
    index.add(values(), "名单", 2)
    index.add(values("甲公司二厂"), "名单", 3)
    assert index.neighbour_of(values("甲公司二厂"), "名单", 3).row == 2
    assert index.neighbour_of(values(), "名单", 2) is None
    assert index.neighbour_of(values(uscc=""), "名单", 2) is None
    assert index.neighbour_of(values(region=OTHER), "名单", 9) is None


def test_an_empty_cell_changes_nothing():
    known = site(details={"address": "东街1号", "scale": "large"}, industry_id=7, permits=frozenset({"P"}))
    assert enterprise_changes(known, values(), PATHS[COUNTY]) == {}


def test_changes_name_what_was_and_what_will_be():
    known = site(region=CITY, uscc="", industry_id=7, industry_name="炼焦")
    row = values("乙公司", industry_id=8, industry_name="炼铁", scale="small", permits=["P2"])
    assert enterprise_changes(known, row, PATHS[COUNTY]) == {
        "name": ["甲公司", "乙公司"],
        "uscc": ["", CODE],
        "region": ["2", "3"],
        "industry": ["炼焦", "炼铁"],
        "scale": ["", "small"],
        "permits": [[], ["P2"]],
    }


def test_a_vaguer_place_and_another_way_of_writing_change_nothing():
    assert (
        enterprise_changes(site(name="甲(太原)公司"), values("甲（太原）公司", region=CITY), PATHS[CITY])
        == {}
    )


def test_an_industry_as_published_fills_only_an_unknown_one():
    assert "industry" in enterprise_changes(site(), values(industry_as_published="炼铁业"), PATHS[COUNTY])
    known = site(industry_id=7, industry_name="炼焦")
    assert enterprise_changes(known, values(industry_as_published="炼铁业"), PATHS[COUNTY]) == {}


def test_an_entry_of_the_draft_changes_with_its_categories_and_reason():
    entry = ListingFacts(1, 1, False, "甲公司", ("TOXIC",), "老原因")
    assert listing_changes(entry, values()) == {}
    changed = listing_changes(entry, values(categories=["ENERGY"], reason="新原因"))
    assert changed == {"categories": [["TOXIC"], ["ENERGY"]], "reason": ["老原因", "新原因"]}


def test_a_fact_of_the_list_counts_when_all_rows_agree():
    assert (agreed({"甲": 3}), agreed({"甲": 3, "乙": 1}), agreed({})) == ("甲", "", "")
    assert (most_common({"甲": 1, "乙": 2}), most_common({})) == ("乙", "")
