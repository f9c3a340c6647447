"""Verify the hash chain of the activity trail."""

from dataclasses import asdict
from typing import Any

from django.utils import timezone

from accounts.services.activity import activities_seal, activities_verify
from config.common.commands import PlatformCommand


class Command(PlatformCommand):
    help = "Seal what is not sealed yet, then walk the chain; exit 1 when an activity was changed or removed."

    def perform(self, **_options: Any) -> dict[str, Any]:
        activities_seal(at=timezone.now())
        facts = activities_verify()
        self.failed = facts.broken is not None
        return asdict(facts) | {"intact": facts.broken is None}
