"""Send the letters that are due by hand."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.services.users import actor_named
from config.common.commands import PlatformCommand
from operations.runner import run_inline


class Command(PlatformCommand):
    help = "Send the letters whose time has come, and say how many are in which state afterwards."

    def perform(self, *, by: str | None, **_options: Any) -> dict[str, Any]:
        at = timezone.now()
        job = run_inline(
            task="operations.tasks.send_mails",
            title=_("发送邮件"),
            by=actor_named(by),
            at=at,
            dedupe_key=f"send_mails:{at.isoformat()}",
        )
        return job.result
