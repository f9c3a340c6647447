"""All that the platform does by itself, for a day, by hand."""

from argparse import ArgumentParser
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.services.activity import activities_seal
from config.common.commands import PlatformCommand
from config.common.errors import Refused
from config.common.wording import date_words
from operations.management.commands import send_mails, send_notices
from operations.selectors import mails_due, ran_on
from operations.services.jobs import jobs_sweep
from operations.services.upkeep import tidy


class Command(PlatformCommand):
    help = (
        "Reminders and letters of a day, lost jobs, what has expired by then, and the seals of the trail: "
        "what the worker does by itself. Safe to run again."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--on", type=date.fromisoformat, default=None, help="default: today")

    def perform(self, *, on: date | None, by: str | None, **_options: Any) -> dict[str, Any]:
        at = timezone.now()
        today = timezone.localdate(at)
        day = on or today
        if day > today:
            sentence = _("%(day)s还没有到，不能提前办理；请填今天或以前的日期。")
            raise Refused(sentence % {"day": date_words(day)})
        done = {"notices": 0, "letters": 0, "jobs": jobs_sweep(at=at)}
        if not ran_on(day):
            done["notices"] = send_notices.Command().perform(on=day, by=by)["total"]
        if mails_due(timezone.now(), day).exists():
            done["letters"] = send_mails.Command().perform(on=day, by=by)["total"]
        done |= tidy(at=at if day == today else _end_of(day))
        done["sealed"] = activities_seal(at=timezone.now())
        return {"on": day.isoformat(), "done": done, "total": sum(done.values())}


def _end_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), datetime.min.time()))
