"""What a move brings with it: dates of the stages and of the plan, legal duties met or begun, the listing."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from accounts.models import User
from audits.enums import SEVEN_STAGES, Outcome, RoundState, Stage
from audits.lifecycle import stage_of
from audits.models import AuditPlan, Round, RoundMove, RoundStage
from audits.selectors.rectifications import last_outcome
from config.common.kept import edition_bump
from config.common.lifecycles import Move
from config.common.versions import guarded_update
from enterprises.enums import DutyCode, ListingState
from enterprises.services.duties import duties_open, duty_meet, duty_reopen
from enterprises.services.watch import watch_met

Effect = Callable[[Round, RoundMove], None]

_SIDE_STATES = {
    RoundState.EXEMPTED: ListingState.EXEMPTED,
    RoundState.DEFERRED: ListingState.DEFERRED,
    RoundState.ROLLED_OVER: ListingState.ROLLED_OVER,
}


def dates_of(round_: Round, move: Move, on: date) -> dict[str, Any]:
    """The event dates a move sets. What happened once stays: a report handed in again keeps its first day.

    The audit began when the plan that was then approved was handed in, not when it was read.
    """
    if not move.sets:
        return {}
    day = on
    if move.name == "plan_approve":
        day = AuditPlan.objects.get(round=round_).submitted_on or on
    changes: dict[str, Any] = {} if getattr(round_, move.sets) else {move.sets: day}
    if move.name == "acceptance_pass":
        changes["closed_on"] = on
    return changes


def move_carry_out(*, round_: Round, move: RoundMove, by: User, at: datetime) -> None:
    """Everything that follows from a move, in the move's transaction."""
    effect = _EFFECTS.get(move.move)
    if effect:
        effect(round_, move)
    elif move.move.startswith("back_to_") or move.move in {"evaluation_redo", "implementation_again"}:
        _stages_clear(round_, stage_of(move.to_state))
    elif move.move.endswith("_submit"):
        _stage_dates(round_, move.from_state, submitted_on=move.on, approved_on=None)
    elif move.move.endswith("_approve"):
        _stage_approved(round_, move)
    elif move.move.endswith("_return"):
        _stage_dates(round_, move.from_state, approved_on=None)


def _plan_submit(round_: Round, move: RoundMove) -> None:
    AuditPlan.objects.filter(round=round_).update(submitted_on=move.on, approved_on=None)


def _plan_approve(round_: Round, move: RoundMove) -> None:
    plan = AuditPlan.objects.get(round=round_)
    AuditPlan.objects.filter(pk=plan.pk).update(approved_on=move.on)
    _meet(round_, DutyCode.FILE_PLAN, plan.submitted_on or move.on, move)
    _meet(round_, DutyCode.START, round_.started_on or move.on, move)


def _report_submit(round_: Round, move: RoundMove) -> None:
    _meet(round_, DutyCode.FINISH, round_.reported_on or move.on, move)
    watch_met(enterprise_id=round_.enterprise_id, on=move.on, accepted=False)


def _acceptance_pass(round_: Round, move: RoundMove) -> None:
    watch_met(enterprise_id=round_.enterprise_id, on=move.on, accepted=True)
    edition_bump()


def _evaluation_pass(round_: Round, move: RoundMove) -> None:
    if round_.listing is not None:
        event = "evaluation_passed"
        duties_open(listings=[round_.listing], base_event=event, base_on=move.on, by=move.by, at=move.at)


def _acceptance_apply(round_: Round, move: RoundMove) -> None:
    _meet(round_, DutyCode.APPLY_ACCEPTANCE, move.on, move)
    _meet(round_, DutyCode.RECTIFY, move.on, move)


def _acceptance_return(round_: Round, move: RoundMove) -> None:
    """What was to be mended is not, while the application that should show it was sent back."""
    if round_.listing is not None and last_outcome(round_) == Outcome.RECTIFY:
        code, why = DutyCode.RECTIFY, move.reason[:300]
        duty_reopen(listing=round_.listing, code=code, on=move.on, reason=why, by=move.by, at=move.at)


def _stage_approved(round_: Round, move: RoundMove) -> None:
    _stage_dates(round_, move.from_state, approved_on=move.on)
    if stage_of(move.from_state) == Stage.IMPLEMENTATION:
        done = RoundStage.objects.get(round=round_, stage=Stage.IMPLEMENTATION)
        _meet(round_, DutyCode.IMPLEMENT, done.submitted_on or move.on, move)


def _set_aside(round_: Round, move: RoundMove) -> None:
    _listing_state(round_, _SIDE_STATES[RoundState(move.to_state)], move)


def _resume(round_: Round, move: RoundMove) -> None:
    if move.from_state == RoundState.DEFERRED:
        _listing_state(round_, ListingState.LISTED, move)


_EFFECTS: dict[str, Effect] = {
    "plan_submit": _plan_submit,
    "plan_approve": _plan_approve,
    "plan_return": lambda _round, _move: None,
    "report_submit": _report_submit,
    "evaluation_pass": _evaluation_pass,
    "acceptance_apply": _acceptance_apply,
    "acceptance_return": _acceptance_return,
    "acceptance_return_again": _acceptance_return,
    "acceptance_pass": _acceptance_pass,
    "exempt": _set_aside,
    "defer": _set_aside,
    "roll_over": _set_aside,
    "resume": _resume,
}


def _meet(round_: Round, code: DutyCode, on: date, move: RoundMove) -> None:
    if round_.listing is not None:
        duty_meet(listing=round_.listing, code=code, on=on, by=move.by, at=move.at)


def _stage_dates(round_: Round, state: str, **dates: date | None) -> None:
    RoundStage.objects.filter(round=round_, stage=stage_of(state)).update(**dates)


def _stages_clear(round_: Round, stage: Stage) -> None:
    """What is to be done again loses its dates; the story keeps them."""
    again = SEVEN_STAGES[SEVEN_STAGES.index(stage) :]
    RoundStage.objects.filter(round=round_, stage__in=again).update(submitted_on=None, approved_on=None)


def _listing_state(round_: Round, state: ListingState, move: RoundMove) -> None:
    """The entry follows its round; one that an amendment took off its list stays taken off."""
    if round_.listing is None or round_.listing.state == ListingState.REMOVED:
        return
    edition_bump()
    reason = move.reason[:300] if state != ListingState.LISTED else ""
    guarded_update(round_.listing, state=state, state_on=move.on, state_reason=reason)
