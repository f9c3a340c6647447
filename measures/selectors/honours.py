"""Reads of honours: who meets the criteria, who was honoured, and whose honour is in doubt."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, Max, OuterRef, QuerySet, Sum
from django.db.models.functions import Coalesce

from accounts.models import Region, User
from audits.enums import Outcome, ReviewKind
from audits.models import Review, Round
from enterprises.enums import ListingState, OrderState, PenaltyState
from enterprises.models import CorrectionOrder, Duty, Enterprise, Penalty
from measures.calculations.honours import Candidate, Ranked, ranked
from measures.enums import MeasureState
from measures.models import Effect, Honour, HonourCriteria, Measure

_OPEN = (OrderState.ISSUED, OrderState.RETURNED, OrderState.ANSWERED)


def criteria_in_force(kind: str, on: date) -> HonourCriteria | None:
    """The newest version of an honour's criteria that is in force on a day."""
    rows = HonourCriteria.objects.filter(kind=kind, effective_on__lte=on)
    return rows.order_by("-effective_on", "-number").first()


def ranking(region: Region, criteria: HonourCriteria, on: date) -> list[Ranked]:
    """Every enterprise of the region accepted within the criteria's years, with its facts (seven queries)."""
    years = next((int(value) for code, value in criteria.rules if code == "accepted_within_years"), 3)
    since = date(on.year - years, on.month, min(on.day, 28))
    return ranked(_candidates(region, since, on), criteria.rules, on)


def _candidates(region: Region, since: date, on: date) -> list[Candidate]:
    """The newest accepted round of each enterprise, and what is on record of it: one query for each fact."""
    places = Region.objects.within(region).values("pk")
    rounds = Round.objects.filter(accepted_on__gte=since, enterprise__region_id__in=places)
    newest: dict[int, Round] = {}
    for row in rounds.select_related("enterprise").order_by("accepted_on", "pk"):
        newest[row.enterprise_id] = row
    facts = _Facts(Enterprise.objects.filter(rounds__in=rounds).values("pk"), rounds.values("pk"), on)
    return [facts.candidate(round_) for round_ in newest.values()]


class _Facts:
    """Counts by enterprise or round, each made by the database in one query."""

    def __init__(self, enterprises: Any, rounds: Any, on: date) -> None:
        late = Duty.objects.filter(
            listing__enterprise__in=enterprises, met_on__isnull=True, due_on__lt=on
        ).filter(listing__state=ListingState.LISTED)
        orders = CorrectionOrder.objects.filter(enterprise__in=enterprises, state__in=_OPEN)
        fines = Penalty.objects.filter(order__enterprise__in=enterprises, state=PenaltyState.DECIDED)
        verified = Measure.objects.filter(round__in=rounds, state=MeasureState.VERIFIED).order_by()
        cuts = Effect.objects.filter(
            measure__round__in=rounds, measure__state=MeasureState.VERIFIED, indicator__code="wastewater"
        ).order_by()
        passed = Review.objects.filter(
            round__in=rounds, kind=ReviewKind.ACCEPTANCE, outcome=Outcome.PASSED
        ).order_by()
        self.overdue = dict(late.order_by().values_list("listing__enterprise").annotate(n=Count("pk")))
        self.orders = dict(orders.order_by().values_list("enterprise").annotate(n=Count("pk")))
        self.fines = dict(fines.order_by().values_list("order__enterprise").annotate(last=Max("decided_on")))
        self.tries = dict(passed.values_list("round").annotate(n=Max("attempt")))
        counted = verified.values_list("round").annotate(n=Count("pk"), wan=Sum("benefit_verified_wan"))
        self.verified = {row[0]: (row[1], row[2] or Decimal(0)) for row in counted}
        sums = cuts.values_list("measure__round").annotate(
            cut=Sum(Coalesce("verified", "achieved")), base=Max("baseline")
        )
        self.cuts = {row[0]: row[1:] for row in sums}

    def candidate(self, round_: Round) -> Candidate:
        count, wan = self.verified.get(round_.pk, (0, Decimal(0)))
        cut, base = self.cuts.get(round_.pk, (None, None))
        return Candidate(
            enterprise=round_.enterprise_id,
            name=round_.enterprise.name,
            round=round_.pk,
            accepted_on=round_.accepted_on or date.min,
            tries=self.tries.get(round_.pk, 1),
            overdue=self.overdue.get(round_.enterprise_id, 0),
            open_orders=self.orders.get(round_.enterprise_id, 0),
            last_fine_on=self.fines.get(round_.enterprise_id),
            level=round_.level_after,
            verified_measures=count,
            verified_wan=wan,
            wastewater_cut=(cut * 100 / base).quantize(Decimal("0.1")) if cut is not None and base else None,
        )


def honours_for(user: User, on: date) -> QuerySet[Any]:
    """Awards in the reader's sight, each with `doubted`: something that speaks against it has arisen since."""
    return with_doubt(Honour.objects.visible_to(user), on)


def with_doubt(rows: QuerySet[Honour], on: date) -> QuerySet[Any]:
    since = OuterRef("roll__published_on")
    orders = CorrectionOrder.objects.filter(
        enterprise=OuterRef("enterprise"), issued_on__gte=since, state__in=_OPEN
    )
    fines = Penalty.objects.filter(
        order__enterprise=OuterRef("enterprise"), decided_on__gte=since, state=PenaltyState.DECIDED
    )
    late = Duty.objects.filter(
        listing__enterprise=OuterRef("enterprise"),
        listing__state=ListingState.LISTED,
        met_on__isnull=True,
        due_on__gte=since,
        due_on__lt=on,
    )
    doubted = Exists(orders) | Exists(fines) | Exists(late)
    return rows.select_related("roll__criteria", "enterprise__region__city", "roll__region").annotate(
        doubted=doubted
    )


def honours_public() -> QuerySet[Any]:
    """What was awarded, newest first; what was taken back says so."""
    rows = Honour.objects.public().select_related("roll__criteria", "enterprise__region__city")
    return rows.order_by("-roll__published_on", "roll", "rank", "pk")


def honours_of(enterprise: Enterprise) -> QuerySet[Any]:
    return honours_public().filter(enterprise=enterprise)
