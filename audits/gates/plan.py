"""The plan: a team that can act, a date for every stage, people trained."""

from collections.abc import Callable
from datetime import date
from itertools import pairwise

from django.urls import reverse
from django.utils.translation import gettext as _

from audits.enums import SEVEN_STAGES
from audits.facts import RoundFacts
from config.common.errors import Problem
from config.common.wording import listed

Check = Callable[[RoundFacts], list[Problem]]


def plan_link(facts: RoundFacts, anchor: str) -> str:
    return f"{reverse('audits:plan_edit', args=[facts.round_id])}#{anchor}"


def team_has_a_leader_from_management(facts: RoundFacts) -> list[Problem]:
    """Worksheet 1-1: the team is led by somebody who can decide."""
    if any(member.is_leader and member.from_management for member in facts.team):
        return []
    sentence = _("审核小组应有一名来自管理层的组长")
    return [Problem("team_leader", sentence, plan_link(facts, "team"))]


def every_stage_has_a_planned_date(facts: RoundFacts) -> list[Problem]:
    """Worksheet 1-2: the work plan names the day each stage ends."""
    missing = [stage.label for stage in SEVEN_STAGES if _planned(facts, stage) is None]
    if not missing:
        return []
    names = listed(str(name) for name in missing)
    sentence = _("有 %(n)d 个阶段未填计划完成日期：%(names)s") % {"n": len(missing), "names": names}
    return [Problem("stage_dates", sentence, plan_link(facts, "schedule"))]


def planned_dates_follow_the_stages(facts: RoundFacts) -> list[Problem]:
    """A later stage is not planned to end before an earlier one, nor before the round opened."""
    days = [(stage, on) for stage in SEVEN_STAGES if (on := _planned(facts, stage))]
    wrong = [late.label for (_one, before), (late, on) in pairwise(days) if on < before]
    if days and days[0][1] < facts.opened_on:
        wrong.insert(0, days[0][0].label)
    return [
        Problem(
            "stage_order",
            _("“%(stage)s”的计划日期早于上一阶段或名单公布日") % {"stage": name},
            plan_link(facts, "schedule"),
        )
        for name in wrong
    ]


def training_is_recorded(facts: RoundFacts) -> list[Problem]:
    """People of the plant have heard what the audit is for."""
    if facts.training.strip():
        return []
    return [Problem("training", _("未填写宣传培训情况"), plan_link(facts, "id_training"))]


def _planned(facts: RoundFacts, stage: str) -> date | None:
    return facts.stages[stage].planned_on if stage in facts.stages else None
