"""The reminders of the year, as the platform sent them; those of the last half year have not all been read."""

from datetime import datetime, timedelta

from django.utils import timezone

from operations.models import Notice
from operations.services.mails import digests_make
from operations.services.notices import notices_write, run_note

WEEKS, UNREAD_WEEKS = 39, 26


def reminders_sent(at: datetime) -> None:
    """Week by week up to yesterday: today's go out with the first sweep."""
    yesterday = timezone.localtime(at).replace(hour=7, minute=0, second=0, microsecond=0) - timedelta(days=1)
    for back in range(WEEKS, -1, -1):
        morning = yesterday - timedelta(weeks=back)
        week = [morning.date() - timedelta(days=days) for days in range(6, -1, -1)]
        notices_write(days=week, at=morning, fence=lambda: None, checkpoint=lambda _words: None)
    run_note(on=yesterday.date(), at=yesterday)
    digests_make(on=yesterday.date(), at=yesterday)
    read_before = at - timedelta(weeks=UNREAD_WEEKS)
    Notice.objects.filter(created_at__lt=read_before).update(read_at=read_before)
