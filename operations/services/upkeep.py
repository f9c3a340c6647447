"""What the sweep tidies once an hour: attempts, exports and drafts whose time is over, parts of killed processes."""

from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from accounts.services.attempts import attempts_forget
from config.common.atomic import remove_stale_parts
from operations.selectors import last_beat
from operations.services.bulk import drafts_expire
from operations.services.exports import exports_expire
from operations.services.pulse import pulse_beat

_EVERY = timedelta(hours=1)
_NAME = "tidy"


def tidy_when_due(*, at: datetime) -> None:
    """Once an hour, counted from the last time, so that no hour is missed whenever the sweep runs."""
    last = last_beat(_NAME)
    if last is None or last <= at - _EVERY:
        tidy(at=at)
        pulse_beat(name=_NAME, at=at)


def tidy(*, at: datetime) -> dict[str, int]:
    """Everything whose time was over at that moment; returns how many of each."""
    running = at.timestamp() - settings.CELERY_TASK_TIME_LIMIT  # a job that long ago cannot be at work
    folders = (settings.MEDIA_ROOT, settings.MAIL_DIR, settings.EXPORT_DIR)
    return {
        "attempts": attempts_forget(at=at),
        "exports": exports_expire(at=at),
        "drafts": drafts_expire(at=at),
        "parts": sum(remove_stale_parts(Path(folder), before=running) for folder in folders),
    }
