"""The audit plan: who is on the team, what is aimed at, where it digs, by when each stage ends."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services.activity import activity_record
from audits import rules
from audits.enums import RoundState
from audits.lifecycle import PLAN_OPEN
from audits.models import AuditPlan, Round, RoundStage, Target, TeamMember
from config.common.errors import Refused
from config.common.versions import guarded_update

PLAN_FIELDS = ("focus", "training", "intended_measures")
ROUND_FIELDS = ("agency", "responsible", "low_cost_limit_wan", "high_cost_limit_wan")
Rows = Iterable[Mapping[str, Any]]


@transaction.atomic
def plan_save(
    *,
    round_: Round,
    version: int,
    by: User,
    at: datetime,
    team: Rows | None = None,
    targets: Rows | None = None,
    schedule: Mapping[str, date | None] | None = None,
    **changes: Any,
) -> AuditPlan:
    """Save the plan as it stands; it need not be complete before it is handed in.

    `version` is the plan's. `team` and `targets` replace the rows there are, `schedule` maps a stage to
    its planned day; None leaves each as it is. `changes`: focus, training, intended_measures, agency,
    responsible, low_cost_limit_wan, high_cost_limit_wan.
    """
    rules.check_plant(round_, by)
    check_plan_open(round_)
    plan = AuditPlan.objects.get(round=round_)
    of_plan = {name: changes.pop(name) for name in PLAN_FIELDS if name in changes}
    of_round = {name: changes.pop(name) for name in ROUND_FIELDS if name in changes}
    if changes:
        raise TypeError(f"plan_save: {', '.join(changes)}")
    _check_limits(round_, of_round)
    old = {name: getattr(plan, name) for name in of_plan}
    guarded_update(plan, version=version, **of_plan)
    if of_round:
        guarded_update(round_, **of_round)
    _team_replace(plan, team)
    _targets_replace(plan, targets)
    for stage, planned_on in (schedule or {}).items():
        RoundStage.objects.filter(round=round_, stage=stage).update(planned_on=planned_on)
    activity_record(
        by=by, at=at, verb="plan_save", thing=round_, region=round_.enterprise.region, old=old, new=of_plan
    )
    return plan


def check_plan_open(round_: Round) -> None:
    """The plan may be written until the report is due, but not while it waits for the officer."""
    if round_.state in PLAN_OPEN:
        return
    state = RoundState(round_.state).label
    raise Refused(_("本轮现处于“%(state)s”，审核计划不能修改。") % {"state": state})


def _check_limits(round_: Round, changes: Mapping[str, Any]) -> None:
    low = changes.get("low_cost_limit_wan", round_.low_cost_limit_wan)
    high = changes.get("high_cost_limit_wan", round_.high_cost_limit_wan)
    if low < 0 or low >= high:
        raise Refused(_("低费上限应小于高费下限，且不为负数。"))


def _team_replace(plan: AuditPlan, team: Rows | None) -> None:
    if team is None:
        return
    TeamMember.objects.filter(plan=plan).delete()
    TeamMember.objects.bulk_create([TeamMember(plan=plan, **row) for row in team])


def _targets_replace(plan: AuditPlan, targets: Rows | None) -> None:
    """Same indicator, same target: what was reached stays when the aims are edited."""
    if targets is None:
        return
    reached = dict(Target.objects.filter(plan=plan).values_list("indicator", "reached"))
    Target.objects.filter(plan=plan).delete()
    rows = [{"reached": reached.get(row["indicator"]), **row} for row in targets]
    Target.objects.bulk_create([Target(plan=plan, **row) for row in rows])
