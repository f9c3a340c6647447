"""F1: making the papers of an amendment, killed at every checkpoint: each paper once, each file whole."""

import pytest

from tests.faults.harness import kill_at_each_checkpoint, migrated_place

pytestmark = pytest.mark.fault

ISSUE = """
from operations.models import Job
from tests.factories.amendments import make_issued
from tests.factories.enterprises import make_enterprise
from tests.factories.lists import make_entry, make_list, publish
draft = make_list(2026)
entries = [make_entry(draft, make_enterprise()) for _number in range(2)]
draft.refresh_from_db()
row = publish(draft)
amendment = make_issued(row, add=[make_enterprise()], remove=[entries[0].enterprise])
print(json.dumps(Job.objects.get(dedupe_key=f"amendment:{amendment.pk}").pk))
"""
AUDIT = """
from accounts.models import Activity
from enterprises.models import ListDocument
from operations.models import Attachment
from operations.services.attachments import attachment_read
papers = ListDocument.objects.select_related("file").order_by("kind")
facts = {
    "papers": [[row.kind, row.rows, attachment_read(row.file)[:5].decode()] for row in papers],
    "of_the_amendment": papers.exclude(amendment=None).count(),
    "files": Attachment.objects.count(),
    "deeds": Activity.objects.filter(verb="list_paper").count(),
}
"""
RIGHT = {
    "papers": [["letters", 2, "%PDF-"], ["notice", 2, "%PDF-"], ["whole", 2, "%PDF-"]],
    "of_the_amendment": 3,
    "files": 3,
    "deeds": 3,
}


def test_each_paper_is_there_once_wherever_the_work_was_cut_off(tmp_path):
    place = migrated_place(tmp_path / "var")
    job_id = place.python(ISSUE)
    turns = 0
    for number, _copy, answer in kill_at_each_checkpoint(place, job_id, tmp_path, audit=AUDIT):
        assert (answer["state"], answer["facts"]) == ("done", RIGHT), number
        turns = number
    assert turns > 3
