"""What every stage owes, and what the stages after evaluation owe besides."""

from django.urls import reverse
from django.utils.translation import gettext as _

from audits.enums import Stage
from audits.facts import RoundFacts, StageFacts
from audits.gates.plan import Check
from config.common.errors import Problem


def stage_link(facts: RoundFacts, stage: str, field: str) -> str:
    return f"{reverse('audits:stage_edit', args=[facts.round_id, stage.lower()])}#id_{field}"


def of(stage: Stage) -> tuple[Check, ...]:
    """The two checks every stage has: who answers for it, and what came of it."""

    def stage_has_a_responsible_person(facts: RoundFacts) -> list[Problem]:
        if _stage(facts, stage).responsible.strip():
            return []
        sentence = _("“%(stage)s”未填写负责人") % {"stage": stage.label}
        return [Problem(f"{stage.lower()}_responsible", sentence, stage_link(facts, stage, "responsible"))]

    def stage_has_a_result(facts: RoundFacts) -> list[Problem]:
        if _stage(facts, stage).result.strip():
            return []
        sentence = _("“%(stage)s”未填写阶段成果") % {"stage": stage.label}
        return [Problem(f"{stage.lower()}_result", sentence, stage_link(facts, stage, "result"))]

    return stage_has_a_responsible_person, stage_has_a_result


def evaluation_has_passed(facts: RoundFacts) -> list[Problem]:
    """Stage 6 is approved only after the experts let the costly measures go ahead."""
    if facts.evaluated_on:
        return []
    link = reverse("audits:round_detail", args=[facts.round_id])
    return [Problem("evaluation", _("评估尚未通过，方案实施阶段不能通过"), link)]


def every_target_has_its_reached_value(facts: RoundFacts) -> list[Problem]:
    """Each target says what was reached; a gap is explained in the stage's result."""
    missing = [target.indicator for target in facts.targets if target.reached is None]
    return [
        Problem(
            "target_reached",
            _("目标“%(target)s”未填写达到值") % {"target": name},
            stage_link(facts, Stage.IMPLEMENTATION, "reached"),
        )
        for name in missing
    ]


def level_after_is_entered(facts: RoundFacts) -> list[Problem]:
    """The level after, against which acceptance looks."""
    if facts.level_after:
        return []
    link = stage_link(facts, Stage.IMPLEMENTATION, "level_after")
    return [Problem("level_after", _("未填写审核后清洁生产水平等级"), link)]


def _stage(facts: RoundFacts, stage: str) -> StageFacts:
    return facts.stages.get(stage, StageFacts(stage))
