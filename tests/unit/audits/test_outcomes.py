"""What a score suggests, by the table of thresholds (2018 guide: <70 redo, 70–90 supplement, from 90 on)."""

from datetime import date
from decimal import Decimal

import pytest

from audits.calculations.outcomes import suggested_outcome
from audits.enums import ReviewKind
from audits.selectors.sheets import sheet_in_force, thresholds

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("kind", "score", "vetoed", "outcome"),
    [
        ("evaluation", "69.9", False, "redo"),
        ("evaluation", "70", False, "supplement"),
        ("evaluation", "89.99", False, "supplement"),
        ("evaluation", "90", False, "passed"),
        ("evaluation", "95", True, "redo"),
        ("acceptance", "59.9", False, "rectify"),
        ("acceptance", "60", False, "passed"),
        ("acceptance", "99", True, "rectify"),
        ("acceptance", "-1", False, "rectify"),
        ("unknown", "99", False, ""),
    ],
)
def test_a_score_suggests_the_outcome_of_the_highest_threshold_it_reaches(kind, score, vetoed, outcome):
    assert suggested_outcome(kind, Decimal(score), vetoed, _lines()) == outcome


def _lines():
    """Those of the guide, of both kinds."""
    sheets = [sheet_in_force(kind, date(2026, 11, 1)) for kind in ReviewKind]
    return [line for sheet in sheets for line in thresholds(sheet)]
