"""The clock of what has to be mended after an acceptance: begun by the conclusion, met by applying again, or over."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from accounts.models import User
from audits.models import Review, Round
from audits.rules import not_lapsed_words
from audits.selectors.rectifications import rectify_due, rectify_term
from config.common.errors import Problem, Refused
from config.common.wording import date_words
from enterprises.enums import DutyCode
from enterprises.services.granted_terms import duty_grant


def term_problems(decided_on: date, due_on: date) -> list[Problem]:
    """The day lies within the term in force and what it may be extended by."""
    term = rectify_term(decided_on)
    if term is None or due_on <= term.latest_on:
        return []
    facts = {"day": date_words(term.latest_on), "basis": term.basis, "n": term.extension_days}
    sentence = _("整改期限最迟到%(day)s（%(basis)s，已含可以延长的 %(n)d 天）。") % facts
    return [Problem("rectify_due_on", sentence)]


def rectification_begin(*, review: Review, by: User, at: datetime) -> None:
    """The listing owes it from the day of the conclusion; a voluntary round has no listing and is only reminded."""
    listing = review.round.listing
    if listing is not None and review.decided_on and review.rectify_due_on:
        days = {"base_on": review.decided_on, "due_on": review.rectify_due_on}
        duty_grant(listing=listing, code=DutyCode.RECTIFY, **days, by=by, at=at)


def check_lapsed(round_: Round, on: date) -> None:
    """Only what was not mended in time can be taken as failed."""
    due_on = rectify_due(round_)
    if due_on is not None and (words := not_lapsed_words(due_on, on)):
        raise Refused(words)
