"""Drafting and publishing lists: numbers without gaps, one publication, duties by the law of that day."""

from datetime import date

import pytest
from django.utils import timezone

from accounts.models import Activity
from config.common.access import Role
from config.common.errors import NotAllowed, Refused, Stale
from enterprises.enums import DutyCode, ListState
from enterprises.facts import ListingBasis
from enterprises.models import CalendarDay, Duty, LegalRegime, Listing, MandatoryList
from enterprises.selectors.duties import duties_of, open_duties, overdue_listings
from enterprises.selectors.todo_lists import todo_items
from enterprises.services.duties import duties_open, duty_meet
from enterprises.services.lists import list_publish, list_update, listing_edit, listing_remove
from tests.factories.accounts import make_user, now, place, system
from tests.factories.enterprises import make_enterprise
from tests.factories.lists import make_entry, make_list, publish

pytestmark = pytest.mark.django_db


def dues(listing: Listing) -> dict[str, date]:
    return dict(Duty.objects.filter(listing=listing).values_list("code", "due_on"))


def test_publishing_opens_the_duties_of_the_law_in_force():
    mandatory_list = make_list()
    listing = make_entry(mandatory_list)
    published = publish(mandatory_list, date(2026, 1, 31))
    assert published.state == ListState.PUBLISHED
    assert dues(listing) == {
        DutyCode.DISCLOSE: date(2026, 2, 28),
        DutyCode.START: date(2026, 3, 31),
        DutyCode.FINISH: date(2027, 1, 31),
    }


def test_the_law_of_2004_asked_only_the_first_group_to_disclose_and_all_for_a_plan():
    mandatory_list = make_list(2010)
    over = make_entry(mandatory_list, categories=["OVER_LIMIT"])
    toxic = make_entry(mandatory_list, categories=["TOXIC"])
    publish(mandatory_list, date(2010, 2, 10))
    assert dues(over)[DutyCode.DISCLOSE] == date(2010, 3, 10)
    assert DutyCode.DISCLOSE not in dues(toxic)
    # 45 working days by the calendar of 2010: the Spring Festival, Qingming and their make-up days
    assert dues(toxic)[DutyCode.FILE_PLAN] == date(2010, 4, 20)


def test_before_the_first_law_there_is_no_term():
    mandatory_list = make_list(2003)
    listing = make_entry(mandatory_list)
    publish(mandatory_list, date(2003, 12, 1))
    assert dues(listing) == {}


def test_of_two_terms_for_one_duty_the_earlier_day_holds():
    start = LegalRegime.objects.get(code=DutyCode.START, regime="order38")
    start.pk, start.regime, start.number, start.scope = None, "local", 1, "TOXIC"
    start.save()
    mandatory_list = make_list()
    toxic, energy = make_entry(mandatory_list), make_entry(mandatory_list, categories=["ENERGY"])
    publish(mandatory_list, date(2026, 3, 10))
    assert dues(toxic)[DutyCode.START] == date(2026, 4, 10)
    assert dues(energy)[DutyCode.START] == date(2026, 5, 10)


def test_a_last_day_of_rest_moves_when_the_row_says_so():
    LegalRegime.objects.filter(code=DutyCode.DISCLOSE).update(rolls_to_working_day=True)
    mandatory_list = make_list()
    listing = make_entry(mandatory_list)
    publish(mandatory_list, date(2026, 9, 1))
    assert dues(listing)[DutyCode.DISCLOSE] == date(2026, 10, 8)
    assert CalendarDay.objects.filter(on="2026-10-01", is_working=False, mark="R").exists()


def test_duties_are_opened_once_however_often_asked():
    mandatory_list = make_list()
    listing = make_entry(mandatory_list)
    publish(mandatory_list)
    duties_open(listings=[listing], base_event="list_published", base_on=date(2026, 3, 31))
    assert Duty.objects.count() == 3


def test_a_duty_is_met_once_and_overdue_from_the_day_after():
    officer = make_user(Role.CITY)
    mandatory_list = make_list()
    listing = make_entry(mandatory_list)
    assert list(overdue_listings(officer, date(2030, 1, 1))) == []
    publish(mandatory_list, date(2026, 3, 31))
    assert list(overdue_listings(officer, date(2026, 4, 30))) == []
    assert list(overdue_listings(officer, date(2026, 5, 1))) == [listing]
    assert list(overdue_listings(make_user(Role.CITY, "140200"), date(2026, 5, 1))) == []
    assert duty_meet(listing=listing, code=DutyCode.DISCLOSE, on=date(2026, 4, 20))
    assert not duty_meet(listing=listing, code=DutyCode.DISCLOSE, on=date(2026, 4, 25))
    assert duties_of(officer, listing).get(code=DutyCode.DISCLOSE).met_on == date(2026, 4, 20)
    assert list(overdue_listings(officer, date(2026, 5, 1))) == []
    assert open_duties(officer).count() == 2


def test_a_list_is_published_once():
    mandatory_list = make_list()
    make_entry(mandatory_list)
    publish(mandatory_list)
    with pytest.raises(Refused, match="已经公布"):
        publish(mandatory_list)
    with pytest.raises(Stale):
        publish(MandatoryList(**{**_columns(mandatory_list), "state": ListState.DRAFT, "version": 1}))
    assert Activity.objects.filter(verb="list_publish").count() == 1


def _columns(row: MandatoryList) -> dict:
    return {field.attname: getattr(row, field.attname) for field in MandatoryList._meta.concrete_fields}


def test_everything_that_is_missing_is_said_at_once_and_nothing_is_written():
    mandatory_list = make_list()
    with pytest.raises(Refused) as refused:
        list_publish(
            mandatory_list=mandatory_list,
            document_no="",
            authority=" ",
            published_on=None,
            version=mandatory_list.version,
            by=system(),
            at=now(),
        )
    assert [problem.code for problem in refused.value.problems] == [
        "document_no_missing",
        "authority_missing",
        "published_on_missing",
        "no_rows",
    ]
    mandatory_list.refresh_from_db()
    assert mandatory_list.state == ListState.DRAFT


def test_a_document_number_serves_one_list():
    first, second = make_list(2025), make_list(2026)
    make_entry(first)
    make_entry(second)
    publish(first, document_no="晋环发〔2026〕77号")
    with pytest.raises(Refused) as refused:
        publish(second, document_no="晋环发[2026]77号")
    assert [problem.code for problem in refused.value.problems] == ["document_no_taken"]
    with pytest.raises(Refused, match="另一份名单"):
        change(second, document_no="晋环发〔2026〕77号")
    with pytest.raises(Refused, match="不合规范"):
        change(second, document_no="七十七号")


def change(mandatory_list: MandatoryList, **changes):
    version = mandatory_list.version
    return list_update(mandatory_list=mandatory_list, version=version, by=system(), at=now(), **changes)


def test_a_published_list_is_never_edited():
    mandatory_list = make_list()
    listing = make_entry(mandatory_list)
    publish(mandatory_list)
    listing.refresh_from_db()
    deeds = [
        lambda: make_entry(mandatory_list),
        lambda: change(mandatory_list, title="新标题"),
        lambda: listing_remove(listing=listing, by=system(), at=now()),
        lambda: listing_edit(
            listing=listing, version=1, basis=ListingBasis(["ENERGY"]), by=system(), at=now()
        ),
    ]
    for deed in deeds:
        with pytest.raises(Refused, match="已经公布"):
            deed()
    assert Listing.objects.get().toxic


def test_numbers_close_their_gap_when_an_entry_is_taken_off():
    mandatory_list = make_list()
    entries = [make_entry(mandatory_list) for _ in range(4)]
    listing_remove(listing=entries[1], by=system(), at=now())
    assert list(mandatory_list.listings.values_list("number", flat=True)) == [1, 2, 3]
    assert make_entry(mandatory_list).number == 4


def test_a_row_that_changes_makes_the_publisher_look_again():
    mandatory_list = make_list()
    make_entry(mandatory_list)
    seen = MandatoryList.objects.get()
    make_entry(mandatory_list)
    with pytest.raises(Stale):
        publish(seen)


def test_an_enterprise_is_listed_once_and_only_in_its_province():
    mandatory_list = make_list()
    enterprise = make_enterprise()
    make_entry(mandatory_list, enterprise)
    with pytest.raises(Refused, match="已在这份名单上"):
        make_entry(mandatory_list, enterprise)
    with pytest.raises(Refused, match="至少选择一个类别"):
        make_entry(mandatory_list, categories=[])


def test_only_the_provinces_own_officers_keep_its_lists():
    mandatory_list = make_list()
    listing = make_entry(mandatory_list)
    city = make_user(Role.CITY)
    with pytest.raises(NotAllowed):
        listing_remove(listing=listing, by=city, at=now())
    with pytest.raises(Refused, match="不是省级区域"):
        make_list(region="140100")
    with pytest.raises(Refused, match="已经有了"):
        make_list()
    with pytest.raises(Refused, match="2003"):
        make_list(1999)


def test_drafts_wait_for_the_province():
    make_list()
    officer = make_user(Role.PROVINCE)
    (item,) = todo_items(officer, timezone.localdate())
    assert "公布名单" in item.text
    assert todo_items(make_user(Role.CITY), timezone.localdate()) == []
    assert place("140000").name == "山西省"
