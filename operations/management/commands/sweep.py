"""The minute's sweep, by hand."""

from typing import Any

from django.utils import timezone

from accounts.services.activity import activities_seal
from config.common.commands import PlatformCommand
from operations.services.jobs import jobs_sweep


class Command(PlatformCommand):
    help = "Dispatch lost jobs and seal the trail, as the worker does each minute."

    def perform(self, **_options: Any) -> dict[str, Any]:
        at = timezone.now()
        return {"dispatched": jobs_sweep(at=at), "sealed": activities_seal(at=at)}
