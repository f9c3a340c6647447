"""F1: a deed over many rows, killed at checkpoints and inside a row: each row is done exactly once."""

from itertools import islice

import pytest

from tests.faults.harness import kill_at_each_checkpoint, migrated_place

pytestmark = pytest.mark.fault

ROWS = 4
ASK = """
from audits.services.rounds import round_open
from config.common.bulk import bulk_actions
from config.common.tables import tables
from operations.services.bulk import bulk_confirm, bulk_draft
from tests.factories.accounts import make_user, now, system
from tests.factories.audits import today
from tests.factories.enterprises import make_enterprise
officer = make_user("city")
for _number in range(argument):
    round_open(enterprise=make_enterprise(), listing=None, opened_on=today(), by=system(), at=now())
facts = {"by": officer, "at": now()}
table, action = tables()["audits:round_list"], bulk_actions()["rounds_assign"]
run = bulk_draft(table=table, action=action, query="", ids=None, **facts)
bulk_confirm(run=run, params={"officer": officer.pk}, **facts)
print(json.dumps(run.job_id))
"""
AUDIT = """
from accounts.models import Activity
from audits.models import Round
from operations.models import BulkRow
facts = {
    "rows": sorted(BulkRow.objects.values_list("state", flat=True)),
    "assigned": Round.objects.filter(officer__isnull=False).count(),
    "deeds": Activity.objects.filter(verb="round_assign").count(),
}
"""
RIGHT = {"rows": ["done"] * ROWS, "assigned": ROWS, "deeds": ROWS}


@pytest.fixture(scope="module")
def asked(tmp_path_factory):
    place = migrated_place(tmp_path_factory.mktemp("bulk") / "var")
    return place, place.python(ASK, ROWS)


def test_every_row_is_done_once_wherever_the_work_was_cut_off(asked, tmp_path):
    place, job_id = asked
    turns = 0
    for number, _copy, answer in kill_at_each_checkpoint(place, job_id, tmp_path, audit=AUDIT):
        assert (answer["state"], answer["facts"]) == ("done", RIGHT), number
        turns = number
    assert turns > ROWS


def test_a_row_cut_off_inside_is_done_whole_by_the_next(asked, tmp_path):
    place, job_id = asked
    turns = kill_at_each_checkpoint(place, job_id, tmp_path, inside="+3", audit=AUDIT)
    for number, _copy, answer in islice(turns, 2):
        assert (answer["state"], answer["facts"]) == ("done", RIGHT), number
