"""Findings as rows of a list and as one card."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from config.common.access import OFFICERS, Permission, allowed
from config.common.wording import Light, due_light
from measures.enums import FindingState, Severity
from measures.lifecycle import FINDING, PLANT
from measures.models import Finding
from measures.presenters.trails import round_trail, round_words
from measures.presenters.visit_logs import FINDING_TONES, SEVERITY_TONES


def finding_light(finding: Finding) -> Light:
    return Light(FINDING_TONES[FindingState(finding.state)], finding.get_state_display())


def finding_table(today: date) -> Callable[[Iterable[Finding]], list[dict[str, Any]]]:
    return lambda found: [_row(one, today) for one in found]


def _row(one: Finding, today: date) -> dict[str, Any]:
    return {
        "text": one.text,
        "href": reverse("measures:finding_detail", args=[one.pk]),
        "enterprise": one.round.enterprise.name,
        "round": round_words(one.round),
        "measure": str(one.measure) if one.measure else _("本轮整体"),
        "severity": Light(SEVERITY_TONES[Severity(one.severity)], one.get_severity_display()),
        "due_on": one.due_on,
        "due": due_light(one.due_on, one.closed_on, today),
        "responsible": one.responsible,
        "light": finding_light(one),
    }


def finding_card(finding: Finding, user: User, today: date) -> dict[str, Any]:
    """One finding: facts, answer with proofs, story, and which form this person may fill."""
    row = _row(finding, today)
    verifier = finding.visit.assignment.verifier.name
    return row | {
        "trail": round_trail(finding.round, _("问题 %(number)s") % {"number": finding.number}),
        "facts": [
            {"term": _("程度"), "value": finding.get_severity_display()},
            {"term": _("涉及方案"), "value": row["measure"]},
            {"term": _("整改期限"), "value": str(finding.due_on)},
            {"term": _("责任人"), "value": finding.responsible},
            {"term": _("核查员"), "value": verifier},
        ],
        "visit": reverse("measures:visit_detail", args=[finding.visit.assignment_id]),
        "answer": finding.answer,
        "return_reason": finding.return_reason,
        "proofs": [
            {"name": one.attachment.name, "href": reverse("measures:finding_proof", args=[one.pk])}
            for one in finding.proofs.all()
        ],
        "story": [
            {
                "what": _move_words(one.from_state, one.to_state),
                "who": one.by.name,
                "at": one.at,
                "words": one.words,
            }
            for one in finding.moves.all()
        ],
        "form": _form_of(finding, user),
        "may_order": allowed(user, Permission.ORDERS_WRITE) and finding.state != FindingState.CLOSED,
    }


def _move_words(from_state: str, to_state: str) -> str:
    return next(
        (
            move.story
            for move in FINDING.moves
            if from_state in move.from_states and move.to_state == to_state
        ),
        "",
    )


def _form_of(finding: Finding, user: User) -> str:
    if finding.state == FindingState.OPEN and user.role in PLANT:
        return "answer"
    return "decide" if finding.state == FindingState.ANSWERED and user.role in OFFICERS else ""
