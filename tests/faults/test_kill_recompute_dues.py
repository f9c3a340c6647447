"""F1: counting due dates again after a year's calendar came, killed at every checkpoint: each counted once."""

import pytest

from tests.faults.harness import kill_at_each_checkpoint, migrated_place

pytestmark = pytest.mark.fault

LOAD = """
from datetime import date
from django.utils import timezone
from enterprises.enums import CalendarState
from enterprises.models import Duty, LegalRegime
from operations.models import Job
from tests.factories.clock import load_days
from tests.factories.lists import make_listing
LegalRegime.objects.filter(code="disclose", regime="order38").update(number=10, unit="day", day_kind="working")
for _number in range(3):
    make_listing(published_on=date(2026, 9, 25))
before = dict(Duty.objects.filter(code="disclose").values_list("pk", "due_on"))
text = "\\n".join(f"2026-10-{day:02d},rest,国庆节" for day in range(1, 10))
loaded = load_days(2026, text)
print(json.dumps(Job.objects.get(task="enterprises.tasks.recompute_dues").pk))
"""
AUDIT = """
from enterprises.models import Duty, DutyChange
from enterprises.enums import DutyEvent
from tests.factories.clock import replayed
duties = Duty.objects.filter(code="disclose").order_by("pk")
facts = {
    "due": [str(duty.due_on) for duty in duties],
    "replayed": [str(replayed(duty)) for duty in duties],
    "recounted": [duty.changes.filter(kind=DutyEvent.RECOMPUTED).count() for duty in duties],
}
"""


def test_each_due_date_is_counted_again_once_wherever_the_work_was_cut_off(tmp_path):
    place = migrated_place(tmp_path / "var")
    job_id = place.python(LOAD)
    seen = set()
    turns = 0
    for number, _copy, answer in kill_at_each_checkpoint(place, job_id, tmp_path, audit=AUDIT):
        facts = answer["facts"]
        assert answer["state"] == "done", number
        assert facts["due"] == facts["replayed"], number
        assert facts["recounted"] == [1, 1, 1], number
        seen.add(tuple(facts["due"]))
        turns = number
    assert turns > 1
    assert len(seen) == 1
