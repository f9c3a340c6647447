"""The stepper: seven stages, evaluation and acceptance, and where the round stands on it."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from audits.enums import SEVEN_STAGES, ReviewKind, RoundState, Stage
from audits.lifecycle import ASIDE, stage_of
from audits.models import Round
from audits.selectors.rounds import RoundSheet
from enterprises.enums import DutyCode

SPINE = (*SEVEN_STAGES[:5], Stage.EVALUATION, *SEVEN_STAGES[5:], Stage.ACCEPTANCE)
_MARKS = {Stage.EVALUATION: gettext_lazy("评"), Stage.ACCEPTANCE: gettext_lazy("验")}
_REACHED = {Stage.PLANNED: 0, Stage.REPORTED: SPINE.index(Stage.EVALUATION), Stage.CLOSED: len(SPINE)}
_AWAITED = {
    RoundState.FEASIBILITY_APPROVED: Stage.EVALUATION,
    RoundState.CONTINUATION_APPROVED: Stage.ACCEPTANCE,
}


def position(state: str) -> int:
    """How many of the nine steps lie behind."""
    if state in _AWAITED:
        return SPINE.index(_AWAITED[RoundState(state)])
    stage = stage_of(state)
    return _REACHED[stage] if stage in _REACHED else SPINE.index(stage)


def stepper(round_: Round, sheet: RoundSheet, today: date) -> list[dict[str, Any]]:
    """Nine steps for components/stepper.html."""
    state = round_.state_before if round_.state in ASIDE and round_.state_before else round_.state
    here = position(state) if state not in ASIDE else 0
    number = 0
    steps = []
    for index, stage in enumerate(SPINE):
        number += stage in SEVEN_STAGES
        steps.append(
            {
                "number": number if stage in SEVEN_STAGES else _MARKS[stage],
                "label": stage.label,
                "state": _step_state(round_, sheet, stage, index - here, today),
                "note": _note(round_, sheet, stage, index - here),
                "href": _href(round_, sheet, stage),
            }
        )
    return steps


def _step_state(round_: Round, sheet: RoundSheet, stage: Stage, ahead: int, today: date) -> str:
    if ahead < 0:
        return "done"
    if ahead > 0:
        return "todo"
    if round_.state in ASIDE:
        return "paused"
    if round_.state.endswith("_RETURNED"):
        return "returned"
    row = sheet.stages.get(stage)
    late = row is not None and row.planned_on is not None and row.planned_on < today
    return "late" if late and round_.state.endswith("_IN_PROGRESS") else "now"


def _note(round_: Round, sheet: RoundSheet, stage: Stage, ahead: int) -> str:
    if stage == Stage.EVALUATION:
        return _day(round_.evaluated_on) or _("报告后")
    if stage == Stage.ACCEPTANCE:
        return _day(round_.accepted_on)
    row = sheet.stages[stage]
    if ahead < 0 and row.approved_on:
        return _day(row.approved_on)
    if ahead == 0 and round_.stage == Stage.PLANNED:
        return _("先报审核计划")
    if stage == Stage.FEASIBILITY and ahead > 0 and (due := _finish_due(sheet)):
        return _("报告 %(day)s 前") % {"day": due}
    return _("计划 %(day)s") % {"day": _day(row.planned_on)} if row.planned_on else ""


def _finish_due(sheet: RoundSheet) -> date | None:
    return next((duty.due_on for duty in sheet.duties if duty.code == DutyCode.FINISH), None)


def _day(on: date | None) -> str:
    return f"{on:%m-%d}" if on else ""


def _href(round_: Round, sheet: RoundSheet, stage: Stage) -> str:
    if stage in SEVEN_STAGES:
        return reverse("audits:stage_edit", args=[round_.pk, stage.lower()])
    kind = ReviewKind(stage.lower())
    review = next((one for one in reversed(sheet.reviews) if one.kind == kind), None)
    return reverse("audits:review_detail", args=[review.pk]) if review else ""
