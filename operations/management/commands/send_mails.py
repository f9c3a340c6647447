"""Send the letters that are due by hand."""

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.services.users import actor_named
from config.common.commands import PlatformCommand
from operations.runner import run_inline


class Command(PlatformCommand):
    help = "Send the letters of a day, and of days before it, whose time has come; safe to run again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--on", type=date.fromisoformat, default=None, help="default: today")

    def perform(self, *, on: date | None, by: str | None, **_options: Any) -> dict[str, Any]:
        at = timezone.now()
        day = (on or timezone.localdate(at)).isoformat()
        job = run_inline(
            task="operations.tasks.send_mails",
            title=_("发送邮件"),
            by=actor_named(by),
            at=at,
            dedupe_key=f"send_mails:{at.isoformat()}",
            on=day,
        )
        letters = job.result["letters"]
        return {"on": day, "sent": letters, "total": sum(letters.values())}
