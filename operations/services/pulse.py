"""The platform's pulse: proof that the background works, not only that a process exists."""

from datetime import datetime

from operations.models import Pulse


def pulse_beat(*, name: str, at: datetime) -> None:
    Pulse.objects.update_or_create(name=name, defaults={"at": at})
