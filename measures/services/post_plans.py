"""The yearly plan of post-assessment: lots are drawn, and what was drawn becomes tasks."""

import secrets
from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services.activity import activity_record
from audits.models import Round
from config.common.errors import Problem, Refused
from measures import rules
from measures.calculations.sampling import sample
from measures.models import Measure, PostAssessment, PostPlan, PostSample, PostStratum
from measures.selectors.post_plans import frame_of

LONGEST_SEED = 40


@transaction.atomic
def post_plan_draw(
    *,
    by_strata: str,
    planned_on: date,
    wanted: Mapping[str, int],
    seed: str = "",
    by: User,
    at: datetime,
) -> PostPlan:
    """Draw this year's measures for the officer's territory and plan a post-assessment for each of their rounds.

    `wanted`: how many of each stratum of `frame_of`. Without a `seed` one is made; either way it is recorded,
    and the same seed over the recorded frames gives the same measures again.
    """
    region = rules.check_plans_for(by)
    if PostPlan.objects.filter(region=region, year=planned_on.year).exists():
        raise Refused(_("%(year)d年度的后评估计划已经抽取，每年一份，不能重抽。") % {"year": planned_on.year})
    frame = frame_of(by, by_strata, planned_on)
    wanted = {name: number for name, number in wanted.items() if number}
    _check_sample({name: len(ids) for name, ids in frame.items()}, wanted)
    seed = seed.strip()[:LONGEST_SEED] or secrets.token_hex(8)
    facts = {"by_strata": by_strata, "planned_on": planned_on, "seed": seed}
    plan = PostPlan.objects.create(region=region, year=planned_on.year, created_by=by, created_at=at, **facts)
    drawn = sample(frame, wanted, seed)
    _write(plan, frame, drawn)
    told = {"seed": seed, "by_strata": by_strata, "drawn": sum(map(len, drawn.values()))}
    activity_record(by=by, at=at, verb="post_plan_draw", thing=plan, region=region, new=told)
    return plan


def _check_sample(sizes: Mapping[str, int], wanted: Mapping[str, int]) -> None:
    if not wanted:
        raise Refused(_("请至少在一层抽取一项方案。"))
    problems = []
    for name, number in wanted.items():
        size, words = sizes.get(name, 0), name.rpartition("/")[2] or name
        if number < 0 or number > size:
            sentence = _("“%(name)s”层共有 %(size)d 项方案，不能抽取 %(number)d 项；请填 0 到 %(size)d。")
            facts = {"name": words, "size": size, "number": number}
            problems.append(Problem("sample_within_stratum", sentence % facts))
    if problems:
        raise Refused(_("抽取数量超过了该层的方案总数，没有抽取。"), problems)


def _write(plan: PostPlan, frame: Mapping[str, list[int]], drawn: Mapping[str, list[int]]) -> None:
    strata = PostStratum.objects.bulk_create(
        PostStratum(plan=plan, name=name, frame=ids, size=len(ids), drawn=len(drawn.get(name, [])))
        for name, ids in frame.items()
    )
    ids = [pk for some in drawn.values() for pk in some]
    round_of = dict(Measure.objects.filter(pk__in=ids).values_list("pk", "round_id"))
    tasks = {
        round_id: PostAssessment(
            round=Round(pk=round_id),
            planned_on=plan.planned_on,
            created_by=plan.created_by,
            created_at=plan.created_at,
        )
        for round_id in sorted(set(round_of.values()))
    }
    PostAssessment.objects.bulk_create(tasks.values())
    PostSample.objects.bulk_create(
        PostSample(stratum=row, measure_id=pk, post_assessment=tasks[round_of[pk]])
        for row in strata
        for pk in drawn.get(row.name, [])
    )
