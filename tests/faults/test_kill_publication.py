"""F1: carrying out a publication, killed at every checkpoint and inside a batch: each round and paper once, whole."""

from itertools import islice

import pytest

from tests.faults.harness import kill_at_each_checkpoint, migrated_place

pytestmark = pytest.mark.fault

BATCHES = 2
PUBLISH = """
from operations.models import Job
from tests.factories.enterprises import make_enterprise
from tests.factories.lists import make_entry, make_list, publish
draft = make_list(2026)
for _number in range(3):
    make_entry(draft, make_enterprise())
draft.refresh_from_db()
published = publish(draft)
print(json.dumps(Job.objects.get(dedupe_key=f"publication:{published.pk}").pk))
"""
AUDIT = """
from django.db import connection
from django.db.models import Count
from accounts.models import Activity
from accounts.services.activity import activities_seal, activities_verify
from audits.models import AuditPlan, Round
from enterprises.models import Invitation, ListDocument, Listing
from operations.models import Attachment
from operations.services.attachments import attachment_read
from tests.factories.accounts import now
activities_seal(at=now())
with connection.cursor() as cursor:
    cursor.execute("PRAGMA integrity_check")
    sound = cursor.fetchall() == [("ok",)]
    cursor.execute("PRAGMA foreign_key_check")
    sound = sound and not cursor.fetchall()
papers = ListDocument.objects.select_related("file").order_by("kind")
facts = {
    "rounds": Round.objects.count(),
    "listings_without": Listing.objects.filter(round__isnull=True).count(),
    "numbers": sorted(set(Round.objects.values_list("number", flat=True))),
    "stages": sorted(set(Round.objects.annotate(n=Count("stages")).values_list("n", flat=True))),
    "plans": AuditPlan.objects.count(),
    "papers": [[row.kind, row.rows, attachment_read(row.file)[:5].decode()] for row in papers],
    "files": Attachment.objects.count(),
    "invitations": Invitation.objects.count(),
    "opened": Activity.objects.filter(verb="round_open").count(),
    "made": Activity.objects.filter(verb="list_paper").count(),
    "chain": activities_verify().broken is None,
    "sound": sound,
}
"""
RIGHT = {
    "rounds": 3,
    "listings_without": 0,
    "numbers": [1],
    "stages": [7],
    "plans": 3,
    "papers": [["letters", 3, "%PDF-"], ["notice", 3, "%PDF-"]],
    "files": 2,
    "invitations": 3,
    "opened": 3,
    "made": 2,
    "chain": True,
    "sound": True,
}


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    place = migrated_place(tmp_path_factory.mktemp("publication") / "var").having(ROUNDS_A_BATCH="2")
    return place, place.python(PUBLISH)


def test_each_round_and_paper_is_there_once_wherever_the_work_was_cut_off(published, tmp_path):
    place, job_id = published
    turns = 0
    for number, _copy, answer in kill_at_each_checkpoint(place, job_id, tmp_path, audit=AUDIT):
        assert (answer["state"], answer["facts"]) == ("done", RIGHT), number
        turns = number
    assert turns > BATCHES + 3


def test_a_batch_cut_off_inside_leaves_none_of_its_rounds(published, tmp_path):
    place, job_id = published
    turns = kill_at_each_checkpoint(place, job_id, tmp_path, inside="+3", audit=AUDIT)
    for number, _copy, answer in islice(turns, BATCHES):
        assert (answer["state"], answer["facts"]) == ("done", RIGHT), number
