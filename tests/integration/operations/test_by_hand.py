"""Whatever the platform does by itself can be done by hand for a day, and a second time does nothing."""

import json
from argparse import ArgumentParser
from datetime import date, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as configured
from django.core.management import CommandError, call_command, load_command_class
from django.utils import timezone

from accounts.models import Attempt, AttemptKind
from accounts.services.attempts import attempt_note
from config.common.access import Role
from enterprises.enums import DutyCode
from enterprises.models import Duty
from operations.enums import MailState
from operations.models import BulkRun, Export, Mail, Notice, NoticeRun, Pulse
from operations.services.mail_words import message_id
from operations.services.mails import LEASE
from operations.tasks import sweep
from tests.factories.accounts import make_user
from tests.factories.enterprises import make_enterprise, make_representative
from tests.factories.lists import make_listing
from tests.integration.operations.post_office import open_office

pytestmark = pytest.mark.django_db


def by_hand(name: str, on: date) -> dict[str, Any]:
    out = StringIO()
    call_command(name, "--on", on.isoformat(), "--json", stdout=out)
    answer: dict[str, Any] = json.loads(out.getvalue())
    return answer


def plant_due(on: date, email: str) -> None:
    """A plant with a person who reads letters, and one open duty that is due on that day."""
    enterprise = make_enterprise()
    make_representative(enterprise, make_user(Role.ENTERPRISE, email=email))
    listing = make_listing(enterprise)
    Duty.objects.filter(listing=listing).exclude(code=DutyCode.START).update(met_on=date(2026, 4, 1))
    Duty.objects.filter(listing=listing).update(due_on=on)


@pytest.mark.parametrize("entry", sorted(configured.CELERY_BEAT_SCHEDULE))
def test_everything_on_the_schedule_has_a_command_that_takes_a_day_and_answers_in_json(entry: str) -> None:
    app, _tasks, name = configured.CELERY_BEAT_SCHEDULE[entry]["task"].split(".")
    parser: ArgumentParser = load_command_class(app, name).create_parser("manage.py", name)
    assert {"--on", "--json"} <= set(parser._option_string_actions)


def test_a_day_by_hand_does_all_there_is_and_a_second_time_nothing(settings, tmp_path: Path) -> None:
    settings.EXPORT_DIR = str(tmp_path)
    now, today = timezone.now(), timezone.localdate()
    plant_due(today, "chang@example.org")
    attempt_note(kind=AttemptKind.WRONG_CODE, value="x", at=now - timedelta(days=2))
    officer = make_user()
    (tmp_path / "old.csv").write_text("x")
    Export.objects.create(
        owner=officer, page="p", title="t", kind="csv", created_at=now, made_at=now, stored_as="old.csv",
        expires_at=now - timedelta(hours=1),
    )  # fmt: skip
    answer = by_hand("sweep", today)
    assert answer["on"] == today.isoformat()
    wanted = {"notices": 1, "letters": 1, "attempts": 1, "exports": 1, "drafts": 0, "parts": 0}
    assert wanted.items() <= answer["done"].items()
    assert answer["done"]["sealed"] > 0
    assert answer["total"] == sum(answer["done"].values())
    assert not (tmp_path / "old.csv").exists()
    assert not Attempt.objects.exists()
    again = by_hand("sweep", today)
    assert (again["total"], set(again["done"].values())) == (0, {0})


def test_a_day_that_has_not_come_is_refused() -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    with pytest.raises(CommandError, match="还没有到，不能提前办理"):
        by_hand("sweep", tomorrow)
    assert not Notice.objects.exists()


def test_letters_of_a_day_leave_those_of_later_days() -> None:
    first, later = make_user(Role.ENTERPRISE, email="a@example.org"), make_user(email="b@example.org")
    now, today = timezone.now(), timezone.localdate()
    for person, on in ((first, today - timedelta(days=1)), (later, today)):
        Mail.objects.create(recipient=person, on=on, key=f"digest:{on}", created_at=now, next_try_at=now)
    yesterday = today - timedelta(days=1)
    assert by_hand("send_mails", yesterday) == {"on": str(yesterday), "sent": {"sent": 1}, "total": 1}
    assert by_hand("send_mails", yesterday)["total"] == 0
    assert Mail.objects.get(recipient=later).state == MailState.QUEUED


def test_the_hourly_tidying_is_not_missed_whenever_the_sweep_runs(monkeypatch) -> None:
    """A sweep that never runs in the first minute of an hour does it all the same, and once an hour."""
    eight = datetime(2026, 11, 23, 8, tzinfo=timezone.get_current_timezone())
    times = iter([eight + timedelta(minutes=7), eight + timedelta(minutes=30)])
    BulkRun.objects.create(owner=make_user(), created_at=eight - timedelta(days=3), action="a", page="p")
    monkeypatch.setattr("operations.tasks.timezone.now", lambda: next(times))
    sweep()
    assert not BulkRun.objects.exists()
    first = Pulse.objects.get(name="tidy").at
    sweep()
    assert Pulse.objects.get(name="tidy").at == first


def test_a_week_without_a_worker_then_one_start_writes_one_letter_to_each_with_everything(settings) -> None:
    """The server dies before it says that it took the first: uncertain, it goes again as the same letter."""
    today = timezone.localdate()
    dues = [today - timedelta(days=days) for days in range(7)]
    for number, due_on in enumerate(dues):
        plant_due(due_on, f"plant{number}@example.org")
    last = timezone.now() - timedelta(days=8)
    NoticeRun.objects.create(on=today - timedelta(days=8), ran_at=last)
    with open_office("takes and dies") as (office, settings.MAIL_SERVER):
        done = by_hand("sweep", today)["done"]
        assert done["notices"] == Notice.objects.count() > len(dues)
        (doubtful,) = Mail.objects.filter(state=MailState.UNCERTAIN)
        assert by_hand("send_notices", today)["total"] == 0
        assert by_hand("send_mails", today)["sent"] == {"sent": len(dues) - 1}
        Mail.objects.filter(pk=doubtful.pk).update(next_try_at=timezone.now() - LEASE)
        assert by_hand("send_mails", today)["sent"] == {"sent": 1}
    numbers = [letter["Message-ID"] for letter in office.taken]
    assert len(numbers) == len(dues) + 1
    assert set(numbers) == {message_id(mail.key) for mail in Mail.objects.all()}
    assert numbers.count(message_id(doubtful.key)) == 2
    assert Notice.objects.filter(mail__isnull=True, recipient__role=Role.ENTERPRISE).count() == 0
