"""Terms within which an authority sets the last day itself."""

from dataclasses import dataclass
from datetime import date, timedelta

from enterprises.calculations.clock import count
from enterprises.enums import DutyCode
from enterprises.models import LegalRegime
from enterprises.selectors.clock import regimes_on, term_of, working_calendar


@dataclass(frozen=True)
class GrantedTerm:
    """The day that is proposed, the last one that may be set, and what both rest on."""

    proposed_on: date
    latest_on: date
    extension_days: int
    basis: str


def granted_regime(code: DutyCode, base_on: date) -> LegalRegime | None:
    """The term in force on the day it begins."""
    return regimes_on(base_on).filter(code=code).order_by("-effective_from", "pk").first()


def granted_term(code: DutyCode, base_on: date) -> GrantedTerm | None:
    """What a term that begins on this day comes to."""
    regime = granted_regime(code, base_on)
    if regime is None:
        return None
    proposed = count(base_on, term_of(regime), working_calendar()).due_on
    latest = proposed + timedelta(days=regime.extension_days)
    return GrantedTerm(proposed, latest, regime.extension_days, regime.basis)
