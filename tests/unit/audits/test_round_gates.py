"""Each check of the gates, met and unmet, and where its problem leads."""

from datetime import date
from decimal import Decimal

import pytest

from audits.enums import SEVEN_STAGES, Stage
from audits.facts import MemberFacts, RoundFacts, StageFacts, TargetFacts
from audits.gates import GATES, before_report, gate_problems, plan, result

OPENED = date(2026, 3, 18)
DAYS = [date(2026, month, 1) for month in range(4, 11)]
DONE = RoundFacts(
    round_id=7,
    opened_on=OPENED,
    focus="炼焦车间",
    training="动员会一次",
    level_before="III",
    level_after="II",
    evaluated_on=date(2026, 9, 1),
    has_report=True,
    team=(MemberFacts("赵建国", True, True),),
    targets=(TargetFacts("吨焦新水耗", Decimal("1.5"), Decimal("1.4")),),
    stages={
        stage: StageFacts(stage, day, "李四", "已完成") for stage, day in zip(SEVEN_STAGES, DAYS, strict=True)
    },
)
EMPTY = RoundFacts(round_id=7, opened_on=OPENED)


@pytest.mark.parametrize("stage", list(GATES))
def test_a_round_with_everything_done_has_no_problem(stage):
    assert gate_problems(DONE, stage) == []


@pytest.mark.parametrize(
    ("stage", "codes"),
    [
        (Stage.PLANNED, ["team_leader", "stage_dates"]),
        (
            Stage.PREPARATION,
            ["team_leader", "stage_dates", "training", "preparation_responsible", "preparation_result"],
        ),
        (
            Stage.PRE_ASSESSMENT,
            ["focus", "targets", "level_before", "pre_assessment_responsible", "pre_assessment_result"],
        ),
        (Stage.ASSESSMENT, ["assessment_responsible", "assessment_result"]),
        (Stage.OPTIONS, ["options_responsible", "options_result"]),
        (Stage.FEASIBILITY, ["targets", "feasibility_responsible", "feasibility_result"]),
        (Stage.REPORTED, ["report"]),
        (
            Stage.IMPLEMENTATION,
            ["evaluation", "level_after", "implementation_responsible", "implementation_result"],
        ),
        (Stage.CONTINUATION, ["continuation_responsible", "continuation_result"]),
    ],
)
def test_an_empty_round_owes_what_the_domain_names_before_each_stage_is_left(stage, codes):
    problems = gate_problems(EMPTY, stage)
    assert [problem.code for problem in problems] == codes
    assert all(problem.link.startswith("/audits/rounds/7/") for problem in problems)


def test_stages_without_a_gate_have_no_problem():
    assert gate_problems(EMPTY, Stage.EVALUATION) == []


def test_a_leader_who_is_not_of_the_management_is_not_enough():
    facts = RoundFacts(7, OPENED, team=(MemberFacts("甲", True, False), MemberFacts("乙", False, True)))
    assert plan.team_has_a_leader_from_management(facts)


def test_a_missing_date_is_named():
    stages = DONE.stages | {Stage.OPTIONS: StageFacts(Stage.OPTIONS)}
    facts = RoundFacts(7, OPENED, stages=stages)
    assert "方案产生和筛选" in plan.every_stage_has_a_planned_date(facts)[0].sentence


def test_planned_dates_run_forward_from_the_opening():
    early = DONE.stages | {
        Stage.PREPARATION: StageFacts(Stage.PREPARATION, date(2026, 3, 1)),
        Stage.OPTIONS: StageFacts(Stage.OPTIONS, date(2026, 4, 2)),
    }
    problems = plan.planned_dates_follow_the_stages(RoundFacts(7, OPENED, stages=early))
    assert ["审核准备" in problems[0].sentence, "方案产生和筛选" in problems[1].sentence] == [True, True]
    assert plan.planned_dates_follow_the_stages(EMPTY) == []


def test_a_target_needs_a_near_aim():
    assert before_report.targets_are_set(RoundFacts(7, OPENED, targets=(TargetFacts("水", None, None),)))


def test_each_target_without_its_reached_value_is_named():
    facts = RoundFacts(7, OPENED, targets=(TargetFacts("吨焦新水耗", Decimal(1), None), *DONE.targets))
    problems = result.every_target_has_its_reached_value(facts)
    assert [problem.sentence for problem in problems] == ["目标“吨焦新水耗”未填写达到值"]
