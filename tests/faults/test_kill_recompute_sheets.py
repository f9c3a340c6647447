"""F1 and F6: cash sheets worked out anew after a benchmark changed, killed at every checkpoint, and run again."""

import pytest

from tests.faults.harness import kill_at_each_checkpoint, migrated_place

pytestmark = pytest.mark.fault

PREPARE = """
from measures.services.parameters import recompute_ask
from measures.models import MeasureParameter
from tests.factories.accounts import now, system
from tests.factories.measures import make_conclusions, make_measure, make_working_round
round_ = make_working_round()
for _number in range(3):
    make_conclusions(make_measure(round_, costly=True))
MeasureParameter.objects.filter(code="payback_limit").update(value=3)
print(json.dumps(recompute_ask(by=system(), at=now(), dispatch=False).pk))
"""
AUDIT = """
from accounts.models import Activity
from measures.models import FeasibilitySheet
facts = {
    "limits": [str(row.payback_limit) for row in FeasibilitySheet.objects.order_by("pk")],
    "acceptable": FeasibilitySheet.objects.filter(acceptable=True).count(),
    "deeds": Activity.objects.filter(verb="sheet_recompute").count(),
}
"""


def test_each_sheet_is_worked_out_anew_once_wherever_the_work_was_cut_off(tmp_path):
    place = migrated_place(tmp_path / "var")
    job_id = place.python(PREPARE)
    turns = 0
    for number, _copy, answer in kill_at_each_checkpoint(place, job_id, tmp_path, audit=AUDIT):
        assert answer["state"] == "done", number
        assert answer["facts"] == {"limits": ["3", "3", "3"], "acceptable": 0, "deeds": 3}, number
        turns = number
    assert turns > 1
