"""The year in which costly measures are finished after a passed evaluation: whose it is, and until when.

The day is the one of the listing's duty (`implement`), which is counted from the passed evaluation and moves
with its pauses and extensions; a round without a listing owes none.
"""

from datetime import date, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from accounts.models import User
from audits.enums import ROUND_OVER
from audits.models import Round
from enterprises.enums import DutyCode
from enterprises.models import Duty
from measures.enums import COSTLY, MeasureState
from measures.models import Measure

SOON_DAYS = 30
_UNFINISHED = (MeasureState.FEASIBLE, MeasureState.IN_PROGRESS)


def implementation_duty(round_: Round) -> Duty | None:
    """The duty to finish the costly measures of a round the caller may see."""
    if round_.listing_id is None:
        return None
    duties = Duty.objects.filter(listing_id=round_.listing_id, code=DutyCode.IMPLEMENT)
    return duties.select_related("regime").first()


def past_term(measures: QuerySet[Measure], on: date) -> QuerySet[Measure]:
    """Costly measures that should be finished and are not."""
    return _unfinished(measures).filter(_past(on))


def near_term(measures: QuerySet[Measure], on: date) -> QuerySet[Measure]:
    """Those whose term ends within thirty days."""
    return _unfinished(measures).filter(_near(on))


def term_counts(user: User, on: date) -> tuple[int, int]:
    """How many of the reader's measures are past their term, and how many come near it."""
    mine = _unfinished(Measure.objects.visible_to(user))
    found = mine.order_by().aggregate(past=Count("pk", filter=_past(on)), near=Count("pk", filter=_near(on)))
    return found["past"], found["near"]


def _unfinished(measures: QuerySet[Measure]) -> QuerySet[Measure]:
    rows = measures.filter(cost_class__in=COSTLY, state__in=_UNFINISHED, round__evaluated_on__isnull=False)
    return rows.exclude(round__state__in=ROUND_OVER)


def _past(on: date) -> Q:
    return Q(Exists(_open_duties().filter(due_on__lt=on)))


def _near(on: date) -> Q:
    return Q(Exists(_open_duties().filter(due_on__range=(on, on + timedelta(days=SOON_DAYS)))))


def _open_duties() -> QuerySet[Duty]:
    return Duty.objects.filter(
        listing_id=OuterRef("round__listing_id"), code=DutyCode.IMPLEMENT, met_on__isnull=True
    )
