"""Legal duties: opened in bulk from the terms in force on the day they begin, met on the day they are done."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import Q, QuerySet

from enterprises.calculations.clock import Rests, due_on, is_weekend
from enterprises.enums import DutyCode
from enterprises.models import CalendarDay, Duty, LegalRegime, Listing

_BATCH = 1_000


def duties_open(*, listings: Sequence[Listing], base_event: str, base_on: date) -> int:
    """Open the duties that `base_event` on `base_on` begins, for each listing by its categories.

    Terms are the rows of LegalRegime in force on that day; where two give the same duty the
    earlier day holds. Safe to call twice. Returns how many duties were written at most.
    Terms by industry cycle (`cycle:…`) begin with a previous round and are not opened here.
    """
    rests = working_calendar()
    terms = [
        (
            row,
            due_on(base_on, row.number, row.unit, row.day_kind, rests=rests, rolls=row.rolls_to_working_day),
        )
        for row in regimes_on(base_on).filter(base_event=base_event)
    ]
    terms.sort(key=lambda term: (term[1], term[0].pk), reverse=True)
    duties = [
        Duty(listing=listing, code=code, regime=row, base_on=base_on, due_on=due)
        for listing in listings
        for code, (row, due) in _terms_for(terms, listing).items()
    ]
    Duty.objects.bulk_create(duties, batch_size=_BATCH, ignore_conflicts=True)
    return len(duties)


def _terms_for(
    terms: Iterable[tuple[LegalRegime, date]], listing: Listing
) -> dict[str, tuple[LegalRegime, date]]:
    """The earliest term of each duty; `terms` come latest first."""
    scopes = {"all", *listing.categories}
    return {row.code: (row, due) for row, due in terms if row.scope in scopes}


def duty_meet(*, listing: Listing, code: DutyCode | str, on: date) -> bool:
    """Note the day a duty was met; the first day stands. False when there is no such open duty."""
    return bool(Duty.objects.filter(listing=listing, code=code, met_on__isnull=True).update(met_on=on))


def regimes_on(on: date) -> QuerySet[LegalRegime]:
    """The terms in force on a day."""
    open_ended = Q(effective_to__isnull=True) | Q(effective_to__gte=on)
    return LegalRegime.objects.filter(open_ended, effective_from__lte=on)


def working_calendar() -> Rests:
    """Whether the country rests on a day: the yearly notices, else the weekend."""
    known = dict(CalendarDay.objects.values_list("on", "is_working"))

    def rests(on: date) -> bool:
        return not known[on] if on in known else is_weekend(on)

    return rests
