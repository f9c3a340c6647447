"""What is counted: one function for each kind of event, one query each. Definitions: domain §7."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from audits.enums import Outcome, ReviewKind, RoundKind
from audits.models import Review, Round
from enterprises.enums import STANDING_DISCLOSURES, ListingState, ListState
from enterprises.models import Disclosure, Duty, Listing
from measures.enums import CHEAP, COSTLY, PAST_CHEAP, PAST_COSTLY, STANDING, Running
from measures.models import Effect, Measure, PastEffect, PastMeasures, PastResult, PostAssessmentItem
from reports.facts import ROUND_EVENTS
from reports.selectors.grouping import Event, Group, Scope, count_of, total

# The clock of these listings does not run: off the list, lifted, put off, or passed on to the next list.
RELEASED = tuple(state for state in ListingState if state != ListingState.LISTED)
_LISTING = Event("listed_day", "enterprise__", "")
_MEASURE = ("round__enterprise__", "round__listing__")
_OF_PAST = ("result__round__enterprise__", "result__round__listing__")
_PAST_PROPOSED = Event("result__proposed_on", *_OF_PAST)
_PAST_IMPLEMENTED = Event("result__implemented_on", *_OF_PAST)


def listings_in(scope: Scope) -> QuerySet[Any]:
    """Listings published in P, or added by an amendment in P, less those removed by its end, in any region."""
    return Listing.objects.with_listed_on().filter(
        ~Q(state=ListingState.REMOVED, state_on__lte=scope.period.last),
        scope.within("listed_day"),
        mandatory_list__state=ListState.PUBLISHED,
    )


def _listed(scope: Scope) -> Iterator[Group]:
    """`listed_enterprises` counts an enterprise at its first listing in P, wherever that was: cities add up."""
    before = Q(listed_day__lt=OuterRef("listed_day"))
    same_day = Q(listed_day=OuterRef("listed_day"), pk__lt=OuterRef("pk"))
    earlier = listings_in(scope).filter(before | same_day, enterprise=OuterRef("enterprise"))
    return _LISTING.groups_by_listing(
        listings_in(scope).filter(region_id__in=scope.ids),
        scope,
        listed=Count("pk"),
        listed_enterprises=Count("pk", filter=~Exists(earlier)),
    )


def _overdue(scope: Scope) -> Iterator[Group]:
    rows = overdue_listings(scope.ids, scope.period.as_of)
    return _LISTING.groups_by_listing(rows, scope, overdue=Count("pk"))


def overdue_listings(ids: Sequence[int], on: date) -> QuerySet[Listing]:
    """Listings with at least one legal duty past due and unmet on the day; overdue from the day after."""
    return Listing.objects.with_listed_on().filter(
        ~Q(state__in=RELEASED, state_on__lte=on),
        Exists(late_duties(on).filter(listing=OuterRef("pk"))),
        region_id__in=ids,
        mandatory_list__state=ListState.PUBLISHED,
        listed_day__lte=on,
    )


def late_duties(on: date) -> QuerySet[Duty]:
    return Duty.objects.filter(Q(met_on__isnull=True) | Q(met_on__gt=on), due_on__lt=on)


def _disclosed(scope: Scope) -> Iterator[Group]:
    event = Event("disclosed_on", "listing__enterprise__", "listing__")
    return event.groups(
        Disclosure.objects.filter(state__in=STANDING_DISCLOSURES), scope, disclosed=Count("pk")
    )


def _round_event(event: str) -> Callable[[Scope], Iterator[Group]]:
    """Mandatory rounds whose event falls in P; voluntary ones apart, under `voluntary_…`."""
    counts = {
        event: Count("pk", filter=Q(kind=RoundKind.MANDATORY)),
        f"voluntary_{event}": Count("pk", filter=Q(kind=RoundKind.VOLUNTARY)),
    }

    def source(scope: Scope) -> Iterator[Group]:
        return Event(f"{event}_on", "enterprise__", "listing__").groups(Round.objects.all(), scope, **counts)

    return source


def _reviews(scope: Scope) -> Iterator[Group]:
    """Every try decided in P, of mandatory and voluntary rounds, and the first tries that passed."""
    counts = {}
    for kind, name in ((ReviewKind.EVALUATION, "evaluations"), (ReviewKind.ACCEPTANCE, "acceptances")):
        first = Q(kind=kind, attempt=1, outcome=Outcome.PASSED)
        counts[f"{name}_decided"] = Count("pk", filter=Q(kind=kind))
        counts[f"{name}_first_try"] = Count("pk", filter=first)
    decided = Review.objects.exclude(outcome="")
    return Event("decided_on", *_MEASURE).groups(decided, scope, **counts)


def _proposed(scope: Scope) -> Iterator[Group]:
    """Medium- and high-cost measures first proposed in P, whatever became of them."""
    return Event("proposed_on", *_MEASURE).groups(
        Measure.objects.filter(cost_class__in=COSTLY),
        scope,
        measures_proposed_costly=Count("pk"),
        investment_planned_wan=total("investment_planned_wan"),
    )


def _implemented(scope: Scope) -> Iterator[Group]:
    """Measures that stand, implemented in P: money of the costly ones, benefit of all."""
    costly = Q(cost_class__in=COSTLY)
    return Event("implemented_on", *_MEASURE).groups(
        Measure.objects.filter(state__in=STANDING),
        scope,
        measures_implemented_costly=Count("pk", filter=costly),
        measures_no_low_implemented=Count("pk", filter=Q(cost_class__in=CHEAP)),
        investment_wan=total("investment_actual_wan", filter=costly),
        economic_benefit_wan=total(Coalesce("benefit_verified_wan", "benefit_achieved_wan")),
    )


def _effects(scope: Scope) -> Iterator[Group]:
    """What each indicator gained: the verified reading replaces the claim where there is one."""
    event = Event("measure__implemented_on", "measure__round__enterprise__", "measure__round__listing__")
    standing = Effect.objects.filter(measure__state__in=STANDING)
    achieved = total(Coalesce("verified", "achieved"))
    return event.groups_by_indicator(standing, scope, achieved)


def _past_disclosed(scope: Scope) -> Iterator[Group]:
    """Disclosures of imported rounds: only their day is known."""
    rows = PastResult.objects.all()
    return Event("disclosed_on", *_MEASURE).groups(rows, scope, disclosed=Count("pk"))


def _past_proposed(scope: Scope) -> Iterator[Group]:
    """Of imported rounds only how many measures there were in each cost class is known."""
    return _PAST_PROPOSED.groups(
        PastMeasures.objects.filter(cost_class__in=PAST_COSTLY),
        scope,
        measures_proposed_costly=count_of("proposed"),
        investment_planned_wan=total("investment_planned_wan"),
    )


def _past_implemented(scope: Scope) -> Iterator[Group]:
    costly, cheap = Q(cost_class__in=PAST_COSTLY), Q(cost_class__in=PAST_CHEAP)
    return _PAST_IMPLEMENTED.groups(
        PastMeasures.objects.all(),
        scope,
        measures_implemented_costly=count_of("implemented", filter=costly),
        measures_no_low_implemented=count_of("implemented", filter=cheap),
        investment_wan=total("investment_wan", filter=costly),
    )


def _past_benefit(scope: Scope) -> Iterator[Group]:
    event = Event("implemented_on", *_MEASURE)
    return event.groups(PastResult.objects.all(), scope, economic_benefit_wan=total("benefit_wan"))


def _past_effects(scope: Scope) -> Iterator[Group]:
    return _PAST_IMPLEMENTED.groups_by_indicator(PastEffect.objects.all(), scope, total("achieved"))


def _persistence(scope: Scope) -> Iterator[Group]:
    """Post-assessed measures: still delivering or not, and what was read against what was claimed."""
    read = Q(read_wan__isnull=False)
    round_ = "post_assessment__round__"
    return Event("post_assessment__assessed_on", f"{round_}enterprise__", f"{round_}listing__").groups(
        PostAssessmentItem.objects.all(),
        scope,
        post_measures=Count("pk"),
        post_measures_delivering=Count("pk", filter=Q(running=Running.DELIVERING)),
        post_measures_read=Count("pk", filter=read),
        post_claimed_wan=total("claimed_wan", filter=read),
        post_read_wan=total("read_wan"),
    )


SOURCES: tuple[Callable[[Scope], Iterable[Group]], ...] = (
    _listed,
    _overdue,
    _disclosed,
    *(_round_event(event) for event in ROUND_EVENTS),
    _reviews,
    _proposed,
    _implemented,
    _effects,
    _past_disclosed,
    _past_proposed,
    _past_implemented,
    _past_benefit,
    _past_effects,
    _persistence,
)
