"""Reads of scoring. Before it is closed a sheet is its expert's alone: every other read gives nothing."""

from dataclasses import dataclass
from decimal import Decimal

from audits.calculations.outcomes import suggested_outcome
from audits.calculations.scores import ItemFacts, means, spread, total
from audits.enums import SEATED
from audits.lifecycle_reviews import OPEN_SHEETS
from audits.models import ItemScore, Review, ReviewExpert, ScoreSheet, SeatVeto, SheetItem, SheetVeto
from audits.selectors.sheets import items_of, sheet_of, thresholds, vetoes_of


@dataclass(frozen=True)
class OwnSheet:
    """One expert's own sheet: what was given so far."""

    scores: dict[int, Decimal]
    veto_ids: set[int]


@dataclass(frozen=True)
class Merged:
    """What the sheets came to: who handed in, each sheet, the means, the total, the spread, vetoes by how many."""

    seats: list[ReviewExpert]
    items: list[ItemFacts]
    sheets: dict[int, dict[int, Decimal]]
    means: dict[int, Decimal]
    total: Decimal
    spread: Decimal
    vetoes: list[tuple[SheetVeto, int]]


def item_facts(sheet: ScoreSheet | None) -> list[ItemFacts]:
    rows = items_of(sheet) if sheet else []
    return [ItemFacts(row.pk, row.title, row.maximum, row.is_bonus) for row in rows]


def item_rows(sheet: ScoreSheet | None) -> list[SheetItem]:
    return items_of(sheet) if sheet else []


def own_sheet(seat: ReviewExpert) -> OwnSheet:
    scores = dict(ItemScore.objects.filter(seat=seat).values_list("item_id", "score"))
    vetoes = set(SeatVeto.objects.filter(seat=seat).values_list("veto_id", flat=True))
    return OwnSheet(scores, vetoes)


def sheets_are_open(review: Review) -> bool:
    return review.state in OPEN_SHEETS and not review.by_hand


def merged(review: Review) -> Merged | None:
    """All sheets side by side; nothing at all before scoring is closed."""
    if not sheets_are_open(review):
        return None
    sheet = sheet_of(review)
    items = item_facts(sheet)
    handed_in = ReviewExpert.objects.filter(review=review, state__in=SEATED, submitted_at__isnull=False)
    seats = list(handed_in.select_related("expert").order_by("position", "pk"))
    sheets: dict[int, dict[int, Decimal]] = {seat.pk: {} for seat in seats}
    for seat_id, item_id, score in ItemScore.objects.filter(seat__in=seats).values_list(
        "seat_id", "item_id", "score"
    ):
        sheets[seat_id][item_id] = score
    averages = means(items, list(sheets.values()))
    found = list(SeatVeto.objects.filter(seat__in=seats).values_list("veto_id", flat=True))
    return Merged(
        seats=seats,
        items=items,
        sheets=sheets,
        means=averages,
        total=total(averages),
        spread=spread([seat.total or Decimal(0) for seat in seats]),
        vetoes=[(veto, found.count(veto.pk)) for veto in (vetoes_of(sheet) if sheet else [])],
    )


def computed_outcome(review: Review) -> str:
    """The outcome by the sheet's thresholds from score and vetoes."""
    if review.score is None:
        return ""
    lines = thresholds(sheet_of(review))
    return suggested_outcome(review.kind, review.score, bool(review.vetoes.strip()), lines)
