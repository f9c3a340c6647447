"""Is the work done? Pure checks of frozen facts: each is named as a sentence that should be true."""

from audits.enums import Stage
from audits.facts import RoundFacts
from audits.gates import before_report, plan, result
from config.common.errors import Problem

Check = plan.Check

GATES: dict[Stage, tuple[Check, ...]] = {
    Stage.PLANNED: (
        plan.team_has_a_leader_from_management,
        plan.every_stage_has_a_planned_date,
        plan.planned_dates_follow_the_stages,
    ),
    Stage.PREPARATION: (
        plan.team_has_a_leader_from_management,
        plan.every_stage_has_a_planned_date,
        plan.training_is_recorded,
        *result.of(Stage.PREPARATION),
    ),
    Stage.PRE_ASSESSMENT: (
        before_report.focus_is_chosen,
        before_report.targets_are_set,
        before_report.level_before_is_entered,
        *result.of(Stage.PRE_ASSESSMENT),
    ),
    Stage.ASSESSMENT: result.of(Stage.ASSESSMENT),
    Stage.OPTIONS: result.of(Stage.OPTIONS),
    Stage.FEASIBILITY: (before_report.targets_are_set, *result.of(Stage.FEASIBILITY)),
    Stage.REPORTED: (before_report.report_is_attached,),
    Stage.IMPLEMENTATION: (
        result.evaluation_has_passed,
        result.every_target_has_its_reached_value,
        result.level_after_is_entered,
        *result.of(Stage.IMPLEMENTATION),
    ),
    Stage.CONTINUATION: result.of(Stage.CONTINUATION),
}


def gate_problems(facts: RoundFacts, stage: str) -> list[Problem]:
    """What still stands against leaving `stage`, in the order of its checks."""
    return [problem for check in GATES.get(Stage(stage), ()) for problem in check(facts)]
