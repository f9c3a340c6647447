"""Hooks ENTERPRISE_VISIBLE and ROUND_VISIBLE: a verifier sees what the bureau sent them to, and nothing else."""

from typing import Any

from django.db.models import QuerySet

from accounts.models import User
from config.common.access import Role
from measures.models import VerifierAssignment


def visited_enterprise_ids(user: User) -> QuerySet[VerifierAssignment, Any]:
    return _own_assignments(user).values("round__enterprise_id")


def visited_round_ids(user: User) -> QuerySet[VerifierAssignment, Any]:
    return _own_assignments(user).values("round_id")


def _own_assignments(user: User) -> QuerySet[VerifierAssignment]:
    if user.role != Role.VERIFIER:
        return VerifierAssignment.objects.none()
    return VerifierAssignment.objects.filter(verifier=user).order_by()
