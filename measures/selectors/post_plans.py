"""Reads of the yearly plans of post-assessment: what can be drawn, what was drawn, what was found."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q, QuerySet, Sum

from accounts.models import User
from audits.enums import SeatState
from audits.models import ReviewExpert
from measures.calculations.sampling import sample
from measures.enums import CHEAP, STANDING, Running, Strata
from measures.models import Measure, PostAssessment, PostAssessmentItem, PostPlan, PostSample, PostStratum
from measures.selectors.post_assessments import WAIT

LONGEST = timedelta(days=3 * 365)
JUDGING = (SeatState.NAMED, SeatState.ACCEPTED)


@dataclass(frozen=True)
class StratumFound:
    """One stratum of a plan: what it held, what was drawn of it, and what was found."""

    name: str
    size: int
    drawn: int
    assessed: int
    delivering: int


def post_plans_for(user: User) -> QuerySet[PostPlan]:
    rows = PostPlan.objects.visible_to(user).select_related("region", "created_by")
    return rows.annotate(population=Sum("strata__size"), drawn=Sum("strata__drawn"))


def frame_of(user: User, by_strata: str, planned_on: date) -> dict[str, list[int]]:
    """The measures that can be drawn, by stratum (`costly/焦化`, or the name of a city).

    Implemented ones of rounds accepted one to three years before.
    Rounds whose post-assessment is planned or recorded are left out, and imported ones, whose measures
    cannot be looked at one by one.
    """
    rows = Measure.objects.visible_to(user).filter(
        state__in=STANDING,
        round__imported=False,
        round__accepted_on__gte=planned_on - LONGEST,
        round__accepted_on__lte=planned_on - WAIT,
        round__post_assessment__isnull=True,
    )
    enterprise = "round__enterprise__"
    columns = ("cost_class", f"{enterprise}industry__plan_industry", f"{enterprise}region__city__name")
    found: dict[str, list[int]] = {}
    for pk, cost_class, industry, city in rows.order_by("pk").values_list("pk", *columns):
        classed = f"{'cheap' if cost_class in CHEAP else 'costly'}/{industry or ''}"
        found.setdefault(classed if by_strata == Strata.CLASS_INDUSTRY else city or "", []).append(pk)
    return dict(sorted(found.items()))


def strata_found(plan: PostPlan) -> list[StratumFound]:
    """Three queries, whatever the plan's size."""
    strata = list(plan.strata.defer("frame"))
    items = PostAssessmentItem.objects.filter(post_assessment__samples__stratum__plan=plan)
    drawn = PostSample.objects.filter(stratum__plan=plan).values_list("measure_id", "stratum_id")
    of_measure = dict(drawn)
    assessed: dict[int, list[str]] = {}
    for measure_id, running in items.values_list("measure_id", "running").distinct():
        assessed.setdefault(of_measure[measure_id], []).append(running)
    return [
        StratumFound(
            name=row.name,
            size=row.size,
            drawn=row.drawn,
            assessed=len(assessed.get(row.pk, [])),
            delivering=assessed.get(row.pk, []).count(Running.DELIVERING),
        )
        for row in strata
    ]


def drawn_again(plan: PostPlan) -> bool:
    """Whether the recorded seed gives the same measures once more."""
    strata: list[PostStratum] = list(plan.strata.prefetch_related("samples"))
    frame = {row.name: row.frame for row in strata}
    again = sample(frame, {row.name: row.drawn for row in strata}, plan.seed)
    return all(
        sorted(one.measure_id for one in row.samples.all()) == again.get(row.name, []) for row in strata
    )


def delivering_of_agency(user: User, agency_id: int) -> tuple[int, int]:
    """Still delivering, and post-assessed, of the measures in the agency's rounds that the person may see."""
    return _delivering(user, Q(post_assessment__round__agency_id=agency_id))


def delivering_of_expert(user: User, expert_id: int) -> tuple[int, int]:
    """As of an agency, in the rounds on whose panels the expert handed in a sheet or was named."""
    judged = ReviewExpert.objects.filter(expert_id=expert_id, state__in=JUDGING)
    return _delivering(user, Q(post_assessment__round__in=judged.values("review__round_id")))


def _delivering(user: User, chosen: Q) -> tuple[int, int]:
    items = PostAssessmentItem.objects.filter(
        chosen, post_assessment__in=PostAssessment.objects.visible_to(user)
    )
    found = items.aggregate(all=Count("pk"), standing=Count("pk", filter=Q(running=Running.DELIVERING)))
    return found["standing"], found["all"]
