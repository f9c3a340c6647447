"""What waits for a person in the registry, computed from the rows."""

from datetime import date

import pytest

from config.common.access import Role
from config.common.todo import todo_of
from enterprises.enums import DutyCode
from enterprises.models import Duty
from enterprises.selectors.clock import requests_waiting
from enterprises.selectors.todo_registry import todo_items
from tests.factories.accounts import client_of, make_user
from tests.factories.amendments import make_issued
from tests.factories.clock import extension_of
from tests.factories.enterprises import make_disclosure, make_enterprise, make_order, make_representative
from tests.factories.lists import make_listing

pytestmark = pytest.mark.django_db
LATER = date(2026, 8, 1)


def test_an_enterprise_is_told_to_disclose_and_to_obey_until_it_did() -> None:
    listing = make_listing(make_enterprise("晋源焦化"))
    person = make_representative(listing.enterprise)
    order = make_order(listing.enterprise)
    make_listing()
    items = todo_items(person, LATER)
    assert [(item.kind, item.due_on, item.where) for item in items] == [
        ("disclose", date(2026, 4, 20), "晋源焦化"),
        ("order", order.due_on, "晋源焦化"),
    ]
    assert client_of(person).get(items[0].href).status_code == 200
    make_disclosure(listing, by=person)
    assert [item.kind for item in todo_items(person, LATER)] == ["order"]
    assert items[1] in todo_of(person, LATER)


def test_an_officer_is_told_what_is_overdue_in_the_territory_only() -> None:
    make_listing(make_enterprise("小店厂", "140105"))
    make_order(make_enterprise("迎泽厂", "140106"))
    officer = make_user(Role.COUNTY, "140105")
    assert todo_items(officer, date(2026, 4, 20)) == []
    assert [(i.kind, i.text, i.where) for i in todo_items(officer, LATER)] == [
        ("disclosure_late", "逾期未公示：小店厂", "小店区")
    ]
    assert {i.kind for i in todo_items(make_user(Role.CITY), LATER)} == {"disclosure_late", "order_late"}


def test_more_than_three_become_one_line_that_counts_like_its_list() -> None:
    for _number in range(4):
        make_order(make_listing().enterprise)
    officer = make_user(Role.COUNTY)
    items = todo_items(officer, LATER)
    assert [item.text for item in items] == ["4 家企业逾期未公示", "4 份责令期满未改正"]
    for item in items:
        assert client_of(officer).get(item.href).context["list"].total == 4


@pytest.mark.parametrize("role", [Role.AGENCY, Role.DEPARTMENT, Role.EXPERT, Role.LOG_ADMIN])
def test_others_have_nothing_to_do_here(role: str) -> None:
    make_listing()
    assert todo_items(make_user(role), LATER) == []


def _asked(count: int) -> list[Duty]:
    """So many requests of the county to extend the term of the report, each of another enterprise."""
    duties = Duty.objects.select_related(
        "listing__enterprise__region", "listing__mandatory_list__region", "regime"
    )
    made = [duties.get(listing=make_listing(), code=DutyCode.FINISH) for _number in range(count)]
    for duty in made:
        extension_of(duty, date(2027, 4, 20), date(2026, 5, 6))
    return made


def test_who_may_decide_a_request_is_told_with_the_page_it_is_decided_on() -> None:
    [duty] = _asked(1)
    city, elsewhere = make_user(Role.CITY), make_user(Role.CITY, "140200")
    [item] = [item for item in todo_items(city, date(2026, 4, 1)) if item.kind == "adjustment"]
    assert (item.text, item.where) == ("审批延期：完成并报送审核报告", duty.listing.name)
    assert item.href.endswith(f"/listings/{duty.listing_id}/clock/#duty-{duty.pk}")
    assert client_of(city).get(item.href).status_code == 200
    assert todo_items(elsewhere, date(2026, 4, 1)) == []


def test_many_requests_are_one_line_that_counts_like_its_list() -> None:
    duties = _asked(4)
    city = make_user(Role.CITY)
    [item] = [item for item in todo_items(city, date(2026, 4, 1)) if item.kind == "adjustment"]
    assert item.text == "4 份中止或延期申请待审批"
    page = client_of(city).get(item.href).content.decode()
    assert page.count("延期 · 延期至2027年4月20日") == requests_waiting(city).count() == 4
    assert all(duty.listing.name in page for duty in duties)


def test_nobody_decides_about_an_entry_that_was_taken_off_its_list() -> None:
    [duty] = _asked(1)
    listing = duty.listing
    make_issued(listing.mandatory_list, date(2026, 6, 1), remove=[listing.enterprise])
    city = make_user(Role.CITY)
    assert [item for item in todo_items(city, date(2026, 4, 1)) if item.kind == "adjustment"] == []
    page = client_of(city).get("/enterprises/adjustments/").content.decode()
    assert "没有待审批的申请" in page
