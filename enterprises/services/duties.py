"""Legal duties: opened in bulk from the terms in force on the day they begin, met on the day they are done.

Whatever happens to a duty's clock leaves a row in its history, from which the due date follows.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, Max, OuterRef, QuerySet

from accounts.models import User
from enterprises.calculations.clock import Count, Step, WorkCalendar, count
from enterprises.enums import DutyCode, DutyEvent
from enterprises.models import Duty, DutyChange, LegalRegime, Listing
from enterprises.selectors.clock import regimes_on, term_of, working_calendar

__all__ = ["duties_open", "duty_meet", "duty_note", "histories_begin", "regimes_on", "working_calendar"]

_BATCH = 1_000


@transaction.atomic
def duties_open(
    *,
    listings: Sequence[Listing],
    base_event: str,
    base_on: date,
    by: User | None = None,
    at: datetime | None = None,
) -> int:
    """Open the duties that `base_event` on `base_on` begins, for each listing by its categories.

    Terms are the rows of LegalRegime in force on that day; where two give the same duty the
    earlier day holds. Safe to call twice. Returns how many duties were written at most.
    Terms by industry cycle (`cycle:…`) begin with a previous round and are not opened here.
    """
    calendar = working_calendar()
    rows = regimes_on(base_on).filter(base_event=base_event)
    terms = [(row, count(base_on, term_of(row), calendar)) for row in rows]
    terms.sort(key=lambda term: (term[1].due_on, term[0].pk), reverse=True)
    duties = [
        Duty(
            listing=listing,
            code=code,
            regime=row,
            base_on=base_on,
            due_on=counted.due_on,
            provisional=counted.is_provisional(calendar),
        )
        for listing in listings
        for code, (row, counted) in _terms_for(terms, listing).items()
    ]
    Duty.objects.bulk_create(duties, batch_size=_BATCH, ignore_conflicts=True)
    for start in range(0, len(listings), _BATCH):
        opened = Duty.objects.filter(listing__in=listings[start : start + _BATCH])
        histories_begin(duties=opened, calendar=calendar, by=by, at=at)
    return len(duties)


def _terms_for(
    terms: Iterable[tuple[LegalRegime, Count]], listing: Listing
) -> dict[str, tuple[LegalRegime, Count]]:
    """The earliest term of each duty; `terms` come latest first."""
    scopes = {"all", *listing.categories}
    return {row.code: (row, counted) for row, counted in terms if row.scope in scopes}


def histories_begin(
    *,
    duties: QuerySet[Duty] | None = None,
    calendar: WorkCalendar | None = None,
    by: User | None = None,
    at: datetime | None = None,
) -> int:
    """Write the first rows of histories that are still empty: opened, and met where that is so already.

    In batches of fixed cost, for duties that came in bulk; the steps are counted once for each term and day.
    Returns how many histories were begun.
    """
    calendar = calendar or working_calendar()
    rows = Duty.objects.all() if duties is None else duties
    blank = rows.filter(~Exists(DutyChange.objects.filter(duty=OuterRef("pk")))).select_related("regime")
    known: dict[tuple[int, date], Count] = {}
    begun = last = 0
    while batch := list(blank.filter(pk__gt=last).order_by("pk")[:_BATCH]):
        last = batch[-1].pk
        begun += len(batch)
        changes = [change for duty in batch for change in _first_changes(duty, known, calendar)]
        for change in changes:
            change.made_by, change.made_at = by, at
        DutyChange.objects.bulk_create(changes, batch_size=_BATCH)
    return begun


def _first_changes(
    duty: Duty, known: dict[tuple[int, date], Count], calendar: WorkCalendar
) -> list[DutyChange]:
    key = (duty.regime_id, duty.base_on)
    if key not in known:
        known[key] = count(duty.base_on, term_of(duty.regime), calendar)
    same = known[key].due_on == duty.due_on
    steps: list[Step] = list(known[key].steps) if same else []
    opened = DutyChange(
        duty=duty,
        number=1,
        kind=DutyEvent.OPENED,
        on=duty.base_on,
        due_on=duty.due_on,
        counted_on=duty.due_on,
        provisional=duty.provisional,
        steps=steps,
    )
    if duty.met_on is None:
        return [opened]
    met = DutyChange(duty=duty, number=2, kind=DutyEvent.MET, on=duty.met_on, due_on=duty.due_on)
    return [opened, met]


@transaction.atomic
def duty_meet(
    *,
    listing: Listing,
    code: DutyCode | str,
    on: date,
    by: User | None = None,
    at: datetime | None = None,
) -> bool:
    """Note the day a duty was met; the first day stands. False when there is no such open duty."""
    duty = Duty.objects.filter(listing=listing, code=code, met_on__isnull=True).first()
    if duty is None or not Duty.objects.filter(pk=duty.pk, met_on__isnull=True).update(met_on=on):
        return False
    duty_note(duty=duty, kind=DutyEvent.MET, on=on, by=by, at=at)
    return True


@transaction.atomic
def duty_reopen(
    *, listing: Listing, code: DutyCode | str, on: date, reason: str, by: User, at: datetime
) -> bool:
    """A duty that only seemed to be met stands open again with the day it had. False when it was not met."""
    duty = Duty.objects.filter(listing=listing, code=code, met_on__isnull=False).first()
    if duty is None or not Duty.objects.filter(pk=duty.pk, met_on__isnull=False).update(met_on=None):
        return False
    duty_note(duty=duty, kind=DutyEvent.REOPENED, on=on, by=by, at=at, reason=reason)
    return True


def duty_note(
    *, duty: Duty, kind: DutyEvent, on: date, by: User | None, at: datetime | None, **facts: Any
) -> DutyChange:
    """Add a row to a duty's history; `facts` are its columns. The number follows the last one without a gap."""
    last = duty.changes.aggregate(last=Max("number"))["last"] or 0
    facts.setdefault("due_on", duty.due_on)
    return DutyChange.objects.create(
        duty=duty, number=last + 1, kind=kind, on=on, made_by=by, made_at=at, **facts
    )
