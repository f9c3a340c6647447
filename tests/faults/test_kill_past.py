"""F1: kill -9 the import of the past at each checkpoint, and inside its switch: everything or nothing, once."""

from pathlib import Path
from typing import Any

import pytest

from tests.faults.harness import Place, kill_at_each_checkpoint, migrated_place

pytestmark = pytest.mark.fault

ROWS = 12
UPLOAD = """
from pathlib import Path
from django.core.files.uploadedfile import SimpleUploadedFile
from measures.services.past_imports import past_upload
from tests.factories.accounts import make_user, now
from tests.factories.lists import make_heading
from tests.factories.past import past_row, write_past
officer = make_user("province")
make_heading(officer, "厂家", "name", "past")
rows = [past_row() for _ in range(12)]
rows = [{"厂家" if heading == "企业名称" else heading: value for heading, value in row.items()} for row in rows]
path = write_past(Path(argument), rows)
upload = SimpleUploadedFile("往年.xlsx", path.read_bytes())
past = past_upload(upload=upload, region=officer.region, by=officer, at=now(), dispatch=False)
print(json.dumps(past.check_job_id))
"""
CONFIRM = """
from measures.models import PastImport
from measures.services.past_imports import past_confirm
from tests.factories.accounts import now
past = PastImport.objects.get()
past = past_confirm(past=past, version=past.version, by=past.created_by, at=now(), dispatch=False)
print(json.dumps(past.apply_job_id))
"""
AUDIT = """
from accounts.models import Activity
from accounts.services.activity import activities_seal, activities_verify
from audits.models import Round
from enterprises.models import Enterprise, Listing, MandatoryList
from measures.models import PastEffect, PastImport, PastMeasures, PastResult, PastRow
from tests.factories.accounts import now
activities_seal(at=now())
facts = {
    "state": PastImport.objects.get().state,
    "staged": PastRow.objects.count(),
    "rows": [model.objects.count() for model in (Enterprise, Listing, Round, PastResult)],
    "parts": [PastMeasures.objects.count(), PastEffect.objects.count()],
    "lists": MandatoryList.objects.count(),
    "deeds": Activity.objects.filter(verb__in=["past_round_write", "past_apply"]).count(),
    "chain": activities_verify().broken is None,
}
"""
NOTHING = {"staged": ROWS, "rows": [0] * 4, "parts": [0, 0], "lists": 0, "deeds": 0, "chain": True}
PREVIEW = NOTHING | {"state": "previewed"}
APPLIED = {
    "state": "applied",
    "staged": ROWS,
    "rows": [ROWS] * 4,
    "parts": [2 * ROWS, 2 * ROWS],
    "lists": 1,
    "deeds": ROWS + 1,
    "chain": True,
}


@pytest.fixture(scope="module")
def uploaded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Place, int]:
    folder = tmp_path_factory.mktemp("past")
    place = migrated_place(folder / "var")
    return place, place.python(UPLOAD, str(folder / "past.xlsx"))


@pytest.fixture(scope="module")
def confirmed(uploaded: tuple[Place, int], tmp_path_factory: pytest.TempPathFactory) -> tuple[Place, int]:
    place = uploaded[0].copy(tmp_path_factory.mktemp("confirmed") / "var")
    answer = place.run_job(uploaded[1])
    assert answer is not None
    assert answer["state"] == "done", answer
    return place, place.python(CONFIRM)


def facts_of(place: Place) -> dict[str, Any]:
    found: dict[str, Any] = place.python(AUDIT + "print(json.dumps(facts))")
    return found


def test_a_check_killed_anywhere_starts_again_and_shows_one_preview(
    uploaded: tuple[Place, int], tmp_path: Path
) -> None:
    turns = 0
    for number, _place, answer in kill_at_each_checkpoint(*uploaded, tmp_path, audit=AUDIT):
        assert (answer["state"], answer["facts"]) == ("done", PREVIEW), number
        turns = number
    assert turns >= 5


def test_an_import_killed_anywhere_registers_everything_once(
    confirmed: tuple[Place, int], tmp_path: Path
) -> None:
    for number, _place, answer in kill_at_each_checkpoint(*confirmed, tmp_path, audit=AUDIT):
        assert (answer["state"], answer["facts"]) == ("done", APPLIED), number


@pytest.mark.parametrize("write", [2, 8, 14])
def test_an_import_killed_inside_its_switch_leaves_nothing_half_done(
    confirmed: tuple[Place, int], tmp_path: Path, write: int
) -> None:
    place, job_id = confirmed
    copy = place.copy(tmp_path / "var")
    assert copy.run_job(job_id, kill_at=f"1+{write}") is None
    assert facts_of(copy) == NOTHING | {"state": "applying"}
    answer = copy.take_over(job_id, audit=AUDIT)
    assert (answer["state"], answer["facts"]) == ("done", APPLIED)
