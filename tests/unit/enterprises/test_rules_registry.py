"""Who may write in the registry, and what a disclosure must hold."""

from datetime import date

import pytest

from accounts.models import Region, User
from config.common.access import Role
from config.common.errors import NotAllowed, Refused
from enterprises.enums import Category, ListingState, ListState
from enterprises.models import DisclosureField, Listing, MandatoryList
from enterprises.rules.disclosures import check_disclosure, check_values
from enterprises.rules.registry import check_acts_for, check_in_charge

CITY = Region(name="太原市", path="140000/140100/")
COUNTY = Region(name="小店区", path="140000/140100/140105/")
OTHER = Region(name="城区", path="140000/140300/140302/")
TODAY = date(2026, 11, 23)


def test_an_officer_is_in_charge_of_the_own_territory_and_the_platform_of_all() -> None:
    officer = User(role=Role.CITY, region=CITY)
    check_in_charge(officer, CITY, COUNTY)
    check_in_charge(User(role=Role.BUILTIN), OTHER)
    with pytest.raises(NotAllowed, match="城区不在您的管辖范围（太原市）内"):
        check_in_charge(officer, COUNTY, OTHER)
    for stranger in (User(role=Role.ENTERPRISE), User(role=Role.CITY)):
        with pytest.raises(NotAllowed, match="只有主管部门人员"):
            check_in_charge(stranger, COUNTY)


def test_only_its_own_representative_speaks_for_an_enterprise() -> None:
    check_acts_for(User(role=Role.ENTERPRISE), represents=True)
    check_acts_for(User(role=Role.BUILTIN), represents=False)
    for person, represents in [(User(role=Role.ENTERPRISE), False), (User(role=Role.CITY), True)]:
        with pytest.raises(NotAllowed, match="主管部门不能代填"):
            check_acts_for(person, represents=represents)


def listing(state: str = ListingState.LISTED, list_state: str = ListState.PUBLISHED) -> Listing:
    published_on = date(2026, 3, 20) if list_state == ListState.PUBLISHED else None
    return Listing(mandatory_list=MandatoryList(state=list_state, published_on=published_on), state=state)


def test_a_disclosure_after_publication_with_a_place_counts() -> None:
    check_disclosure(listing(), date(2026, 3, 20), "太原日报", TODAY)


@pytest.mark.parametrize(
    ("given", "day", "place", "sentence"),
    [
        (listing(list_state=ListState.DRAFT), TODAY, "报纸", "名单尚未公布"),
        (listing(ListingState.REMOVED), TODAY, "报纸", "已移出"),
        (listing(), date(2026, 3, 19), "报纸", "不能早于列入名单的日期"),
        (listing(), date(2026, 11, 24), "报纸", "不能晚于今天"),
        (listing(), TODAY, "  ", "在哪里公示"),
    ],
)
def test_a_disclosure_that_cannot_be_is_refused(given: Listing, day: date, place: str, sentence: str) -> None:
    with pytest.raises(Refused) as error:
        check_disclosure(given, day, place, TODAY)
    assert sentence in error.value.sentence + "".join(p.sentence for p in error.value.problems)


def test_two_categories_owe_both_sets() -> None:
    fields = [
        DisclosureField(category=Category.OVER_LIMIT, order=1, label="企业名称"),
        DisclosureField(category=Category.TOXIC, order=15, label="企业名称"),
    ]
    check_values(fields, {"OVER_LIMIT": {"企业名称": "甲"}, "TOXIC": {"企业名称": "甲"}})
    with pytest.raises(Refused) as error:
        check_values(fields, {"OVER_LIMIT": {"企业名称": "甲"}})
    assert [p.sentence for p in error.value.problems] == [
        "双有企业应公示“企业名称”（《清洁生产审核办法》第十一条），请填写；没有的写“无”。"
    ]
