"""Whether the background works: the sweep's own row is under two minutes old."""

from typing import Any

from django.utils import timezone

from config.common.commands import PlatformCommand
from operations.selectors import worker_is_well


class Command(PlatformCommand):
    help = "Exit 0 when the sweep ran within two minutes, else 1."

    def perform(self, **_options: Any) -> dict[str, Any]:
        well = worker_is_well(timezone.now())
        self.failed = not well
        return {"well": well}
