"""F1: a list being written to a file, killed at every checkpoint: one whole file, and no other left behind."""

import pytest

from tests.faults.harness import kill_at_each_checkpoint, migrated_place

pytestmark = pytest.mark.fault

ROWS = 1_200
ASK = """
from enterprises.models import Enterprise
from operations.services.exports import export_request
from config.common.tables import tables
from tests.factories.accounts import make_user, now, place
officer, county = make_user("province"), place("140105")
Enterprise.objects.bulk_create(
    Enterprise(
        name=f"第{n}厂", name_key=f"第{n}厂", uscc=f"91140105MA{n:08d}",
        pinyin="d", initials="d", region=county, created_at=now(),
    )
    for n in range(argument)
)
table = tables()["enterprises:enterprise_list"]
export = export_request(table=table, query="order=-uscc", kind="csv", by=officer, at=now())
print(json.dumps(export.job_id))
"""
AUDIT = """
import hashlib
from datetime import timedelta
from pathlib import Path
from django.conf import settings
from operations.models import Export
from operations.services.exports import exports_expire
from tests.factories.accounts import now
export, folder = Export.objects.get(), Path(settings.EXPORT_DIR)
content = (folder / export.stored_as).read_bytes()
lines = content.decode("utf-8-sig").splitlines()[1:]
codes = [line.split(",")[2] for line in lines]
exports_expire(at=now() + timedelta(days=1))
facts = {
    "rows": export.rows,
    "codes": codes == sorted(codes, reverse=True) and len(set(codes)),
    "whole": hashlib.sha256(content).hexdigest() == export.sha256,
    "files": [path.name for path in folder.glob("[!.]*")] == [export.stored_as],
}
"""
RIGHT = {"rows": ROWS, "codes": ROWS, "whole": True, "files": True}


def test_the_file_is_whole_and_the_only_one_wherever_the_work_was_cut_off(tmp_path):
    place = migrated_place(tmp_path / "var").having(EXPORT_DIRECT_ROWS="1000")
    job_id = place.python(ASK, ROWS)
    turns = 0
    for number, _copy, answer in kill_at_each_checkpoint(place, job_id, tmp_path, audit=AUDIT):
        assert (answer["state"], answer["facts"]) == ("done", RIGHT), number
        turns = number
    assert turns > 2
