"""F1: invitations issued anew for many, killed at checkpoints and inside a row: one live invitation each, no double."""

from itertools import islice

import pytest

from tests.faults.harness import kill_at_each_checkpoint, migrated_place

pytestmark = pytest.mark.fault

ROWS = 3
ASK = """
from config.common.bulk import bulk_actions
from config.common.tables import tables
from operations.services.bulk import bulk_confirm, bulk_draft
from tests.factories.accounts import make_user, now
from tests.factories.enterprises import make_enterprise
from tests.factories.lists import make_listing
from tests.factories.people import make_invitation
officer = make_user("county")
for _number in range(argument):
    make_invitation(make_listing(make_enterprise()).enterprise)
facts = {"by": officer, "at": now()}
table, action = tables()["enterprises:unmanned_list"], bulk_actions()["invitations_renew"]
run = bulk_draft(table=table, action=action, query="", ids=None, **facts)
bulk_confirm(run=run, params={}, **facts)
print(json.dumps(run.job_id))
"""
AUDIT = """
from accounts.models import Activity
from django.utils import timezone
from enterprises.models import Invitation
from operations.models import BulkRow
live = Invitation.objects.open(timezone.now())
rows = BulkRow.objects.all()
facts = {
    "rows": sorted(row.state for row in rows),
    "live": live.count(),
    "all": Invitation.objects.count(),
    "kept": sorted(row.result["invitation"] for row in rows) == sorted(live.values_list("pk", flat=True)),
    "deeds": Activity.objects.filter(verb="invitation_reissue").count(),
}
"""
RIGHT = {"rows": ["done"] * ROWS, "live": ROWS, "all": 2 * ROWS, "kept": True, "deeds": ROWS}


@pytest.fixture(scope="module")
def asked(tmp_path_factory):
    place = migrated_place(tmp_path_factory.mktemp("invitations") / "var")
    return place, place.python(ASK, ROWS)


def test_each_enterprise_has_one_live_letter_wherever_the_work_was_cut_off(asked, tmp_path):
    place, job_id = asked
    for number, _copy, answer in kill_at_each_checkpoint(place, job_id, tmp_path, audit=AUDIT):
        assert (answer["state"], answer["facts"]) == ("done", RIGHT), number


def test_a_row_cut_off_inside_is_done_whole_by_the_next(asked, tmp_path):
    place, job_id = asked
    turns = kill_at_each_checkpoint(place, job_id, tmp_path, inside="+3", audit=AUDIT)
    for number, _copy, answer in islice(turns, 1):
        assert (answer["state"], answer["facts"]) == ("done", RIGHT), number
