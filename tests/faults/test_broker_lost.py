"""F5: the broker is down, silent, forgets, comes back empty: who asks for work is not kept waiting, and each piece of
work is done once. Web server, worker and beat are real processes; so is Redis."""

import sys
import time
from contextlib import ExitStack
from dataclasses import dataclass

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.faults.broker import Redis
from tests.faults.harness import Beside, Place, migrated_place
from tests.faults.invariants import CHECK
from tests.faults.web import Person, end, sign_in, web_server

pytestmark = pytest.mark.fault

AT_ONCE_SECONDS = 5  # it was 7 with the library's own patience
DONE_WITHIN_SECONDS = 60
ROWS = 3
_CELERY = [sys.executable, "-m", "celery", "--app", "config.celery:app"]
_WORKER = [*_CELERY, "worker", "--loglevel", "info"]
_BEAT = [*_CELERY, "beat", "--loglevel", "info", "--pidfile", "", "--schedule"]
# No reminders of the day: they would be one job more from the morning on.
_QUICK = {
    "JOB_SWEEP_SECONDS": "1",
    "JOB_REDISPATCH_SECONDS": "1",
    "JOB_LEASE_SECONDS": "30",
    "NOTICE_HOUR": "24",
}
PREPARE = """
from pathlib import Path
from tests.factories.accounts import make_user
from tests.factories.lists import roster_row, write_roster
write_roster(Path(argument[0]), [roster_row() for _ in range(argument[1])])
print(json.dumps(make_user("province").pk))
"""
JOBS = """
from operations.models import Job
print(json.dumps(list(Job.objects.order_by("pk").values_list("state", flat=True))))
"""
ONCE = """
from collections import Counter
from accounts.models import Activity
from enterprises.models import RosterImport
from operations.models import Job, Notice
print(json.dumps({
    "jobs": sorted(set(Job.objects.values_list("attempt", "failures"))),
    "rows": sorted({roster.rows.count() for roster in RosterImport.objects.all()}),
    "states": sorted(set(RosterImport.objects.values_list("state", flat=True))),
    "asked": sorted(Counter(Activity.objects.filter(verb="job_enqueue").values_list("thing_id", flat=True)).values()),
    "imports": RosterImport.objects.count(),
    "notices": Notice.objects.count(),
}))
"""


@dataclass
class Office:
    """Everything running, and one person who uploads rosters."""

    redis: Redis
    beside: Beside
    person: Person
    content: bytes

    def upload(self, times: int = 1) -> None:
        """Each upload asks for a check, is answered at once, and is saved with its job."""
        before = len(self.beside.python(JOBS))
        for _time in range(times):
            began = time.monotonic()
            fields = {"year": "2026", "file": SimpleUploadedFile("名单.xlsx", self.content)}
            answer = self.person.post("/enterprises/rosters/new/", fields)
            assert answer
            assert answer.status == 302
            assert time.monotonic() - began < AT_ONCE_SECONDS
        assert len(self.beside.python(JOBS)) == before + times

    def waits(self) -> None:
        assert "queued" in self.beside.python(JOBS)

    def all_done_once(self) -> None:
        until = time.monotonic() + DONE_WITHIN_SECONDS
        while set(self.beside.python(JOBS)) != {"done"}:
            assert time.monotonic() < until, self.beside.python(ONCE)
            time.sleep(0.1)
        found = self.beside.python(ONCE)
        asked, imports = found.pop("asked"), found.pop("imports")
        assert asked == [1] * imports
        assert found == {"jobs": [[1, 0]], "rows": [ROWS], "states": ["previewed"], "notices": 0}
        assert self.beside.python(CHECK) == []


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory):
    """Web server, worker and beat are started; Redis is not."""
    folder = tmp_path_factory.mktemp("broker")
    redis, roster = Redis(folder), folder / "roster.xlsx"
    place = migrated_place(folder / "var").having(CELERY_BROKER_URL=redis.address, **_QUICK)
    with ExitStack() as stack:
        beside = stack.enter_context(place.beside())
        user = beside.python(PREPARE, [str(roster), ROWS])
        server = stack.enter_context(web_server(place))
        stack.callback(redis.kill)
        _start_background(place, stack)
        yield Office(redis, beside, sign_in(server, beside, user), roster.read_bytes())


def _start_background(place: Place, stack: ExitStack) -> None:
    worker = place.start(_WORKER, "worker.log")
    stack.callback(end, worker)
    beat = place.start([*_BEAT, str(place.var / "beat-schedule")], "beat.log")
    stack.callback(end, beat)


def test_work_asked_for_before_there_is_a_broker_is_saved_at_once_and_done_later(office: Office) -> None:
    office.redis.kill()
    office.upload(2)
    office.waits()
    office.redis.start()
    office.all_done_once()


def test_a_broker_that_forgets_what_waits_is_told_again(office: Office) -> None:
    office.redis.start()
    office.upload(4)
    office.redis.forget()
    office.waits()
    office.all_done_once()


def test_a_broker_killed_and_started_empty_loses_nothing(office: Office) -> None:
    office.redis.start()
    office.upload(2)
    office.redis.kill()
    office.upload(2)
    office.waits()
    office.redis.start()
    office.all_done_once()


def test_a_broker_that_answers_nothing_holds_nobody_up(office: Office) -> None:
    office.redis.start()
    with office.redis.frozen():
        office.upload()
        office.waits()
    office.all_done_once()
