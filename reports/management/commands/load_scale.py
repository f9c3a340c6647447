"""Fill an empty installation with many made-up enterprises, to measure speed and size."""

from argparse import ArgumentParser
from typing import Any

from django.utils import timezone

from accounts.services.users import actor_named
from config.common.commands import PlatformCommand
from reports.demo.scale import write_scale


class Command(PlatformCommand):
    help = "Load N made-up enterprises with rounds and measures (fixed seed); refused when any enterprise exists."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--enterprises", type=int, required=True, metavar="N")

    def perform(self, *, enterprises: int, by: str | None, json: bool, **_options: Any) -> dict[str, Any]:
        return write_scale(
            enterprises=enterprises,
            by=actor_named(by),
            at=timezone.now(),
            say=(lambda _line: None) if json else self.stderr.write,
        )
