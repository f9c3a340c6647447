"""Reminders of a day: who is told, once, where the link lands, and what a week without a worker changes."""

import json
from datetime import date, datetime, timedelta
from io import StringIO
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from accounts.services.users import builtin
from audits.enums import RoundState
from config.common.access import Role
from enterprises.enums import DutyCode, ListingState
from enterprises.models import Duty, Enterprise, Listing
from enterprises.services.duties import duty_meet
from operations.models import Job, Notice, NoticeRun
from operations.rules import LEGAL_RULES
from operations.runner import run_job
from operations.services import notices as service
from operations.services.daily import day_ask
from tests.factories.accounts import client_of, make_user
from tests.factories.audits import make_agency, make_auditor, make_round
from tests.factories.enterprises import make_enterprise, make_order, make_representative
from tests.factories.lists import make_listing

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 23)
CHINA = ZoneInfo("Asia/Shanghai")


def send(on: date = ON) -> dict[str, Any]:
    out = StringIO()
    call_command("send_notices", "--on", on.isoformat(), "--json", stdout=out)
    return json.loads(out.getvalue())


def duty_due(on: date, enterprise: Enterprise | None = None, code: str = DutyCode.START) -> Duty:
    """The one open duty of a published listing, due on that day."""
    listing = make_listing(enterprise or make_enterprise())
    Duty.objects.filter(listing=listing).exclude(code=code).update(met_on=date(2026, 4, 1))
    Duty.objects.filter(listing=listing).update(due_on=on)
    return Duty.objects.select_related("listing__enterprise").get(listing=listing, code=code)


def told(user: User) -> list[str]:
    return list(Notice.objects.filter(recipient=user).order_by("pk").values_list("rule", flat=True))


def counts(**sent: int) -> dict[str, int]:
    return dict.fromkeys(LEGAL_RULES, 0) | sent


def test_the_answer_is_exactly_the_day_the_rules_and_the_total() -> None:
    make_representative(duty_due(ON).listing.enterprise)
    assert send() == {"on": "2026-11-23", "sent": counts(due_today=1), "total": 1}


def test_a_second_run_of_the_day_sends_nothing() -> None:
    make_representative(duty_due(ON).listing.enterprise)
    assert send()["total"] == 1
    assert send() == {"on": "2026-11-23", "sent": counts(), "total": 0}
    assert Notice.objects.filter(rule="due_today").count() == 1


def test_the_site_its_agency_and_the_county_are_told_each_on_the_page_where_it_is_done() -> None:
    plant = make_enterprise()
    seat, agency = make_representative(plant), make_agency()
    auditor, county = make_auditor(agency), make_user(Role.COUNTY, plant.region)
    round_ = make_round(RoundState.PLANNED, enterprise=plant, agency=agency)
    Duty.objects.filter(listing=round_.listing).exclude(code=DutyCode.DISCLOSE).update(met_on=ON)
    Duty.objects.filter(listing=round_.listing).update(due_on=ON)
    Notice.objects.all().delete()
    send()
    hrefs = dict(Notice.objects.values_list("recipient_id", "href"))
    assert hrefs == {
        seat.pk: f"/enterprises/listings/{round_.listing_id}/disclosure/",
        auditor.pk: f"/audits/rounds/{round_.pk}/",
        county.pk: f"/audits/rounds/{round_.pk}/",
    }
    for user in (seat, auditor, county):
        assert client_of(user).get(hrefs[user.pk]).status_code == 200


def test_what_is_overdue_goes_up_from_county_to_city_to_province() -> None:
    duty = duty_due(ON)
    county, city, province = (make_user(role) for role in (Role.COUNTY, Role.CITY, Role.PROVINCE))
    elsewhere = make_user(Role.CITY, "140200")
    for days in range(-31, 32):
        send(ON + timedelta(days=days))
    assert told(county) == ["due_in_7", "due_today", "overdue_1", "overdue_7", "overdue_30"]
    assert told(city) == ["escalate_city"]
    assert told(province) == ["escalate_province"]
    assert told(elsewhere) == []
    dates = Notice.objects.filter(case_id=duty.pk, recipient=province).values_list("due_on", flat=True)
    assert list(dates) == [ON]


def test_what_is_met_removed_or_only_drafted_is_not_spoken_of() -> None:
    make_user(Role.COUNTY)
    met, removed = duty_due(ON), duty_due(ON)
    duty_meet(listing=met.listing, code=met.code, on=ON)
    Listing.objects.filter(pk=removed.listing_id).update(
        state=ListingState.REMOVED, state_on=ON, state_reason="停产"
    )
    make_listing(published_on=None)
    assert send()["total"] == 0


def test_closed_accounts_and_ended_representatives_are_told_nothing() -> None:
    duty = duty_due(ON)
    seat = make_representative(duty.listing.enterprise)
    gone = make_representative(duty.listing.enterprise)
    duty.listing.enterprise.representatives.filter(user=gone).update(until=ON)
    User.objects.filter(pk=seat.pk).update(is_active=False)
    assert send()["total"] == 0


def test_a_due_date_that_moved_is_spoken_of_anew() -> None:
    duty = duty_due(ON)
    make_representative(duty.listing.enterprise)
    assert send()["total"] == 1
    Duty.objects.filter(pk=duty.pk).update(due_on=ON + timedelta(days=7))
    assert send()["sent"] == counts(due_in_7=1)


def test_orders_are_spoken_of_too() -> None:
    order = make_order(issued_on=date(2026, 11, 1), due_on=ON)
    seat = make_representative(order.enterprise)
    assert send()["total"] == 1
    assert Notice.objects.get(recipient=seat).href == f"/enterprises/orders/{order.pk}/"


def test_seven_days_without_a_worker_then_one_start_sends_each_notice_once() -> None:
    """Run day by day for one installation and with a week's hole for another: the same notices, each once."""
    dues = [ON + timedelta(days=days) for days in range(-40, 41)]
    for due_on in dues:
        make_representative(duty_due(due_on, make_enterprise()).listing.enterprise)
    send(ON - timedelta(days=8))
    Notice.objects.all().delete()
    answers = [send(ON - timedelta(days=days)) for days in range(7, -1, -1)]
    daily = set(Notice.objects.values_list("key", flat=True))
    assert sum(answer["total"] for answer in answers) == len(daily) == 8 * 7
    Notice.objects.all().delete()
    NoticeRun.objects.exclude(on=ON - timedelta(days=8)).delete()
    assert send()["total"] == len(daily)
    assert set(Notice.objects.values_list("key", flat=True)) == daily
    assert send(ON)["total"] == 0


def test_the_sweep_asks_once_a_day_after_the_hour_and_as_soon_as_a_worker_is_there(settings) -> None:
    make_representative(duty_due(ON - timedelta(days=3)).listing.enterprise)
    NoticeRun.objects.create(on=ON - timedelta(days=8), ran_at=datetime(2026, 11, 15, 8, tzinfo=CHINA))
    early, later = (datetime(2026, 11, 23, hour, 30, tzinfo=CHINA) for hour in (6, 15))
    assert day_ask(local=early, at=early) is None
    job = day_ask(local=later, at=later)
    assert day_ask(local=later, at=later) == job
    done = run_job(job.pk)
    assert done.created_by == builtin("@beat")
    assert done.result["sent"] == counts(due_in_1=1, due_today=1, overdue_1=1)
    assert day_ask(local=later, at=later + timedelta(hours=1)) is None


def test_an_attempt_that_takes_over_counts_what_the_one_before_wrote(monkeypatch) -> None:
    for _plant in range(5):
        make_representative(duty_due(ON).listing.enterprise)
    monkeypatch.setattr(service, "BATCH", 2)
    at = datetime(2026, 11, 23, 8, tzinfo=CHINA)
    job = day_ask(local=at, at=at)
    written = service.run_note
    monkeypatch.setattr("operations.tasks.run_note", lambda **_facts: 1 / 0)
    assert run_job(job.pk).state == "queued"
    assert Notice.objects.filter(rule="due_today").count() == 5
    monkeypatch.setattr("operations.tasks.run_note", written)
    assert run_job(job.pk).result["total"] == 5
    assert Notice.objects.filter(rule="due_today").count() == 5


def test_queries_are_the_same_for_each_batch(monkeypatch) -> None:
    """Per batch: the duties, their people, their rounds with agencies, the fence and one insert."""
    monkeypatch.setattr(service, "BATCH", 10)
    costs = []
    for day, many in ((ON, 10), (ON + timedelta(days=100), 20), (ON + timedelta(days=200), 30)):
        for _plant in range(many):
            make_representative(duty_due(day).listing.enterprise)
        NoticeRun.objects.create(on=day - timedelta(days=1), ran_at=datetime(2026, 11, 22, 8, tzinfo=CHINA))
        with CaptureQueriesContext(connection) as queries:
            assert send(day)["total"] == many
        costs.append(len(queries))
    assert costs[1] - costs[0] == costs[2] - costs[1] <= 14


def test_jobs_of_the_day_are_kept_with_their_answer() -> None:
    send()
    job = Job.objects.get(task="operations.tasks.send_notices")
    assert (job.state, job.result["total"]) == ("done", 0)
