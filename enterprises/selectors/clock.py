"""Reads of the clock: the calendar in force, the terms in force, and what moved a due date."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Count, Prefetch, Q, QuerySet

from accounts.models import User
from config.common.access import Role
from enterprises.calculations.clock import Term, WorkCalendar
from enterprises.calculations.duty_history import ClockEvent
from enterprises.enums import AdjustmentKind, AdjustmentState, CalendarState, ListingState
from enterprises.models import (
    CalendarDay,
    CalendarYear,
    CycleIndustry,
    Duty,
    DutyAdjustment,
    DutyChange,
    LegalRegime,
    Listing,
)


def working_calendar() -> WorkCalendar:
    """Whether the country rests on a day, by the newest version of each year; else the weekend."""
    current = list(CalendarYear.objects.current())
    days = CalendarDay.objects.filter(calendar__in=[row.pk for row in current])
    return WorkCalendar(
        days={on: (works, name) for on, works, name in days.values_list("on", "is_working", "name")},
        published=frozenset(row.year for row in current if row.state == CalendarState.PUBLISHED),
    )


def regimes_on(on: date) -> QuerySet[LegalRegime]:
    """The terms in force on a day."""
    open_ended = Q(effective_to__isnull=True) | Q(effective_to__gte=on)
    return LegalRegime.objects.filter(open_ended, effective_from__lte=on)


def regimes() -> QuerySet[LegalRegime]:
    """All terms there ever were, newest first."""
    return LegalRegime.objects.order_by("-effective_from", "regime", "code", "scope")


def cycle_industries() -> QuerySet[CycleIndustry]:
    return CycleIndustry.objects.order_by("cycle", "name", "prefix")


def term_of(row: LegalRegime) -> Term:
    return Term(row.number, row.unit, row.day_kind, rolls=row.rolls_to_working_day)


def calendar_years() -> QuerySet[CalendarYear]:
    """Every version of every year, newest first, with how many days it names."""
    rests = Count("days", filter=Q(days__is_working=False))
    works = Count("days", filter=Q(days__is_working=True))
    return CalendarYear.objects.select_related("loaded_by", "document").annotate(rests=rests, works=works)


def calendar_of(year: int) -> CalendarYear | None:
    """The newest version of a year; None while nothing is loaded."""
    return CalendarYear.objects.filter(year=year).order_by("-version").first()


def calendar_by_id(pk: int) -> CalendarYear:
    return CalendarYear.objects.get(pk=pk)


def calendar_versions(year: int) -> QuerySet[CalendarYear]:
    """The versions of one year, newest first, each with its days."""
    return calendar_years().filter(year=year).order_by("-version").prefetch_related("days")


def duties_through(year: int) -> QuerySet[Duty]:
    """Duties whose counting may have asked the calendar of a year: by working days, or rolling to one."""
    asks = Q(regime__unit="day", regime__day_kind="working") | Q(regime__rolls_to_working_day=True)
    return Duty.objects.filter(asks, base_on__lt=date(year + 1, 1, 1), due_on__gte=date(year, 1, 1))


def clock_event(row: DutyChange) -> ClockEvent:
    """A row of the history as the calculation takes it."""
    return ClockEvent(row.kind, row.counted_on, row.adjustment_id, row.days, row.until_on, row.rolled)


def events_by_duty(duty_ids: Iterable[int]) -> dict[int, list[ClockEvent]]:
    """The histories of some duties, each in its order."""
    found: dict[int, list[ClockEvent]] = {}
    for row in DutyChange.objects.filter(duty__in=list(duty_ids)).order_by("duty", "number"):
        found.setdefault(row.duty_id, []).append(clock_event(row))
    return found


def adjusted_duties(duty_ids: Iterable[int]) -> set[int]:
    """Those whose day was moved by a pause or an extension at some time."""
    rows = DutyChange.objects.filter(duty__in=list(duty_ids), adjustment__isnull=False)
    return set(rows.values_list("duty", flat=True))


def adjustments_for(user: User) -> QuerySet[DutyAdjustment]:
    """Requests within the person's sight, newest first, with what a page of them shows."""
    return DutyAdjustment.objects.visible_to(user).select_related(
        "duty__listing__enterprise__region__city",
        "duty__listing__mandatory_list",
        "duty__regime",
        "document",
        "asked_by__region",
        "decided_by",
    )


def requests_waiting(user: User) -> QuerySet[DutyAdjustment]:
    """What waits for this officer: asked for by somebody else, of the own bureau, of one below it, or by enterprises.

    What enterprises ask for waits for county and city; the province may decide it, but is not called to.
    """
    if not user.is_officer or user.region is None:
        return DutyAdjustment.objects.none()
    asked_below = Q(asked_by__region__path__startswith=user.region.path)
    if user.role != Role.PROVINCE:
        asked_below |= Q(asked_by__role=Role.ENTERPRISE)
    waiting = adjustments_for(user).filter(asked_below, state=AdjustmentState.REQUESTED)
    waiting = waiting.exclude(duty__listing__state=ListingState.REMOVED)  # nothing runs there any more
    return waiting.exclude(asked_by=user).order_by("asked_at", "pk")


def own_requests(user: User) -> QuerySet[DutyAdjustment]:
    """What the person has asked for."""
    return adjustments_for(user).filter(asked_by=user)


def pauses_standing(duty: Duty) -> QuerySet[DutyAdjustment]:
    """Pauses of a duty that are asked for or in force."""
    states = [AdjustmentState.REQUESTED, AdjustmentState.APPROVED, AdjustmentState.ENDED]
    return duty.adjustments.filter(kind=AdjustmentKind.PAUSE, state__in=states)


def clock_listings(user: User) -> QuerySet[Listing]:
    """Entries a person may ask about, with everything their dates come from (a constant number of queries)."""
    changes = DutyChange.objects.select_related("made_by", "adjustment", "calendar").order_by("number")
    adjustments = DutyAdjustment.objects.select_related("document", "asked_by__region", "decided_by")
    duties = Duty.objects.select_related("regime").prefetch_related(
        Prefetch("changes", changes), Prefetch("adjustments", adjustments)
    )
    rows = Listing.objects.visible_to(user).select_related("mandatory_list", "added_by", "enterprise__region")
    return rows.prefetch_related(Prefetch("duties", duties))


def paused_dues(listing_ids: Iterable[int | None], today: date) -> set[tuple[int | None, date | None]]:
    """Of some entries the duties whose clock stands still today: the entry and the day its duty is due. One query."""
    runs = Q(ended_on__gt=today) | Q(ended_on__isnull=True, to_on__gte=today)
    rows = DutyAdjustment.objects.filter(
        runs,
        kind=AdjustmentKind.PAUSE,
        state__in=[AdjustmentState.APPROVED, AdjustmentState.ENDED],
        from_on__lte=today,
        duty__met_on__isnull=True,
        duty__listing__in=[pk for pk in listing_ids if pk],
    )
    return set(rows.values_list("duty__listing_id", "duty__due_on"))


def duties_open_of(listing: Listing) -> QuerySet[Duty]:
    """Duties of an entry whose clock still runs."""
    rows = Duty.objects.filter(listing=listing, met_on__isnull=True)
    return rows.select_related("listing__enterprise__region", "regime").order_by("due_on", "pk")


def listing_by_id(pk: int) -> Listing | None:
    """For commands, which act for nobody in particular."""
    changes = DutyChange.objects.select_related("adjustment").order_by("number")
    adjustments = DutyAdjustment.objects.select_related("document", "decided_by")
    duties = Duty.objects.select_related("regime").prefetch_related(
        Prefetch("changes", changes), Prefetch("adjustments", adjustments)
    )
    rows = Listing.objects.select_related("mandatory_list", "enterprise").prefetch_related(
        Prefetch("duties", duties)
    )
    return rows.filter(pk=pk).first()
