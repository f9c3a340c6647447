"""Reads of post-assessments and of the rounds that wait for one."""

from datetime import date, timedelta

from django.db.models import Prefetch, Q, QuerySet

from accounts.models import User
from audits.models import Round
from measures.enums import STANDING
from measures.models import Measure, PostAssessment, PostAssessmentItem, PostSample

WAIT = timedelta(days=365)
SOON = timedelta(days=30)


def post_assessments_for(user: User) -> QuerySet[PostAssessment]:
    items = Prefetch("items", PostAssessmentItem.objects.select_related("measure"))
    return (
        PostAssessment.objects.visible_to(user)
        .select_related("round__enterprise__region__city", "assessed_by")
        .prefetch_related(items)
    )


def rounds_to_post_assess(user: User, on: date | None = None) -> QuerySet[Round]:
    """Accepted rounds without a planned post-assessment; with `on`, those accepted at least a year before it.

    Imported rounds have no measures that could be looked at one by one.
    """
    accepted = Round.objects.visible_to(user).filter(accepted_on__isnull=False, imported=False)
    rounds = accepted.filter(post_assessment__isnull=True)
    if on is not None:
        rounds = rounds.filter(accepted_on__lte=on - WAIT)
    return rounds.select_related("enterprise__region__city")


def due_post_assessments(user: User, on: date) -> QuerySet[PostAssessment]:
    """Planned within the next month or overdue, not recorded."""
    rows = post_assessments_for(user).filter(assessed_on__isnull=True, planned_on__lte=on + SOON)
    return rows.order_by("planned_on", "pk")


def measures_to_assess(user: User, post_assessment: PostAssessment) -> list[Measure]:
    """What a plan has drawn of the round, else all its standing measures."""
    rows = Measure.objects.visible_to(user).filter(asked_of(post_assessment))
    return list(rows.order_by("pk"))


def asked_of(post_assessment: PostAssessment) -> Q:
    """A drawn measure is looked at whatever has become of it since."""
    if PostSample.objects.filter(post_assessment=post_assessment).exists():
        return Q(post_samples__post_assessment=post_assessment)
    return Q(round_id=post_assessment.round_id, state__in=STANDING)
