"""What management commands share: --by, --json, and refusals as one sentence on standard error."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from config.common.errors import Refused


class PlatformCommand(BaseCommand):
    """A command that does its work inline and answers in words, or with --json in one JSON object.

    A subclass writes `perform(**options) -> dict` (and may set `failed` on itself for exit code 1)
    and may write `say(answer)`, the words for people.
    """

    failed = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="print one JSON object and nothing else")
        parser.add_argument("--by", default=None, help="user name the deed is recorded under")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            answer = self.perform(**options)
        except Refused as error:
            if options["json"]:
                problems = [{"code": p.code, "sentence": p.sentence} for p in error.problems]
                self._print({"refused": error.sentence, "problems": problems})
            lines = [error.sentence, *(f"  · {p.sentence}" for p in error.problems)]
            raise CommandError("\n".join(lines)) from error
        if options["json"]:
            self._print(answer)
        else:
            self.say(answer)
        if self.failed:
            raise SystemExit(1)

    def perform(self, **options: Any) -> dict[str, Any]:
        raise NotImplementedError(f"{type(self).__module__} must do something")

    def say(self, answer: dict[str, Any]) -> None:
        for name, value in answer.items():
            self.stdout.write(f"{name}: {value}")

    def _print(self, answer: dict[str, Any]) -> None:
        self.stdout.write(json.dumps(answer, ensure_ascii=False, default=str))
