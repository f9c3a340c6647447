"""Publishing opens one round for each listing, once, however often it is asked for."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Activity
from audits.models import AuditPlan, Round, RoundStage
from audits.services import rounds
from audits.services.rounds import round_open, round_post_assessed, rounds_open_next
from config.common.errors import Refused
from operations.models import Job
from operations.runner import run_job
from tests.factories.accounts import now, system
from tests.factories.audits import make_round, today
from tests.factories.enterprises import make_enterprise
from tests.factories.lists import make_entry, make_list, make_listing, open_rounds, publish

pytestmark = pytest.mark.django_db


def published(enterprises, year=2026):
    draft = make_list(year)
    for enterprise in enterprises:
        make_entry(draft, enterprise)
    draft.refresh_from_db()
    return publish(draft, date(year, 3, 18))


def opening_job(mandatory_list):
    return Job.objects.get(dedupe_key=f"publication:{mandatory_list.pk}")


def test_publishing_asks_for_the_rounds_and_the_job_opens_one_for_each_listing(monkeypatch):
    monkeypatch.setattr(rounds, "BATCH", 2)
    job = run_job(opening_job(published([make_enterprise() for _number in range(5)])).pk)
    assert (job.state, job.result) == ("done", {"opened": 5, "files": 2})
    assert sorted(Round.objects.values_list("listing__number", flat=True)) == [1, 2, 3, 4, 5]
    assert RoundStage.objects.count() == 35
    assert AuditPlan.objects.count() == 5
    assert set(Round.objects.values_list("opened_on", "year", "kind")) == {
        (date(2026, 3, 18), 2026, "mandatory")
    }
    assert Activity.objects.filter(verb="round_open").count() == 5


def test_running_the_job_again_opens_nothing_more():
    job = opening_job(published([make_enterprise()]))
    run_job(job.pk)
    Job.objects.filter(pk=job.pk).update(state="queued", percent=0)
    again = run_job(job.pk)
    assert again.result == {"opened": 0, "files": 2}
    assert Round.objects.count() == 1


def test_an_enterprise_on_two_years_lists_has_rounds_one_and_two():
    enterprise = make_enterprise()
    for year in (2024, 2026):
        open_rounds(published([enterprise], year))
    found = Round.objects.filter(enterprise=enterprise).order_by("number")
    assert list(found.values_list("number", "year")) == [(1, 2024), (2, 2026)]


def test_the_same_listing_has_one_round():
    listing = make_listing()
    facts = {"enterprise": listing.enterprise, "opened_on": today(), "by": system(), "at": now()}
    round_open(listing=listing, **facts)
    with pytest.raises(Refused, match="已经开启"):
        round_open(listing=listing, **facts)


def test_only_an_accepted_round_is_post_assessed_and_not_before_its_acceptance():
    facts = {"by": system(), "at": now()}
    with pytest.raises(Refused, match="已验收"):
        round_post_assessed(round_=make_round(), on=today(), **facts)
    closed = make_round("CLOSED")
    with pytest.raises(Refused, match="不能早于验收"):
        round_post_assessed(round_=closed, on=today() - timedelta(days=1), **facts)
    assert round_post_assessed(round_=closed, on=today(), **facts).post_assessed_on == today()


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer at a time by itself")
def test_the_list_is_held_before_its_entries_are_read():
    """Else two who open at once both find an entry without a round, and the second fails on the first's."""
    mandatory_list = published([make_enterprise() for _number in range(3)])
    keeper = system()
    with CaptureQueriesContext(connection) as queries:
        assert rounds_open_next(mandatory_list=mandatory_list, by=keeper, at=now()) == 3
    selects = [q["sql"] for q in queries if q["sql"].startswith("SELECT")]
    assert 'FROM "enterprises_mandatorylist"' in selects[0]
    assert selects[0].endswith("FOR UPDATE")
