"""F1 for reminders and letters: kill -9 anywhere; each notice exactly once, each letter at least once (I6)."""

from collections import Counter
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest

from tests.faults.harness import Place, kill_at_each_checkpoint, migrated_place
from tests.faults.invariants import CHECK

pytestmark = pytest.mark.fault

PLANTS = 6
LISTED = """
from datetime import date, timedelta
from enterprises.models import Duty
from tests.factories.accounts import make_user
from tests.factories.enterprises import make_enterprise, make_representative
from tests.factories.lists import make_entry, make_list, publish
ON = date(2026, 11, 23)
make_user("county", email="county@example.org")
draft = make_list(2026)
for number in range(6):
    plant = make_enterprise()
    make_representative(plant, email=f"plant{number}@example.org")
    make_entry(draft, plant)
draft.refresh_from_db()
publish(draft, date(2026, 9, 1))
for number, duty in enumerate(Duty.objects.order_by("pk")):
    Duty.objects.filter(pk=duty.pk).update(due_on=ON + timedelta(days=number % 9 - 1), met_on=None)
"""
ASK = (
    LISTED
    + """
from accounts.services.users import builtin
from operations.services.jobs import job_enqueue
from tests.factories.accounts import now
job = job_enqueue(
    task="operations.tasks.send_notices", title="提醒", by=builtin("@beat"), at=now(), dedupe_key="kill",
    dispatch=False, on=ON.isoformat(),
)
print(json.dumps(job.pk))
"""
)
AUDIT = """
from collections import Counter
from operations.models import Mail, Notice, NoticeRun
facts = {
    "notices": sorted(Notice.objects.filter(due_on__isnull=False).values_list("key", flat=True)),
    "letters": sorted(Mail.objects.values_list("key", flat=True)),
    "in_letters": Notice.objects.filter(due_on__isnull=False, mail__isnull=False).count(),
    "runs": [str(on) for on in NoticeRun.objects.values_list("on", flat=True)],
}
"""
SEND = """
from accounts.services.users import builtin
from operations.services.jobs import job_enqueue
from tests.factories.accounts import now
job = job_enqueue(
    task="operations.tasks.send_mails", title="邮件", by=builtin("@beat"), at=now(), dedupe_key="kill_mails",
    dispatch=False,
)
print(json.dumps(job.pk))
"""
SENT = """
from django.utils import timezone
from datetime import timedelta
from config.common.postbox import Postbox
from operations.models import Mail
from operations.services.mails import LEASE, mail_send_next
later = timezone.now() + LEASE + timedelta(seconds=1)
with Postbox() as box:
    while mail_send_next(box=box, at=later):
        pass
print(json.dumps(sorted(set(Mail.objects.values_list("state", flat=True)))))
"""
WEEK = (
    LISTED
    + """
from operations.models import NoticeRun
from tests.factories.accounts import now
from accounts.services.users import builtin
from operations.services.jobs import job_enqueue
NoticeRun.objects.create(on=ON - timedelta(days=8), ran_at=now())
jobs = [
    job_enqueue(
        task="operations.tasks.send_notices", title="提醒", by=builtin("@beat"), at=now(), dispatch=False,
        dedupe_key=f"day:{day}", on=(ON - timedelta(days=back)).isoformat(),
    ).pk
    for day, back in enumerate(days)
]
print(json.dumps(jobs))
"""
)


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> tuple[Place, int]:
    place = migrated_place(tmp_path_factory.mktemp("notices") / "var")
    return place, place.python(ASK)


@pytest.fixture(scope="module")
def unharmed(
    asked: tuple[Place, int], tmp_path_factory: pytest.TempPathFactory
) -> tuple[Place, dict[str, Any]]:
    """What one run without any harm leaves."""
    place = asked[0].copy(tmp_path_factory.mktemp("unharmed") / "var")
    answer = place.run_job(asked[1], audit=AUDIT)
    assert answer is not None
    assert answer["state"] == "done", answer
    assert len(answer["facts"]["notices"]) > PLANTS
    assert len(answer["facts"]["letters"]) > 1
    return place, answer["facts"]


def test_a_reminder_run_killed_anywhere_tells_everybody_once(
    asked: tuple[Place, int], unharmed: tuple[Place, dict[str, Any]], tmp_path: Path
) -> None:
    for number, copy, answer in kill_at_each_checkpoint(*asked, tmp_path, audit=AUDIT):
        assert (answer["state"], answer["facts"]) == ("done", unharmed[1]), number
        assert copy.python(CHECK) == []


@pytest.mark.parametrize("write", [1, 2, 3])
def test_a_reminder_run_killed_inside_a_batch_tells_everybody_once(
    asked: tuple[Place, int], unharmed: tuple[Place, dict[str, Any]], tmp_path: Path, write: int
) -> None:
    copy = asked[0].copy(tmp_path / "var")
    assert copy.run_job(asked[1], kill_at=f"1+{write}") is None
    answer = copy.take_over(asked[1], audit=AUDIT)
    assert (answer["state"], answer["facts"]) == ("done", unharmed[1])


def test_letters_killed_anywhere_are_each_sent_at_least_once_under_one_number(
    unharmed: tuple[Place, dict[str, Any]], tmp_path: Path
) -> None:
    place = unharmed[0].copy(tmp_path / "ready")
    job_id = place.python(SEND)
    wanted: set[str] = set()
    for number, copy, answer in kill_at_each_checkpoint(place, job_id, tmp_path):
        assert answer["state"] == "done", number
        assert copy.python(SENT) == ["sent"], number
        got = letters_in(copy)
        wanted = wanted or set(got)
        assert set(got) == wanted, number
        assert max(got.values()) <= 2, number
    assert len(wanted) == len(unharmed[1]["letters"])


def test_a_letter_whose_worker_died_after_handing_it_over_goes_again_as_the_same_letter(
    unharmed: tuple[Place, dict[str, Any]], tmp_path: Path
) -> None:
    """Killed at the write that would have said “sent”: the letter is out, the platform does not know."""
    place = unharmed[0].copy(tmp_path / "ready")
    job_id = place.python(SEND)
    place.run_job(job_id, kill_at="1+2")
    place.take_over(job_id)
    assert place.python(SENT) == ["sent"]
    got = letters_in(place)
    assert len(got) == len(unharmed[1]["letters"])
    assert max(got.values()) <= 2


def letters_in(place: Place) -> Counter[str]:
    """How often each letter lies in the box, by its number."""
    files = [path for path in (place.var / "mail").iterdir() if path.is_file()]
    return Counter(
        str(message_from_bytes(path.read_bytes(), policy=policy.default)["Message-ID"]) for path in files
    )


def test_seven_days_without_a_worker_then_one_start_tell_what_daily_runs_would_have(tmp_path: Path) -> None:
    """One run over the missed days, and the same days one by one: the same notices, each once."""
    found = {}
    for name, days in (("at_once", "[0]"), ("daily", "[7, 6, 5, 4, 3, 2, 1, 0]")):
        place = migrated_place(tmp_path / name)
        for job_id in place.python(f"days = {days}\n" + WEEK):
            answer = place.run_job(job_id, audit=AUDIT)
            assert answer is not None
            assert answer["state"] == "done"
        found[name] = answer["facts"]["notices"]
    assert found["at_once"] == found["daily"]
    assert len(set(found["daily"])) == len(found["daily"]) > PLANTS
