"""The province's plan of post-assessment: drawn six weeks ago, most of it looked at since."""

from datetime import datetime, timedelta

from django.utils import timezone

from measures.enums import Strata
from measures.models import PostAssessment
from measures.selectors.post_assessments import measures_to_assess
from measures.selectors.post_plans import frame_of
from measures.services.post_assessments import post_assessment_record
from measures.services.post_plans import post_plan_draw
from reports.demo.campaign import words
from reports.demo.campaign.afterwards import post_item
from reports.demo.campaign.lists import Stage

_SEED = "20261107"


def year_looked_at(stage: Stage, at: datetime) -> None:
    """A third of every second stratum is drawn, so that rounds are left for the next plan."""
    officers = {walk.round.pk: walk.officer for walk in stage.walks}
    province, then = stage.cast.users["shengting"], at - timedelta(days=42)
    planned_on = timezone.localtime(then).date() + timedelta(days=20)
    frame = frame_of(province, Strata.CLASS_INDUSTRY, planned_on)
    wanted = {name: -(-len(ids) // 3) for name, ids in list(frame.items())[::2]}
    if not wanted:
        return
    plan = post_plan_draw(
        by_strata=Strata.CLASS_INDUSTRY,
        planned_on=planned_on,
        wanted=wanted,
        seed=_SEED,
        by=province,
        at=then,
    )
    tasks = PostAssessment.objects.filter(samples__stratum__plan=plan).distinct().order_by("pk")
    seen = then + timedelta(days=25)
    for task in list(tasks.select_related("round__enterprise__region"))[:-1]:
        post_assessment_record(
            post_assessment=task,
            version=task.version,
            assessed_on=timezone.localtime(seen).date(),
            items=[post_item(stage.random, one) for one in measures_to_assess(province, task)],
            conclusion=words.CONCLUSION,
            by=officers[task.round_id],
            at=seen,
        )
