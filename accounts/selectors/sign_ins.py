"""Where a person is signed in."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import QuerySet

from accounts.models import SignIn, User


def sign_ins_of(user: User) -> QuerySet[SignIn]:
    return SignIn.objects.visible_to(user)


def live_sign_ins(user: User, at: datetime) -> QuerySet[SignIn]:
    """Those that can still be used: not ended, not idle for too long, not too old; oldest first."""
    idle = at - timedelta(minutes=settings.SESSION_IDLE_MINUTES)
    old = at - timedelta(hours=settings.SESSION_ABSOLUTE_HOURS)
    rows = sign_ins_of(user).filter(ended_at__isnull=True, seen_at__gte=idle, started_at__gte=old)
    return rows.order_by("started_at", "pk")


def sign_ins_over(user: User) -> QuerySet[SignIn]:
    """Those that were ended, newest first."""
    return sign_ins_of(user).filter(ended_at__isnull=False).order_by("-ended_at", "-pk")


def sign_in_numbered(user: User, pk: int) -> SignIn | None:
    """The one a session says it is; nobody else's."""
    return sign_ins_of(user).filter(pk=pk).first()
