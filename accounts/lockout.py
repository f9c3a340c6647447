"""Lock-out after failed sign-ins: five for an account (django-axes), fifty for an address, within fifteen minutes."""

from datetime import datetime, timedelta
from typing import Any

from axes.models import AccessAttempt
from axes.utils import reset
from django.conf import settings
from django.db.models import Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def failure_limit(request: HttpRequest, credentials: dict[str, Any] | None) -> int:
    return int(settings.LOCK_OUT_ACCOUNT_FAILURES)


def address_is_locked(address: str, at: datetime) -> bool:
    """Whether too many sign-ins failed from one address; a bureau sits behind one, so the limit is high."""
    since = at - timedelta(minutes=settings.LOCK_OUT_MINUTES)
    attempts = AccessAttempt.objects.filter(ip_address=address, attempt_time__gte=since)
    failures = attempts.aggregate(total=Sum("failures_since_start"))["total"] or 0
    return failures >= settings.LOCK_OUT_ADDRESS_FAILURES


def locked_out(request: HttpRequest, credentials: dict[str, Any] | None = None, *_args: Any) -> HttpResponse:
    return render(request, "accounts/locked_out.html", {"minutes": settings.LOCK_OUT_MINUTES}, status=429)


def unlock(username: str) -> None:
    """Who has just proved to be the person may sign in at once."""
    reset(username=username)
