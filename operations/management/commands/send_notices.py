"""Send the reminders of a day by hand."""

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.services.users import actor_named
from config.common.commands import PlatformCommand
from operations.runner import run_inline


class Command(PlatformCommand):
    help = "Write the reminders of a day (and of days missed before it) and each person's digest; safe to run again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--on", type=date.fromisoformat, default=None, help="default: today")

    def perform(self, *, on: date | None, by: str | None, **_options: Any) -> dict[str, Any]:
        at = timezone.now()
        day = (on or timezone.localdate(at)).isoformat()
        job = run_inline(
            task="operations.tasks.send_notices",
            title=_("发送当日提醒（%(on)s）") % {"on": day},
            by=actor_named(by),
            at=at,
            dedupe_key=f"send_notices:{day}:{at.isoformat()}",
            on=day,
        )
        return {name: job.result[name] for name in ("on", "sent", "total")}
