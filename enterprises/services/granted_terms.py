"""Duties whose last day an authority sets within a term of LegalRegime; given again, the clock begins afresh."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from enterprises.enums import DutyCode, DutyEvent
from enterprises.models import Duty, Listing
from enterprises.selectors.granted_terms import granted_regime
from enterprises.services.duties import duty_note


@transaction.atomic
def duty_grant(
    *, listing: Listing, code: DutyCode, base_on: date, due_on: date, by: User, at: datetime
) -> Duty | None:
    """Begin a duty that is due on the day the authority said; None where no term of that kind is in force."""
    regime = granted_regime(code, base_on)
    if regime is None:
        return None
    days = {"regime": regime, "base_on": base_on, "due_on": due_on, "met_on": None, "provisional": False}
    duty, _created = Duty.objects.update_or_create(listing=listing, code=code, defaults=days)
    steps: list[dict[str, Any]] = [
        {"step": "base", "on": base_on.isoformat()},
        {"step": "set", "on": due_on.isoformat()},
    ]
    kind = DutyEvent.OPENED
    duty_note(duty=duty, kind=kind, on=base_on, by=by, at=at, counted_on=due_on, steps=steps)
    return duty
