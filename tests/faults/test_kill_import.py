"""F1: kill -9 the process of an import at each checkpoint, and inside its final switch: everything or nothing."""

from pathlib import Path
from typing import Any

import pytest

from tests.faults.harness import Place, kill_at_each_checkpoint, migrated_place

pytestmark = pytest.mark.fault

UPLOAD = """
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.factories.accounts import make_user, now
from tests.factories.lists import roster_row, write_roster
from pathlib import Path
from enterprises.services.rosters import roster_upload
officer = make_user("province")
rows = [roster_row() for _ in range(40)]
rows += [rows[0] | {"县(市区)": "迎泽区"}, roster_row(类别="三高"), roster_row(统一社会信用代码="")]
path = write_roster(Path(argument), rows)
upload = SimpleUploadedFile("名单.xlsx", path.read_bytes())
roster = roster_upload(upload=upload, region=officer.region, year=2026, by=officer, at=now(), dispatch=False)
print(json.dumps(roster.check_job_id))
"""
CONFIRM = """
from tests.factories.accounts import now
from enterprises.models import RosterImport
from enterprises.services.rosters import roster_confirm
roster = RosterImport.objects.get()
roster = roster_confirm(
    roster=roster, version=roster.version, accept_partial=True, by=roster.created_by, at=now(), dispatch=False
)
print(json.dumps(roster.apply_job_id))
"""
AUDIT = """
from collections import Counter
from django.db import connection
from django.db.models import Count
from accounts.models import Activity
from accounts.services.activity import activities_seal, activities_verify
from tests.factories.accounts import now
from enterprises.models import Enterprise, EnterprisePlacement, Listing, MandatoryList, RosterImport, RosterRow
activities_seal(at=now())
roster = RosterImport.objects.get()
with connection.cursor() as cursor:
    cursor.execute("PRAGMA integrity_check")
    sound = cursor.fetchall() == [("ok",)]
    cursor.execute("PRAGMA foreign_key_check")
    sound = sound and not cursor.fetchall()
verbs = Counter(Activity.objects.values_list("verb", flat=True))
facts = {
    "state": roster.state,
    "rows": RosterRow.objects.count(),
    "marked": roster.marked_copy_id is not None,
    "enterprises": Enterprise.objects.count(),
    "placements": EnterprisePlacement.objects.filter(to_on__isnull=True).count(),
    "listings": Listing.objects.count(),
    "numbers": sorted(Listing.objects.values_list("number", flat=True)) == list(range(1, Listing.objects.count() + 1)),
    "lists": MandatoryList.objects.count(),
    "doubles": Listing.objects.values("name", "region").annotate(n=Count("pk")).filter(n__gt=1).count(),
    "created": verbs["enterprise_create"],
    "applied": verbs["roster_apply"],
    "chain": activities_verify().broken is None,
    "sound": sound,
}
"""
PREVIEW = {
    "rows": 43,
    "marked": True,
    "enterprises": 0,
    "listings": 0,
    "lists": 0,
    "doubles": 0,
    "state": "previewed",
}
APPLIED = {
    "rows": 43,
    "enterprises": 42,
    "placements": 42,
    "listings": 42,
    "lists": 1,
    "doubles": 0,
    "created": 42,
    "applied": 1,
    "numbers": True,
    "state": "applied",
}


@pytest.fixture(scope="module")
def uploaded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Place, int]:
    folder = tmp_path_factory.mktemp("uploaded")
    place = migrated_place(folder / "var")
    return place, place.python(UPLOAD, str(folder / "roster.xlsx"))


@pytest.fixture(scope="module")
def confirmed(uploaded: tuple[Place, int], tmp_path_factory: pytest.TempPathFactory) -> tuple[Place, int]:
    place = uploaded[0].copy(tmp_path_factory.mktemp("confirmed") / "var")
    answer = place.run_job(uploaded[1])
    assert answer is not None
    assert answer["state"] == "done"
    return place, place.python(CONFIRM)


def agrees(found: dict[str, Any], expected: dict[str, Any]) -> None:
    assert found["chain"]
    assert found["sound"]
    assert {name: found[name] for name in expected} == expected


def test_a_check_killed_anywhere_starts_again_and_shows_one_preview(
    uploaded: tuple[Place, int], tmp_path: Path
) -> None:
    turns = 0
    for number, _place, answer in kill_at_each_checkpoint(*uploaded, tmp_path, audit=AUDIT):
        assert answer["state"] == "done", (number, answer)
        agrees(answer["facts"], PREVIEW)
        turns = number
    assert turns >= 5


def test_an_import_killed_anywhere_registers_everything_once(
    confirmed: tuple[Place, int], tmp_path: Path
) -> None:
    for number, _place, answer in kill_at_each_checkpoint(*confirmed, tmp_path, audit=AUDIT):
        assert answer["state"] == "done", (number, answer)
        agrees(answer["facts"], APPLIED)


@pytest.mark.parametrize("write", [2, 7, 12])
def test_an_import_killed_inside_its_switch_leaves_nothing_half_done(
    confirmed: tuple[Place, int], tmp_path: Path, write: int
) -> None:
    place, job_id = confirmed
    copy = place.copy(tmp_path / "var")
    assert copy.run_job(job_id, kill_at=f"1+{write}") is None
    nothing = {"enterprises": 0, "listings": 0, "lists": 0, "created": 0, "state": "applying"}
    agrees(copy.python(AUDIT + "print(json.dumps(facts))"), nothing)
    answer = copy.take_over(job_id, audit=AUDIT)
    assert answer["state"] == "done"
    agrees(answer["facts"], APPLIED)
