"""F1: kill -9 the making of a report at each checkpoint and inside its last transaction: the whole report, once."""

from pathlib import Path
from typing import Any

import pytest

from tests.faults.harness import Place, kill_at_each_checkpoint, migrated_place

pytestmark = pytest.mark.fault

ASK = """
from tests.factories.accounts import make_user
from tests.integration.reports import world
from tests.integration.reports.making import asked_for
world.story()
print(json.dumps(asked_for(make_user("county"), world.XIAODIAN).job_id))
"""
AUDIT = """
from hashlib import sha256
from pathlib import Path
from django.conf import settings
from django.db import connection
from accounts.models import Activity
from accounts.services.activity import activities_seal, activities_verify
from operations.models import Attachment
from operations.services.attachments import attachment_read
from reports.models import AnnualReport
from tests.factories.accounts import now
activities_seal(at=now())
report = AnnualReport.objects.get()
files = [one for one in (report.json_file, report.pdf_file, report.xlsx_file) if one]
with connection.cursor() as cursor:
    cursor.execute("PRAGMA integrity_check")
    sound = cursor.fetchall() == [("ok",)]
    cursor.execute("PRAGMA foreign_key_check")
    sound = sound and not cursor.fetchall()
root = Path(settings.MEDIA_ROOT)
facts = {
    "files": [one.kind for one in files],
    "hash": bool(files) and sha256(attachment_read(report.json_file)).hexdigest() == report.sha256,
    "whole": all(sha256(attachment_read(one)).hexdigest() == one.sha256 for one in files),
    "attachments": Attachment.objects.count(),
    "finished": report.finished_at is not None,
    "listed": report.snapshot["totals"]["listed"] if report.snapshot else None,
    "deeds": Activity.objects.filter(verb="report_make").count(),
    "left": [path.name for path in root.rglob(".*")] if root.exists() else [],
    "chain": activities_verify().broken is None,
    "sound": sound,
}
"""
FINISHED = {
    "files": ["json", "pdf", "xlsx"],
    "hash": True,
    "whole": True,
    "attachments": 3,
    "finished": True,
    "listed": 2,
    "deeds": 1,
    "left": [],
    "chain": True,
    "sound": True,
}


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> tuple[Place, int]:
    place = migrated_place(tmp_path_factory.mktemp("asked") / "var")
    return place, place.python(ASK)


def test_a_report_killed_at_any_checkpoint_is_made_once_and_whole(
    asked: tuple[Place, int], tmp_path: Path
) -> None:
    turns = 0
    for number, _place, answer in kill_at_each_checkpoint(*asked, tmp_path, audit=AUDIT):
        assert answer["state"] == "done", (number, answer)
        assert answer["facts"] == FINISHED, number
        turns = number
    assert turns >= 7


@pytest.mark.parametrize("write", [1, 3, 5])
def test_a_report_killed_inside_its_last_transaction_shows_nothing_half_done(
    asked: tuple[Place, int], last_checkpoint: int, tmp_path: Path, write: int
) -> None:
    place, job_id = asked
    copy = place.copy(tmp_path / "var")
    assert copy.run_job(job_id, kill_at=f"{last_checkpoint}+{write}") is None
    found: dict[str, Any] = copy.python(AUDIT + "print(json.dumps(facts))")
    assert {name: found[name] for name in ("files", "attachments", "finished", "deeds")} == {
        "files": [],
        "attachments": 0,
        "finished": False,
        "deeds": 0,
    }
    answer = copy.take_over(job_id, audit=AUDIT)
    assert answer["state"] == "done", answer
    assert answer["facts"] == FINISHED


@pytest.fixture(scope="module")
def last_checkpoint(asked: tuple[Place, int], tmp_path_factory: pytest.TempPathFactory) -> int:
    """The number of the checkpoint before the last transaction: counted in an unharmed run."""
    place, job_id = asked
    copy = place.copy(tmp_path_factory.mktemp("counted") / "var")
    count = """
from django.conf import settings
import operations.runner as runner
seen = []
real = runner.JobHandle.checkpoint
def counted(self, *args, **options):
    seen.append(1)
    return real(self, *args, **options)
runner.JobHandle.checkpoint = counted
runner.run_job(argument)
print(json.dumps(len(seen)))
"""
    number: int = copy.python(count, job_id)
    return number
