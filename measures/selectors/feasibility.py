"""Reads of feasibility: a measure's conclusions with its sheet."""

from dataclasses import dataclass

from accounts.models import User
from measures.models import Conclusion, FeasibilitySheet, Measure


@dataclass(frozen=True)
class Analysis:
    """What was concluded on a measure, by aspect, and the sheet behind it."""

    conclusions: dict[str, Conclusion]
    sheet: FeasibilitySheet | None


def analysis_for(user: User, measure: Measure) -> Analysis:
    mine = Measure.objects.visible_to(user).filter(pk=measure.pk)
    rows = Conclusion.objects.filter(measure__in=mine).select_related("concluded_by")
    sheet = FeasibilitySheet.objects.filter(measure__in=mine).first()
    return Analysis({row.aspect: row for row in rows}, sheet)
