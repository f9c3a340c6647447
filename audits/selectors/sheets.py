"""Reads of score sheets: which there are, what one says, by which one a review is scored."""

from datetime import date

from django.db.models import Count, QuerySet

from accounts.models import User
from audits.calculations.outcomes import Threshold
from audits.calculations.sheets import ItemTerms, SheetTerms, ThresholdTerms, VetoTerms
from audits.enums import SheetState
from audits.models import Review, ScoreSheet, SheetItem, SheetThreshold, SheetVeto


def sheets_for(user: User) -> QuerySet[ScoreSheet]:
    return ScoreSheet.objects.visible_to(user).select_related("copied_from", "published_by")


def sheets_listed(user: User) -> QuerySet[ScoreSheet]:
    """Rows of the list, with how many items each has and how many reviews were scored by it."""
    return sheets_for(user).annotate(
        items_n=Count("items", distinct=True),
        vetoes_n=Count("vetoes", distinct=True),
        reviews_n=Count("reviews", distinct=True),
    )


def sheet_version(user: User, pk: int) -> int:
    return sheets_for(user).get(pk=pk).version


def sheet_in_force(kind: str, on: date) -> ScoreSheet | None:
    """The sheet by which a review applied for on that day is scored: the newest that had begun."""
    begun = ScoreSheet.objects.filter(kind=kind, state=SheetState.PUBLISHED, effective_from__lte=on)
    return begun.order_by("-effective_from", "-edition", "-pk").first()


def sheet_of(review: Review) -> ScoreSheet | None:
    """The sheet a review keeps; of one from before there were sheets, that of its day."""
    return review.sheet or sheet_in_force(review.kind, review.applied_on)


def sheet_terms(sheet: ScoreSheet) -> SheetTerms:
    """Everything a sheet says, in three queries."""
    items, vetoes, lines = items_of(sheet), vetoes_of(sheet), thresholds_of(sheet)
    return SheetTerms(
        name=sheet.name,
        basis=sheet.basis,
        note=sheet.note,
        spread_limit=sheet.spread_limit,
        items=[ItemTerms(row.section, row.title, row.maximum, row.is_bonus, row.mark) for row in items],
        vetoes=[VetoTerms(row.text, row.mark) for row in vetoes],
        thresholds=[ThresholdTerms(row.from_score, row.outcome, row.mark) for row in lines],
    )


def items_of(sheet: ScoreSheet) -> list[SheetItem]:
    return list(SheetItem.objects.filter(sheet=sheet).order_by("number"))


def vetoes_of(sheet: ScoreSheet) -> list[SheetVeto]:
    return list(SheetVeto.objects.filter(sheet=sheet).order_by("number"))


def thresholds_of(sheet: ScoreSheet) -> list[SheetThreshold]:
    return list(SheetThreshold.objects.filter(sheet=sheet).order_by("from_score"))


def thresholds(sheet: ScoreSheet | None) -> tuple[Threshold, ...]:
    """What each score leads to by a sheet."""
    if sheet is None:
        return ()
    return tuple(
        Threshold(sheet.kind, row.from_score, row.outcome, sheet.basis) for row in thresholds_of(sheet)
    )
