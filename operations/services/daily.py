"""What the sweep asks for by itself: the day's reminders, and letters that are due."""

from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _

from accounts.services.users import builtin
from operations.models import Job
from operations.selectors import job_is_open, mails_due, ran_on
from operations.services.jobs import job_enqueue

_LETTERS = "operations.tasks.send_mails"


def day_ask(*, local: datetime, at: datetime) -> Job | None:
    """One job a day after the hour of reminders, as soon as a worker is there; it covers the days missed."""
    on = local.date()
    if local.hour < settings.NOTICE_HOUR or ran_on(on):
        return None
    return job_enqueue(
        task="operations.tasks.send_notices",
        title=_("发送当日提醒（%(on)s）") % {"on": on.isoformat()},
        by=builtin("@beat"),
        at=at,
        dedupe_key=f"send_notices:{on.isoformat()}",
        on=on.isoformat(),
    )


def letters_ask(*, at: datetime) -> Job | None:
    """A job when letters are due, one at a time."""
    if not mails_due(at).exists() or job_is_open(_LETTERS):
        return None
    return job_enqueue(
        task=_LETTERS,
        title=_("发送邮件"),
        by=builtin("@beat"),
        at=at,
        dedupe_key=f"send_mails:{at.isoformat()}",
    )
