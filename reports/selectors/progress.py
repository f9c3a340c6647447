"""Progress of the lists of some years as it stands on a day: a cohort, annex B and the home funnel."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from accounts.models import Region
from audits.enums import RoundState
from enterprises.enums import STANDING_DISCLOSURES, DutyCode, ListingState, ListState
from enterprises.models import Duty, Listing
from reports.facts import PROGRESS, UNRESOLVED, ProgressRow
from reports.selectors.events import RELEASED, late_duties
from reports.selectors.figures import place_rows
from reports.selectors.territory import region_ids, unit_of, units_of

_ASIDE = (ListingState.EXEMPTED, ListingState.DEFERRED, ListingState.ROLLED_OVER)


def progress(region: Region, since: int, year: int, on: date) -> list[ProgressRow]:
    """How far the lists of the years since–year are on a day, a row for each year and each unit of `region`.

    A listing counts where it was published to lie. Years without any list are left out.
    """
    units = units_of(region)
    codes = {unit.pk: unit.code for unit in units}
    found: dict[int, dict[str, Mapping[str, int]]] = {}
    for listed_in, place, *counts in _counts(region, since, year, on):
        sums = dict(zip(PROGRESS, counts, strict=True))
        found.setdefault(listed_in, {})[codes.get(place, UNRESOLVED)] = sums
    empty = dict.fromkeys(PROGRESS, 0)
    return [
        ProgressRow(listed_in, code, name, places.get(code, empty))
        for listed_in, places in sorted(found.items())
        for code, name in place_rows(region, units, places, on)
    ]


def _counts(region: Region, since: int, year: int, on: date) -> list[tuple[int, ...]]:
    late = Exists(late_duties(on).filter(listing=OuterRef("pk")))
    bound = ~Q(state__in=RELEASED, state_on__lte=on)
    grouped = (
        cohort(region_ids(region), since, year, on)
        .order_by()
        .values(k_year=F("mandatory_list__year"), k_place=unit_of(region, "region"))
        .annotate(
            **{f"n_{code}": count for code, count in reached(on).items()},
            n_overdue=Count("pk", filter=bound & Q(late)),
            n_aside=Count("pk", filter=Q(state__in=_ASIDE, state_on__lte=on)),
        )
    )
    return list(grouped.values_list("k_year", "k_place", *(f"n_{code}" for code in PROGRESS)))


def reached(on: date) -> dict[str, Count]:
    """How many entries of a cohort came so far by a day: one meaning for annex B, the home funnel and the public."""
    stands = Q(disclosure__disclosed_on__lte=on, disclosure__state__in=STANDING_DISCLOSURES)
    counts = {
        "listed": Count("pk"),
        "disclosed": Count("pk", filter=stands | Q(round__past_result__disclosed_on__lte=on)),
    }
    events = ("started", "reported", "evaluated", "accepted", "post_assessed")
    return counts | {event: Count("pk", filter=Q(**{f"round__{event}_on__lte": on})) for event in events}


def cohort(ids: Sequence[int], since: int, year: int, on: date) -> QuerySet[Listing]:
    """Entries of the published lists of some years on a day: with those added by then, less those taken off."""
    return Listing.objects.standing(on).filter(
        mandatory_list__state=ListState.PUBLISHED,
        mandatory_list__year__range=(since, year),
        region_id__in=ids,
    )


@dataclass(frozen=True)
class DutyMarks:
    """Of one unit's listings: how many are late with each duty, and how many reported on time."""

    late: Mapping[str, int]
    on_time: int
    paused: int


def duty_marks(region: Region, year: int, on: date) -> dict[str, DutyMarks]:
    """The duties of one year's lists by the code of the unit, for the home page."""
    listings = cohort(region_ids(region), year, year, on).exclude(state__in=RELEASED)
    unmet = Q(met_on__isnull=True) | Q(met_on__gt=on)
    rows = (
        Duty.objects.filter(listing__in=listings)
        .order_by()
        .values(k_place=unit_of(region, "listing__region"), k_code=F("code"))
        .annotate(
            late=Count("pk", filter=unmet & Q(due_on__lt=on)),
            on_time=Count("pk", filter=Q(met_on__lte=F("due_on")) & Q(met_on__lte=on)),
            paused=Count("pk", filter=Q(listing__round__state=RoundState.SUSPENDED)),
        )
    )
    codes = {unit.pk: unit.code for unit in units_of(region)}
    marks: dict[str, DutyMarks] = {}
    for row in rows:
        place = codes.get(row["k_place"], UNRESOLVED)
        known = marks.get(place, DutyMarks({}, 0, 0))
        finish = row["k_code"] == DutyCode.FINISH
        marks[place] = DutyMarks(
            {**known.late, row["k_code"]: row["late"]},
            row["on_time"] if finish else known.on_time,
            row["paused"] if finish else known.paused,
        )
    return marks
