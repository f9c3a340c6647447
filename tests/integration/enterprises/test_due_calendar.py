"""The calendar of due dates and its secret address: what one may see, nobody else's, nobody's name."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from accounts.models import Activity, User
from audits.services.assignments import round_assign
from config.common.access import Role
from enterprises.enums import DutyCode
from enterprises.models import Duty, Enterprise
from operations.models import CalendarFeed
from tests.factories.accounts import client_of, make_user, now
from tests.factories.audits import make_round
from tests.factories.enterprises import make_enterprise, make_representative
from tests.factories.lists import make_listing

pytestmark = pytest.mark.django_db
URL = "/enterprises/due-calendar/"
MONTH = {"month": "2027-02"}
CEILING = 9


def duty_due(on: date, enterprise: Enterprise) -> Duty:
    listing = make_listing(enterprise)
    Duty.objects.filter(listing=listing).exclude(code=DutyCode.START).update(met_on=date(2026, 4, 1))
    Duty.objects.filter(listing=listing).update(due_on=on)
    return Duty.objects.get(listing=listing, code=DutyCode.START)


def days_of(page) -> dict[int, list[str]]:
    cells = [cell for week in page.context["weeks"] for cell in week if cell["items"]]
    return {cell["on"].day: cell["items"] for cell in cells}


def test_an_officer_reads_the_duties_of_the_rounds_he_deals_with_and_others_have_no_such_filter():
    mine, other = make_round(), make_round()
    officer = make_user(Role.COUNTY)
    round_assign(round_=mine, officer=officer, by=make_user(Role.CITY), at=now())
    address = reverse("enterprises:duty_list")
    shown = client_of(officer).get(address, {"officer": "mine"}).context["list"].rows
    assert {row["enterprise"] for row in shown} == {mine.enterprise.name}
    assert len(shown) == mine.listing.duties.count()
    both = client_of(officer).get(address).context["list"].rows
    assert {row["enterprise"] for row in both} == {mine.enterprise.name, other.enterprise.name}
    assert "由我经办" not in client_of(make_user(Role.DEPARTMENT)).get(address).content.decode()


def test_a_month_shows_what_falls_due_in_the_readers_territory() -> None:
    duty_due(date(2027, 2, 1), make_enterprise("晋阳厂"))
    duty_due(date(2027, 2, 28), make_enterprise("甲厂"))
    duty_due(date(2027, 2, 28), make_enterprise("乙厂"))
    duty_due(date(2027, 3, 1), make_enterprise("下月厂"))
    duty_due(date(2027, 2, 5), make_enterprise("外市厂", "140226"))
    page = client_of(make_user(Role.CITY)).get(URL, MONTH)
    assert days_of(page) == {1: ["启动审核 晋阳厂"], 28: ["启动审核 2"]}
    assert [row["enterprise"] for row in page.context["list"].rows] == ["晋阳厂", "甲厂", "乙厂"]


def test_a_day_shows_its_duties_each_landing_where_it_is_done() -> None:
    plant = make_enterprise("晋阳厂")
    seat = make_representative(plant)
    duty = duty_due(date(2027, 2, 3), plant)
    other = make_enterprise("另一厂区")
    make_representative(other, seat)
    duty_due(date(2027, 2, 4), other)
    client = client_of(seat)
    page = client.get(URL, MONTH | {"day": "2027-02-03"})
    (row,) = page.context["list"].rows
    assert row["href"] == reverse("enterprises:enterprise_detail", args=[plant.pk])
    Duty.objects.filter(listing=duty.listing).update(met_on=date(2026, 4, 1))
    Duty.objects.filter(listing=duty.listing, code=DutyCode.DISCLOSE).update(met_on=None)
    (row,) = client.get(URL, MONTH | {"day": "2027-02-03"}).context["list"].rows
    assert row["href"] == reverse("enterprises:disclosure_edit", args=[duty.listing_id])
    assert client.get(row["href"]).status_code == 200


@pytest.mark.parametrize(
    "query", [{"month": "x"}, {"month": "9999-12"}, {"month": "0001-01"}, {"day": "2026-13-40"}]
)
def test_a_month_that_cannot_be_shown_is_answered_with_one_that_can(query: dict[str, str]) -> None:
    assert client_of(make_user(Role.CITY)).get(URL, query).status_code == 200


def test_an_empty_month_leads_to_the_next_due_date() -> None:
    client = client_of(make_user(Role.CITY))
    assert client.get(URL, MONTH).context["next_href"] == ""
    duty_due(date(2027, 9, 9), make_enterprise("晋阳厂"))
    page = client.get(URL, MONTH)
    assert "看最近的期限：2027年9月9日" in page.content.decode()
    assert client.get(page.context["next_href"].split("#")[0]).context["list"].total == 1


def test_twenty_duties_cost_the_queries_of_one() -> None:
    client = client_of(make_user(Role.CITY))
    client.get(URL, MONTH)
    costs = []
    for number in (1, 19):
        for _plant in range(number):
            duty_due(date(2027, 2, 9), make_enterprise())
        with CaptureQueriesContext(connection) as queries:
            client.get(URL, MONTH)
        costs.append(len(queries))
    assert costs[0] == costs[1] <= CEILING


# ---- the feed -----------------------------------------------------------------------------------


def address_of(user: User) -> str:
    """Made on the page, and said once."""
    client = client_of(user)
    client.post(reverse("enterprises:due_feed_create"))
    address = client.get(URL).context["address"]
    assert client.get(URL).context["address"] == ""
    assert address.startswith("http://127.0.0.1:8000/enterprises/due-calendar/")
    return address.removeprefix("http://127.0.0.1:8000")


def events(address: str) -> list:
    response = Client().get(address)
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert "no-store" in response["Cache-Control"]
    return Calendar.from_ical(response.content.decode()).walk("VEVENT")


def test_an_enterprise_gets_each_of_its_duties_and_nobody_elses() -> None:
    plant = make_enterprise("晋阳厂")
    seat = make_representative(plant, name="常厂长")
    due_on = timezone.localdate() + timedelta(days=20)
    duty = duty_due(due_on, plant)
    duty_due(due_on, make_enterprise("别家厂"))
    (event,) = events(address_of(seat))
    assert event["SUMMARY"] == "启动审核到期：晋阳厂"
    assert event.decoded("DTSTART") == due_on
    assert event["UID"] == f"duty-{duty.pk}@127.0.0.1"
    assert event["URL"].endswith(f"/enterprises/registry/{plant.pk}/")


def test_an_officer_gets_each_days_number_and_the_page_of_the_day() -> None:
    due_on = timezone.localdate() + timedelta(days=20)
    for _plant in range(3):
        duty_due(due_on, make_enterprise())
    duty_due(due_on, make_enterprise("外市厂", "140226"))
    (event,) = events(address_of(make_user(Role.CITY)))
    assert event["SUMMARY"] == "启动审核到期：3 家企业"
    assert f"day={due_on.isoformat()}" in event["URL"]


def test_nothing_personal_is_in_it() -> None:
    plant = make_enterprise("晋阳厂", legal_representative="王法人")
    seat = make_representative(plant, name="常厂长")
    duty_due(timezone.localdate(), plant)
    text = Client().get(address_of(seat)).content.decode()
    for word in ("常厂长", "王法人", "13812345678", seat.username):
        assert word not in text


def test_what_is_met_leaves_the_feed() -> None:
    plant = make_enterprise()
    duty = duty_due(timezone.localdate(), plant)
    address = address_of(make_representative(plant))
    assert len(events(address)) == 1
    Duty.objects.filter(pk=duty.pk).update(met_on=timezone.localdate())
    assert events(address) == []


def test_a_revoked_replaced_or_guessed_address_opens_nothing() -> None:
    user = make_user(Role.CITY)
    first = address_of(user)
    second = address_of(user)
    assert Client().get(first).status_code == 404
    assert Client().get(second).status_code == 200
    client_of(user).post(reverse("enterprises:due_feed_revoke"))
    assert Client().get(second).status_code == 404
    assert Client().get(reverse("enterprises:due_feed", args=["x" * 43])).status_code == 404
    assert client_of(user).post(reverse("enterprises:due_feed_revoke")).status_code in {409, 422}


def test_a_closed_account_closes_its_calendar() -> None:
    user = make_user(Role.CITY)
    address = address_of(user)
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert Client().get(address).status_code == 404


def test_only_the_hash_is_kept_and_each_step_is_in_the_trail() -> None:
    user = make_user(Role.CITY)
    token = address_of(user).rsplit("/", 1)[1].removesuffix(".ics")
    client_of(user).post(reverse("enterprises:due_feed_revoke"))
    assert token not in str(list(CalendarFeed.objects.values()))
    verbs = Activity.objects.filter(actor_id=user.pk).order_by("pk").values_list("verb", flat=True)
    assert [verb for verb in verbs if "feed" in verb] == ["calendar_feed_create", "calendar_feed_revoke"]
