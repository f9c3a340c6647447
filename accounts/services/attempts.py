"""How often something was tried: counted by a keyed hash of whose it was, and forgotten after a day."""

from datetime import datetime, timedelta

from accounts.models import Attempt, AttemptKind
from accounts.selectors.attempts import attempt_digest

_KEPT = timedelta(days=1)


def attempt_note(*, kind: AttemptKind, value: str, at: datetime) -> None:
    Attempt.objects.create(kind=kind, digest=attempt_digest(kind, value), at=at)


def attempts_forget(*, at: datetime) -> int:
    """What is older than a day is of no use any more; called by the sweep."""
    deleted, _by_model = Attempt.objects.filter(at__lt=at - _KEPT).delete()
    return deleted
