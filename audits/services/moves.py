"""Moving a round: who, when, whether the work is done; then the row, its story, the trail and who waits."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services.activity import activity_record
from audits import rules
from audits.enums import RoundState
from audits.lifecycle import ASIDE, LIFECYCLE, gate_of, passes_gate, stage_of
from audits.models import Round, RoundMove
from audits.selectors.facts import stage_problems
from audits.services.effects import dates_of, move_carry_out
from audits.services.notices import move_tell
from audits.services.rectifications import check_lapsed
from config.common.errors import Refused
from config.common.lifecycles import BACK, Move
from config.common.versions import guarded_update
from config.common.wording import listed


@transaction.atomic
def round_move(
    *,
    round_: Round,
    move: str,
    by: User,
    at: datetime,
    on: date,
    reason: str = "",
    version: int | None = None,
) -> Round:
    """Bring a round along one move of the table; refused with a sentence, never half done.

    `version` is the one the person read (default: the row in memory); `on` the day the deed is dated.
    """
    step = move_checked(round_=round_, move=move, by=by, at=at, on=on, reason=reason)
    _check_work_is_done(round_, step)
    if step.name == "rectify_lapse":
        check_lapsed(round_, on)
    before, to_state = round_.state, _target(round_, step)
    guarded_update(round_, version=version, **_changes(round_, step, to_state, on))
    made = RoundMove.objects.create(
        round=round_,
        move=step.name,
        from_state=before,
        to_state=to_state,
        reason=reason.strip()[:500],
        on=on,
        by=by,
        at=at,
    )
    move_carry_out(round_=round_, move=made, by=by, at=at)
    _record(round_, made, step)
    move_tell(round_=round_, move=step, made=made, at=at)
    return round_


def _record(round_: Round, made: RoundMove, step: Move) -> None:
    activity_record(
        by=made.by,
        at=made.at,
        verb="round_move",
        thing=round_,
        region=round_.enterprise.region,
        old={"state": made.from_state},
        new={"state": made.to_state, "on": made.on},
        note=f"{step.story} {made.reason}".strip(),
    )


def move_checked(*, round_: Round, move: str, by: User, at: datetime, on: date, reason: str) -> Move:
    """The move of that name if this person may make it now, for this reason, on that day."""
    step = LIFECYCLE.move(move)
    if step is None:
        raise Refused(_("没有“%(move)s”这个办理事项。") % {"move": move})
    rules.check_role(step, by)
    rules.check_works_on(round_, by)
    if round_.state not in step.from_states:
        raise Refused(_refused_from(round_, step))
    rules.check_reason(step, reason)
    rules.check_day(round_, on, timezone.localtime(at).date())
    return step


def _refused_from(round_: Round, step: Move) -> str:
    possible = listed(f"“{move.label}”" for move in LIFECYCLE.leaving(round_.state))
    state = RoundState(round_.state).label
    if not possible:
        return _("本轮已是“%(state)s”，不能再“%(move)s”。") % {"state": state, "move": step.label}
    return _("本轮现处于“%(state)s”，不能“%(move)s”；现在可以办理：%(possible)s。") % {
        "state": state,
        "move": step.label,
        "possible": possible,
    }


def _check_work_is_done(round_: Round, step: Move) -> None:
    """The gate before a move forward: refused with everything that is missing, each with its link."""
    part = gate_of(round_.state)
    problems = stage_problems(round_, part) if part and passes_gate(step) else []
    if problems:
        sentence = _("尚有 %(n)d 项未完成，不能“%(move)s”。") % {"n": len(problems), "move": step.label}
        raise Refused(sentence, problems)


def _target(round_: Round, step: Move) -> str:
    return round_.state_before if step.to_state == BACK else step.to_state


def _changes(round_: Round, step: Move, to_state: str, on: date) -> dict[str, Any]:
    changes: dict[str, Any] = {"state": to_state, "stage": stage_of(to_state)}
    if step.to_state == BACK:
        changes["state_before"] = ""
    elif to_state in ASIDE and round_.state not in ASIDE:
        changes["state_before"] = round_.state
    return changes | dates_of(round_, step, on)
