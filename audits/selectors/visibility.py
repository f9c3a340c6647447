"""Which enterprises and rounds people without a territory may see: those their own work names (hooks)."""

from typing import Any

from django.db.models import QuerySet

from accounts.models import User
from audits.enums import SEATED
from audits.models import ReviewExpert, Round
from config.common.access import Role


def agency_enterprise_ids(user: User) -> QuerySet[Any, Any]:
    """An agency's auditor sees the enterprises of the agency's rounds."""
    if user.role != Role.AGENCY:
        return Round.objects.none().values("enterprise_id")
    return Round.objects.filter(agency__auditors__user=user).values("enterprise_id")


def expert_enterprise_ids(user: User) -> QuerySet[Any, Any]:
    """An expert sees the enterprises whose rounds they are asked to review, unless they declined or stood aside."""
    if user.role != Role.EXPERT:
        return Round.objects.none().values("enterprise_id")
    seats = ReviewExpert.objects.filter(expert__user=user, state__in=SEATED)
    return seats.values("review__round__enterprise_id")
