"""A round frozen for its gates."""

from audits.enums import Stage
from audits.facts import MemberFacts, RoundFacts, StageFacts, TargetFacts
from audits.gates import gate_problems
from audits.models import AuditPlan, Round, RoundFile, RoundStage, Target, TeamMember
from config.common.errors import Problem
from config.common.plug import hooks


def round_facts(round_: Round) -> RoundFacts:
    """Five small reads, whatever the round holds."""
    plan = AuditPlan.objects.get(round=round_)
    team = TeamMember.objects.filter(plan=plan)
    targets = Target.objects.filter(plan=plan)
    stages = RoundStage.objects.filter(round=round_)
    return RoundFacts(
        round_id=round_.pk,
        opened_on=round_.opened_on,
        focus=plan.focus,
        training=plan.training,
        level_before=round_.level_before,
        level_after=round_.level_after,
        evaluated_on=round_.evaluated_on,
        has_report=RoundFile.objects.filter(round=round_, stage=Stage.REPORTED).exists(),
        team=tuple(MemberFacts(one.name, one.is_leader, one.from_management) for one in team),
        targets=tuple(TargetFacts(one.indicator, one.near, one.reached) for one in targets),
        stages={
            one.stage: StageFacts(one.stage, one.planned_on, one.responsible, one.result) for one in stages
        },
    )


def own_problems(round_: Round, stage: str) -> list[Problem]:
    """What audits itself has against leaving a stage (hook STAGE_PROBLEMS)."""
    return gate_problems(round_facts(round_), stage)


def stage_problems(round_: Round, stage: str) -> list[Problem]:
    """Everything that still stands against leaving a stage, from every app that has a say."""
    return [problem for hook in hooks("STAGE_PROBLEMS") for problem in hook(round_, stage)]
