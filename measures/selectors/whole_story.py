"""One measure from idea to post-assessment: everything its page of origins tells, in a constant number of queries."""

from dataclasses import dataclass

from accounts.models import User
from accounts.selectors.people import activities_of
from audits.models import Review
from measures.calculations.screening import Ranked
from measures.models import (
    Measure,
    MeasureParameter,
    PostAssessment,
    PostPlan,
    PostSample,
    ScreeningScore,
)
from measures.selectors.measures import measure_story
from measures.selectors.origins import Origin, origins_of
from measures.selectors.parameters import class_rows_on
from measures.selectors.screening import Sheet, place_of
from measures.selectors.works import Works, works_of


@dataclass(frozen=True)
class WholeStory:
    """`origins` by column of the measure; `planned`: who last said how it is built, and with what money."""

    measure: Measure
    origins: dict[str, Origin]
    classes: tuple[MeasureParameter | None, MeasureParameter | None]
    place: tuple[Sheet, Ranked] | None
    scores: list[ScreeningScore]
    works: Works
    planned: Origin | None
    reviews: list[Review]
    post_assessments: list[PostAssessment]
    samples: list[PostSample]


def whole_story(user: User, measure: Measure) -> WholeStory:
    """Of a measure the caller has found among the reader's."""
    told = measure_story(user, measure)
    scores = ScreeningScore.objects.filter(measure=measure).select_related("factor", "scored_by")
    drawn = PostSample.objects.filter(measure=measure, stratum__plan__in=PostPlan.objects.visible_to(user))
    return WholeStory(
        measure=told,
        origins=origins_of(user, told),
        classes=class_rows_on(told.round),
        place=place_of(user, told),
        scores=list(scores),
        works=works_of(told),
        planned=_planned(user, told),
        reviews=list(
            Review.objects.visible_to(user)
            .filter(round=told.round_id)
            .exclude(outcome="")
            .select_related("recorded_by")
            .order_by("decided_on", "pk")
        ),
        post_assessments=list(
            PostAssessment.objects.visible_to(user).filter(round=told.round_id).select_related("assessed_by")
        ),
        samples=list(drawn.select_related("stratum__plan__region", "stratum__plan__created_by")),
    )


def _planned(user: User, measure: Measure) -> Origin | None:
    rows = activities_of(user, measure._meta.label_lower, measure.pk).filter(verb="works_save")
    found = rows.values_list("actor", "at").first()
    return Origin(*found) if found else None
