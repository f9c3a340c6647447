"""Moving a review: who, when, why; the row and the trail."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services.activity import activity_record
from audits import rules
from audits.enums import ReviewState
from audits.lifecycle_reviews import LIFECYCLE
from audits.models import Review
from config.common.errors import Problem, Refused
from config.common.lifecycles import Move
from config.common.versions import guarded_update
from config.common.wording import listed


def review_step(
    *,
    review: Review,
    move: str,
    by: User,
    at: datetime,
    reason: str = "",
    version: int | None = None,
    told: dict[str, Any] | None = None,
    changes: Mapping[str, Any] | None = None,
) -> Review:
    """Bring a review along one move of its table inside the caller's transaction; `told` is what the trail says."""
    step = review_move_checked(review=review, move=move, by=by, at=at, reason=reason)
    before = review.state
    guarded_update(review, version=version, state=step.to_state, **changes or {})
    activity_record(
        by=by,
        at=at,
        verb=f"review_{step.name}",
        thing=review,
        region=review.round.enterprise.region,
        old={"state": before},
        new={"state": step.to_state} | (told or {}),
        note=reason.strip(),
    )
    return review


def review_move_checked(*, review: Review, move: str, by: User, at: datetime, reason: str = "") -> Move:
    """The move of that name if this person may make it at that moment, with this reason."""
    step = LIFECYCLE.move(move)
    if step is None:
        raise Refused(_("没有“%(move)s”这个办理事项。") % {"move": move})
    rules.check_role(step, by)
    rules.check_works_on(review.round, by)
    if review.state not in step.from_states:
        raise Refused(_refused_from(review, step))
    if step.needs_reason and not reason.strip():
        raise Refused(
            _("“%(move)s”要写明原因。") % {"move": step.label},
            [Problem("reason", _("请填写原因，企业会看到这段话。"))],
        )
    return step


def _refused_from(review: Review, step: Move) -> str:
    state = ReviewState(review.state).label
    possible = listed(f"“{move.label}”" for move in LIFECYCLE.leaving(review.state))
    if not possible:
        return _("这次评审%(state)s，不能再“%(move)s”。") % {"state": state, "move": step.label}
    return _("这次评审现处于“%(state)s”，不能“%(move)s”；现在可以办理：%(possible)s。") % {
        "state": state,
        "move": step.label,
        "possible": possible,
    }
