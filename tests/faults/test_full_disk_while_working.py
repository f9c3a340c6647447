"""F4: the disk is full when somebody uploads or saves, or when a job keeps its result: said as what it is, nothing
half-written, and all goes on when there is room again."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.faults.harness import migrated_place
from tests.faults.invariants import CHECK
from tests.faults.web import Person, sign_in, web_server

pytestmark = pytest.mark.fault

FULL = "存储空间已满"
MEGABYTE = 1_000_000
PREPARE = """
from pathlib import Path
from django.core.files.uploadedfile import SimpleUploadedFile
from audits.enums import RoundState
from enterprises.services.rosters import roster_upload
from tests.factories.accounts import make_user, now
from tests.factories.audits import crew_of, make_round
from tests.factories.lists import roster_row, write_roster
round_ = make_round(RoundState.PREPARATION_IN_PROGRESS)
province = make_user("province")
path = write_roster(Path(argument), [roster_row(类别="三高"), *(roster_row() for _ in range(99))])
upload = SimpleUploadedFile("名单.xlsx", path.read_bytes())
roster = roster_upload(upload=upload, region=province.region, year=2025, by=province, at=now(), dispatch=False)
print(json.dumps({
    "round": round_.pk, "plant": crew_of(round_).plant.pk, "province": province.pk, "job": roster.check_job_id,
}))
"""
KEPT = """
from pathlib import Path
from django.conf import settings
from accounts.models import Activity
from audits.models import RoundFile, RoundStage
from operations.models import Attachment
files = [path.name for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]
print(json.dumps([
    len(files), Attachment.objects.count(), RoundFile.objects.count(),
    Activity.objects.filter(verb__in=["round_file_add", "stage_save"]).count(),
    RoundStage.objects.get(round=argument, stage="PREPARATION").version,
]))
"""
RUN = """
from contextlib import nullcontext
from operations.models import Job, Notice
from operations.runner import run_job
from tests.faults import trap
pk, kind = argument
with getattr(trap, kind)() if kind else nullcontext():
    run_job(pk)
job = Job.objects.get(pk=pk)
print(json.dumps([job.state, job.reason, job.percent, Notice.objects.filter(rule="job_failed").count()]))
"""
PREVIEW = """
from enterprises.models import RosterImport
from operations.services.attachments import attachment_read
roster = RosterImport.objects.get()
print(json.dumps([roster.state, roster.rows.count(), len(attachment_read(roster.marked_copy)) > 1000]))
"""


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory):
    folder = tmp_path_factory.mktemp("full")
    place = migrated_place(folder / "var")
    return place, place.python(PREPARE, str(folder / "roster.xlsx"))


@pytest.fixture(scope="module")
def plant(prepared, tmp_path_factory: pytest.TempPathFactory):
    """A plant at its stage, on a server of its own."""
    place, ids = prepared
    copy = place.copy(tmp_path_factory.mktemp("full-web") / "var")
    with copy.beside() as beside, web_server(copy) as server:
        yield sign_in(server, beside, ids["plant"]), beside, ids["round"]


def refused_then_kept(
    plant: tuple[Person, Any, int], path: str, fields: dict[str, Any], trap: str
) -> list[int]:
    """Posted without room, then with it: what there is more of afterwards."""
    person, beside, round_ = plant
    before = beside.python(KEPT, round_)
    answer = person.post(path, fields, trap)
    assert answer
    assert (answer.status, FULL in answer.text) == (507, True), answer
    assert beside.python(KEPT, round_) == before
    assert beside.python(CHECK) == []
    for value in fields.values():
        if isinstance(value, SimpleUploadedFile):
            value.seek(0)
    again = person.post(path, fields)
    assert again
    assert again.status == 302
    assert beside.python(CHECK) == []
    return [now - then for now, then in zip(beside.python(KEPT, round_), before, strict=True)]


def proof(size: int) -> dict[str, Any]:
    return {
        "proves": "凭证",
        "file": SimpleUploadedFile("凭证.pdf", b"%PDF-1.7" + bytes(size), "application/pdf"),
    }


@pytest.mark.parametrize(
    ("size", "trap"),
    [
        (1_000, "disk"),  # full when the file is forced to the disk
        (2 * MEGABYTE + 400_000, f"size:{2 * MEGABYTE}"),  # full in the middle of the stored file
        (4 * MEGABYTE, f"size:{3 * MEGABYTE}"),  # full while the upload comes in
    ],
)
def test_an_upload_without_room_is_refused_and_comes_in_later(plant, size: int, trap: str) -> None:
    path = f"/audits/rounds/{plant[2]}/stages/preparation/files/new/"
    assert refused_then_kept(plant, path, proof(size), trap) == [1, 1, 1, 1, 0]


def test_a_save_without_room_in_the_database_is_refused_and_comes_in_later(plant) -> None:
    path = f"/audits/rounds/{plant[2]}/stages/preparation/"
    fields = plant[0].form(path) | {"result": "审" * 19_000, "responsible": "李四"}
    assert refused_then_kept(plant, path, fields, "database") == [0, 0, 0, 1, 1]


def test_the_api_says_it_too(plant) -> None:
    person, beside, round_ = plant
    fields = {"round": round_, "title": "节水", "kind": "management", "description": "审" * 4_000}
    answer = person.post_json("/api/v1/measures/", fields | {"proposed_on": "2026-06-01"}, "database")
    assert answer
    assert (answer.status, FULL in answer.text) == (507, True), answer
    assert beside.python(CHECK) == []


@pytest.mark.parametrize("kind", ["full_disk", "full_database"])
def test_a_job_without_room_says_so_and_is_done_when_there_is_room(
    prepared, tmp_path: Path, kind: str
) -> None:
    place, ids = prepared
    copy = place.copy(tmp_path / "var")
    with copy.beside() as beside:
        state, reason, percent, _told = beside.python(RUN, [ids["job"], kind])
        assert (state, FULL in reason) == ("queued", True), reason
        assert percent < 100
        assert beside.python(CHECK) == []
        assert beside.python(RUN, [ids["job"], ""]) == ["done", "", 100, 0]
        assert beside.python(PREVIEW) == ["previewed", 100, True]
        assert beside.python(CHECK) == []


def test_a_job_that_never_gets_room_ends_with_that_reason_and_one_notice(prepared, tmp_path: Path) -> None:
    place, ids = prepared
    copy = place.copy(tmp_path / "var")
    with copy.beside() as beside:
        answers = [beside.python(RUN, [ids["job"], "full_disk"]) for _attempt in range(3)]
        assert [(state, told) for state, _reason, _percent, told in answers] == [("queued", 0)] * 2 + [
            ("failed", 1)
        ]
        assert FULL in answers[-1][1]
        assert beside.python(CHECK) == []
