"""How often something was tried lately."""

from datetime import datetime, timedelta

from django.conf import settings
from django.utils.crypto import salted_hmac

from accounts.models import Attempt, AttemptKind

_HOUR = timedelta(hours=1)


def attempt_digest(kind: AttemptKind, value: str) -> str:
    """Keyed, so that the rows tell nobody which address or name they count."""
    return salted_hmac(f"accounts.attempt.{kind.value}", value, algorithm="sha256").hexdigest()


def attempts_since(kind: AttemptKind, value: str, since: datetime) -> int:
    return Attempt.objects.filter(kind=kind, digest=attempt_digest(kind, value), at__gte=since).count()


def too_many_from(kind: AttemptKind, address: str, at: datetime) -> bool:
    """Whether one address has guessed, or asked, too often within the lock-out time."""
    since = at - timedelta(minutes=settings.LOCK_OUT_MINUTES)
    return attempts_since(kind, address, since) >= settings.ASKED_FROM_ONE_ADDRESS


def too_many_letters(kind: AttemptKind, person: str, at: datetime) -> bool:
    """Whether one person was sent enough letters within the last hour."""
    return attempts_since(kind, person, at - _HOUR) >= settings.LETTERS_AN_HOUR
