"""The buttons of a round: what this person may do now, and why something cannot be done yet."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from audits.enums import ReviewKind, RoundState
from audits.lifecycle import BY_REVIEW, LIFECYCLE, gate_of, passes_gate
from audits.models import Round
from audits.rules import not_lapsed_words
from audits.selectors.rounds import RoundSheet
from config.common.access import Permission, allowed
from config.common.errors import Problem
from config.common.lifecycles import Move

_SIDE = {"suspend", "defer", "resume", "exempt", "roll_over"}
_PAGES = {"plan_submit": "audits:plan_edit", "report_submit": "audits:report_submit"}


@dataclass(frozen=True)
class Actions:
    """`first` is the one primary button, `others` stand beside it, `more` in a menu."""

    first: dict[str, Any] | None
    others: list[dict[str, Any]]
    more: list[dict[str, Any]]


def actions(user: User, round_: Round, sheet: RoundSheet, problems: list[Problem], today: date) -> Actions:
    """From the table of moves: what leaves the present state and is this person's to do."""
    mine = [move for move in LIFECYCLE.leaving(round_.state) if user.role in move.roles]
    review = _review_action(user, round_, sheet)
    plain = [move for move in mine if move.name not in BY_REVIEW or move.name.endswith("_apply")]
    aside = [move for move in plain if move.name in _SIDE or move.name.startswith("back_to_")]
    early = not_lapsed_words(sheet.rectify_due_on, today) if sheet.rectify_due_on else ""
    steps = [_action(round_, move, problems, early) for move in plain if move not in aside]
    first = review or next((step for step in steps if step["tone"] == "primary"), None)
    return Actions(
        first=first,
        others=[step for step in steps if step is not first],
        more=[_action(round_, move, [], "") for move in aside],
    )


def _review_action(user: User, round_: Round, sheet: RoundSheet) -> dict[str, Any] | None:
    """Scores and conclusions are entered on the review's own page."""
    if not round_.state.endswith(("_APPLIED", "_SCORED")) or not allowed(user, Permission.REVIEWS_RECORD):
        return None
    waiting = next((one for one in reversed(sheet.reviews) if not one.outcome), None)
    if waiting is None:
        return None
    label = _("办理%(kind)s") % {"kind": waiting.get_kind_display()}
    return _link(label, reverse("audits:review_detail", args=[waiting.pk]), tone="primary")


def _action(round_: Round, move: Move, problems: list[Problem], early: str) -> dict[str, Any]:
    if move.name in _PAGES:
        return _link(str(move.label), reverse(_PAGES[move.name], args=[round_.pk]), tone="primary")
    if move.name.endswith("_apply"):
        kind = ReviewKind(move.name.removesuffix("_apply"))
        return _link(str(move.label), reverse("audits:review_apply", args=[round_.pk, kind]), tone="primary")
    href = reverse("audits:round_move", args=[round_.pk, move.name])
    if move.needs_reason or move.name == "resume":
        link = _link(str(move.label), href, tone="primary" if move.name == "resume" else "plain")
        return link | {"reason": early} if move.name == "rectify_lapse" else link
    gated = gate_of(round_.state) if passes_gate(move) else None
    reason = problem_words(problems) if gated and problems else ""
    return {
        "label": str(move.label),
        "href": href,
        "post": True,
        "tone": "primary",
        "reason": reason,
        "confirm": _consequence(move),
    }


def _link(label: str, href: str, tone: str) -> dict[str, Any]:
    return {"label": label, "href": href, "post": False, "tone": tone, "reason": ""}


def problem_words(problems: list[Problem]) -> str:
    """尚有 3 项未完成,不能通过:见下"""
    number = len(problems)
    words = ngettext("尚有 %(n)d 项未完成，见下", "尚有 %(n)d 项未完成，见下", number)
    return words % {"n": number}


def _consequence(move: Move) -> str:
    """What follows, in one sentence, before a person agrees."""
    if move.name.endswith("_approve"):
        return _("通过后本轮进入“%(state)s”，企业会收到通知。") % {"state": RoundState(move.to_state).label}
    if move.name.endswith("_submit"):
        return _("提交后内容不能再改，等主管部门审查；被退回时可以修改。")
    return _("办理后本轮为“%(state)s”。") % {"state": RoundState(move.to_state).label}
