"""Fill an empty installation with the demonstration: a history, a living campaign, accounts to sign in with."""

from typing import Any

from django.conf import settings
from django.utils import timezone

from accounts.services.users import actor_named
from config.common.commands import PlatformCommand
from reports.demo.demonstration import write_demonstration


class Command(PlatformCommand):
    help = "Load made-up demonstration data (fixed seed); refused when any enterprise exists."

    def perform(self, *, by: str | None, json: bool, **_options: Any) -> dict[str, Any]:
        return write_demonstration(
            keep_at=settings.VAR_DIR / "demo_accounts.json",
            by=actor_named(by),
            at=timezone.now(),
            say=(lambda _line: None) if json else self.stderr.write,
        )
