"""Writes docs/lifecycles from the tables, so that diagram and code cannot differ."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings

from config.common.commands import PlatformCommand
from config.common.errors import Refused
from config.common.plug import hooks


class Command(PlatformCommand):
    help = "Write docs/lifecycles/*.md from the lifecycle tables; with --check only compare."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--check", action="store_true", help="refuse when a page differs from its table")

    def perform(self, **options: Any) -> dict[str, Any]:
        folder = Path(settings.BASE_DIR) / "docs" / "lifecycles"
        pages = {folder / name: text for name, text in (page() for page in hooks("LIFECYCLES"))}
        stale = [path for path, text in pages.items() if not path.exists() or path.read_text() != text]
        names = ", ".join(path.name for path in stale)
        if options["check"] and stale:
            raise Refused(f"docs/lifecycles: {names}; run script/manage draw_lifecycles")
        folder.mkdir(parents=True, exist_ok=True)
        for path in stale:
            path.write_text(pages[path])
        return {"written": names or "-"}
