"""What the home pages read: the year's lists at a glance, the effects of their rounds, and each person's own work."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, F, Min, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from accounts.models import Region, User
from audits.enums import Outcome, RoundState
from audits.models import Review, Round, RoundMove
from audits.selectors.rounds import rounds_listed
from config.common.quantities import QuantityField
from enterprises.enums import DutyCode, ListingState, ListState
from enterprises.models import Duty, Listing, MandatoryList
from measures.enums import COSTLY, STANDING, MeasureState
from measures.models import Effect, Measure, VerifierAssignment
from operations.models import Job, JobState
from operations.selectors import worker_is_well
from reports.facts import ProgressRow
from reports.selectors.figures import indicators_all
from reports.selectors.progress import DutyMarks, cohort, duty_marks, progress
from reports.selectors.territory import region_ids

YEARS_SHOWN = 5
INDICATORS_SHOWN = ("cod", "so2", "soot", "dust", "water", "electricity", "coal")
_LOST = (MeasureState.SCREENED_OUT, MeasureState.INFEASIBLE, MeasureState.DROPPED)


@dataclass(frozen=True)
class ListFacts:
    """The year's published lists in a territory: their papers, and how many of each category."""

    lists: Sequence[MandatoryList]
    over_limit: int
    toxic: int
    energy: int
    in_several: int


@dataclass(frozen=True)
class GainRow:
    """One line of measures and benefits: expected and reached, with its unit."""

    code: str
    name: str
    english: str
    unit: str
    expected: object
    reached: object


@dataclass(frozen=True)
class TryCounts:
    """Reviews of one kind: passed at the first try, passed at a later one, and all that were decided."""

    first: int = 0
    later: int = 0
    decided: int = 0


@dataclass(frozen=True)
class Glance:
    """A territory's year at a glance."""

    region: Region
    year: int
    facts: ListFacts
    rows: Sequence[ProgressRow]
    marks: dict[str, DutyMarks]
    tries: dict[str, TryCounts]
    report_due_on: date | None
    gains: Sequence[GainRow]


def glance(region: Region, year: int, on: date) -> Glance:
    """One year's lists of a territory, in a fixed number of queries."""
    ids = region_ids(region)
    return Glance(
        region=region,
        year=year,
        facts=_list_facts(ids, year, on),
        rows=progress(region, year - YEARS_SHOWN + 1, year, on),
        marks=duty_marks(region, year, on),
        tries=_tries(ids, year),
        report_due_on=_report_due(ids, year, on),
        gains=_gains(ids, year),
    )


def _list_facts(ids: Sequence[int], year: int, on: date) -> ListFacts:
    several = Q(over_limit=True, toxic=True) | Q(over_limit=True, energy=True) | Q(toxic=True, energy=True)
    counts = cohort(ids, year, year, on).aggregate(
        n_over_limit=Count("pk", filter=Q(over_limit=True)),
        n_toxic=Count("pk", filter=Q(toxic=True)),
        n_energy=Count("pk", filter=Q(energy=True)),
        n_in_several=Count("pk", filter=several),
    )
    lists = MandatoryList.objects.filter(
        state=ListState.PUBLISHED, year=year, pk__in=_listings(ids, year).values("mandatory_list")
    )
    facts = {name.removeprefix("n_"): count for name, count in counts.items()}
    return ListFacts(lists=list(lists.order_by("published_on", "pk")[:5]), **facts)


def _listings(ids: Sequence[int], year: int) -> QuerySet[Listing]:
    return Listing.objects.filter(
        mandatory_list__year=year, mandatory_list__state=ListState.PUBLISHED, region_id__in=ids
    )


def _tries(ids: Sequence[int], year: int) -> dict[str, TryCounts]:
    """Of the year's rounds, by kind of review: first tries that passed are counted apart from later ones."""
    decided = Review.objects.filter(~Q(outcome=""), round__listing__in=_listings(ids, year))
    passed = Q(outcome=Outcome.PASSED)
    rows = (
        decided.order_by()
        .values_list("kind")
        .annotate(
            first=Count("pk", filter=passed & Q(attempt=1)),
            later=Count("pk", filter=passed & Q(attempt__gt=1)),
            decided=Count("pk"),
        )
    )
    return {kind: TryCounts(*counts) for kind, *counts in rows}


def _report_due(ids: Sequence[int], year: int, on: date) -> date | None:
    """The next day by which reports must be handed in."""
    open_duties = Duty.objects.filter(
        code=DutyCode.FINISH,
        met_on__isnull=True,
        due_on__gte=on,
        listing__in=_listings(ids, year),
        listing__state=ListingState.LISTED,
    )
    next_on: date | None = open_duties.aggregate(next_on=Min("due_on"))["next_on"]
    return next_on


def _gains(ids: Sequence[int], year: int) -> list[GainRow]:
    """Measures of the year's rounds: what they were to bring, and what those that stand have brought."""
    alive, standing, costly = ~Q(state__in=_LOST), Q(state__in=STANDING), Q(cost_class__in=COSTLY)
    measures = Measure.objects.filter(round__listing__in=_listings(ids, year))
    sums = measures.aggregate(
        proposed=Count("pk", filter=costly & alive),
        done=Count("pk", filter=costly & standing),
        planned=Sum("investment_planned_wan", filter=costly & alive),
        spent=Sum("investment_actual_wan", filter=costly & standing),
        hoped=Sum("benefit_expected_wan", filter=alive),
        earned=Sum(Coalesce("benefit_verified_wan", "benefit_achieved_wan"), filter=standing),
    )
    rows = [
        GainRow("measures", "", "", "", sums["proposed"], sums["done"]),
        GainRow("investment", "", "", "", sums["planned"], sums["spent"]),
        GainRow("economic", "", "", "", sums["hoped"], sums["earned"]),
    ]
    return rows + _effects(ids, year)


def _effects(ids: Sequence[int], year: int) -> list[GainRow]:
    """Every indicator is summed and the shown ones picked here: a filter on them would make SQLite begin there."""
    effects = Effect.objects.filter(measure__round__listing__in=_listings(ids, year))
    sums = (
        effects.exclude(measure__state__in=_LOST)
        .order_by()
        .values_list("indicator_id")
        .annotate(
            n_expected=Sum("expected"),
            n_reached=Sum(
                Coalesce("verified", "achieved"),
                filter=Q(measure__state__in=STANDING),
                output_field=QuantityField(),
            ),
        )
    )
    found = {indicator: (expected, reached) for indicator, expected, reached in sums}
    return [
        GainRow(one.code, one.name, one.english, one.unit, *found[one.pk])
        for one in indicators_all()
        if one.code in INDICATORS_SHOWN and one.pk in found
    ]


# ---- each person's own work -------------------------------------------------------------------


def open_rounds(user: User) -> list[Round]:
    """The rounds a plant or its agency is at work on, soonest duty first."""
    rounds = rounds_listed(user).exclude(state__in=[RoundState.CLOSED, RoundState.EXEMPTED])
    return list(rounds.order_by(F("next_due_on").asc(nulls_last=True), "pk")[:200])


def last_reasons(rounds: Sequence[Round]) -> dict[int, str]:
    """Why a round was returned, by its id: the reason of its latest move."""
    returned = [one.pk for one in rounds if one.state.endswith(("_RETURNED", "_SUPPLEMENT", "_RECTIFY"))]
    moves = RoundMove.objects.filter(round_id__in=returned).order_by("pk")
    return dict(moves.values_list("round_id", "reason"))


def open_visits(user: User, on: date) -> list[VerifierAssignment]:
    """A verifier's visits that are not done: those of today and before first, then the coming month."""
    visits = VerifierAssignment.objects.visible_to(user).filter(
        done_on__isnull=True, visit_on__lte=on + timedelta(days=31)
    )
    related = visits.select_related("round__enterprise__region__city")
    return list(related.order_by("visit_on", "pk")[:50])


@dataclass(frozen=True)
class Health:
    """Whether the background works, and what it has to do; no business data."""

    worker_is_well: bool
    counts: dict[str, int]
    failed: Sequence[Job]


def health(user: User, at: datetime) -> Health:
    """For the three administrators: jobs of all people as metadata."""
    jobs = Job.objects.visible_to(user)
    counts = dict(jobs.order_by().values_list("state").annotate(n=Count("pk")))
    failed = jobs.filter(state=JobState.FAILED).select_related("created_by").order_by("-pk")[:10]
    return Health(worker_is_well(at), counts, list(failed))
