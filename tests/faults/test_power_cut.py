"""F3: the power fails in a transaction, or while it is committed: what reached the disk opens as the old state, whole.

The database file and its journal are copied as they lie there. What a power cut may take is what was not yet
forced to the disk: before the commit the journal's tail, in the commit any of the database's own pages.
"""

import random
import signal
import sqlite3
import struct
from pathlib import Path

import pytest

from tests.faults.harness import Place, migrated_place
from tests.faults.invariants import CHECK

pytestmark = pytest.mark.fault

PAGE = 4096
_MAGIC = bytes.fromhex("d9d505f920a163d7")
LISTED = 120
PREPARE = """
from accounts.services.activity import activities_seal
from enterprises.models import Enterprise, EnterprisePlacement, Listing
from tests.factories.accounts import make_user, now, place
from tests.factories.lists import make_list
make_user("province", username="province-1")
county, draft = place("140105"), make_list()
sites = Enterprise.objects.bulk_create(
    Enterprise(
        name=f"第{n}厂", name_key=f"第{n}厂", uscc=f"91140105MA{n:08d}",
        pinyin="d", initials="d", region=county, created_at=now(),
    )
    for n in range(argument)
)
EnterprisePlacement.objects.bulk_create(EnterprisePlacement(enterprise=site, region=county) for site in sites)
Listing.objects.bulk_create(
    Listing(mandatory_list=draft, enterprise=site, number=n, name=site.name, region=county, toxic=True)
    for n, site in enumerate(sites, start=1)
)
activities_seal(at=now())
print(json.dumps(draft.pk))
"""
PUBLISH = """
import resource, signal
from contextlib import nullcontext
from datetime import date
from django.db import connection
from accounts.models import User
from enterprises.models import MandatoryList
from enterprises.services.lists import list_publish
from tests.factories.accounts import now
from tests.faults.kill import KillAtWrite
pk, write, size = argument
draft = MandatoryList.objects.get(pk=pk)
if size:  # no file grows beyond this: the commit ends in the middle of the database file
    signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
with connection.execute_wrapper(KillAtWrite(write)) if write else nullcontext():
    list_publish(
        mandatory_list=draft, document_no="晋环发〔2026〕31号", authority="山西省生态环境厅",
        published_on=date(2026, 3, 18), version=draft.version, by=User.objects.get(username="province-1"), at=now(),
    )
print(json.dumps(MandatoryList.objects.get(pk=pk).state))
"""


@pytest.fixture(scope="module")
def drafted(tmp_path_factory: pytest.TempPathFactory) -> tuple[Place, int]:
    place = migrated_place(tmp_path_factory.mktemp("power") / "var")
    return place, place.python(PREPARE, LISTED)


def database(place: Place) -> Path:
    return place.var / "db.sqlite3"


def journal(place: Place) -> Path:
    return place.var / "db.sqlite3-journal"


def opens_as(old: bytes, data: bytes, left: bytes, folder: Path) -> None:
    """Open these two files as the platform would after the power is back: the old state to the last byte."""
    path = folder / "cut.sqlite3"
    path.write_bytes(data)
    Path(f"{path}-journal").write_bytes(left)
    connection = sqlite3.connect(path)
    try:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    finally:
        connection.close()
    assert path.read_bytes() == old


def lengths(whole: int) -> list[int]:
    """Nothing, inside the header, inside and at the end of a record, and all of it."""
    record = 512 + PAGE + 8
    return [
        0,
        1,
        27,
        28,
        511,
        512,
        513,
        record - 1,
        record,
        whole // 3,
        whole // 2,
        whole - PAGE,
        whole - 1,
        whole,
    ]


def publishes_after_all(place: Place, list_id: int) -> None:
    assert place.python(PUBLISH, [list_id, 0, 0]) == "published"
    assert place.python(CHECK) == []


@pytest.mark.parametrize("write", [2, 4])
def test_a_journal_cut_anywhere_leaves_the_old_state(drafted, tmp_path: Path, write: int) -> None:
    place, list_id = drafted
    old, copy = database(place).read_bytes(), place.copy(tmp_path / "var")
    assert copy.dies(PUBLISH, [list_id, write, 0]) == signal.SIGKILL
    data, left = database(copy).read_bytes(), journal(copy).read_bytes()
    assert len(left) > PAGE, "nothing was written before it died"
    for length in lengths(len(left)):
        opens_as(old, data, left[:length], tmp_path)
    journal(copy).write_bytes(left[: len(left) // 2])
    assert copy.python(CHECK) == []
    publishes_after_all(copy, list_id)


@pytest.mark.parametrize("share", [0.4, 0.8, 1.0])
def test_a_commit_torn_anywhere_is_taken_back_whole(drafted, tmp_path: Path, share: float) -> None:
    place, list_id = drafted
    old, copy = database(place).read_bytes(), place.copy(tmp_path / "var")
    reached = int(len(old) * share) // PAGE * PAGE
    assert copy.dies(PUBLISH, [list_id, 0, reached]) == signal.SIGXFSZ
    data, left = database(copy).read_bytes(), journal(copy).read_bytes()
    assert data != old, "the commit had not begun to write"
    magic, records = struct.unpack(">8sI", left[:12])
    assert magic == _MAGIC
    assert records > 5, "the journal was not on the disk before the database was touched"
    opens_as(old, data, left, tmp_path)
    for seed in range(6):
        opens_as(old, torn(old, data, random.Random(seed)), left, tmp_path)
    assert copy.python(CHECK) == []
    publishes_after_all(copy, list_id)


def torn(old: bytes, new: bytes, chance: random.Random) -> bytes:
    """Of each page the old, the new, or the one half of each; of what was appended some part."""
    pages = []
    for start in range(0, len(old), PAGE):
        before, after = old[start : start + PAGE], new[start : start + PAGE]
        pages.append(chance.choice([before, after, before[:512] + after[512:], after[:2048] + before[2048:]]))
    appended = new[len(old) :] or bytes(3 * PAGE)
    return b"".join(pages) + appended[: chance.randrange(len(appended))]


def test_a_commit_that_was_acknowledged_is_on_the_disk(drafted) -> None:
    """EXTRA: the folder is forced to the disk too, or the journal could come back and undo the commit."""
    place, _list_id = drafted
    asked = "from django.db import connection as c; x = c.cursor(); x.execute('PRAGMA {}'); print(x.fetchone()[0])"
    assert place.python(asked.format("synchronous")) == 3
