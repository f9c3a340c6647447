"""Reads of what an enterprise has to mend after an acceptance: until when, and what the acceptance last came to."""

from datetime import date

from audits.enums import Outcome, ReviewKind
from audits.models import Review, Round
from enterprises.enums import DutyCode
from enterprises.models import Duty
from enterprises.selectors.granted_terms import GrantedTerm, granted_term


def rectify_term(decided_on: date) -> GrantedTerm | None:
    """What the term in force proposes for a conclusion of that day, and how far a bureau may go."""
    return granted_term(DutyCode.RECTIFY, decided_on)


def proposed_on(decided_on: date) -> date | None:
    term = rectify_term(decided_on)
    return term.proposed_on if term else None


def last_outcome(round_: Round) -> str:
    """What the last decided acceptance of a round came to; empty before there is one."""
    decided = Review.objects.filter(round=round_, kind=ReviewKind.ACCEPTANCE).exclude(outcome="")
    return decided.order_by("-attempt").values_list("outcome", flat=True).first() or ""


def rectify_due(round_: Round) -> date | None:
    """By when a round that has to mend applies again: its duty, which pauses and extensions move, else the review."""
    if round_.listing_id is not None:
        duty = Duty.objects.filter(listing=round_.listing_id, code=DutyCode.RECTIFY, met_on__isnull=True)
        return duty.values_list("due_on", flat=True).first()
    reviews = Review.objects.filter(round=round_, outcome=Outcome.RECTIFY).order_by("-attempt")
    return reviews.values_list("rectify_due_on", flat=True).first()
