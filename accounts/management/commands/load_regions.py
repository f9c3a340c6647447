"""Load another province's regions, and changes of divisions."""

import csv
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.services.regions import region_changes_load, regions_load
from config.common.commands import PlatformCommand
from config.common.errors import Refused


class Command(PlatformCommand):
    help = "Load a region tree from a CSV with the columns code, name, parent, level (others are ignored)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("file", type=Path)
        changes = "divisions that ended: old_code, old_name, parent, new_codes (with |), effective_on, mark"
        parser.add_argument("--changes", type=Path, help=changes)

    @transaction.atomic
    def perform(self, *, file: Path, changes: Path | None, **_options: Any) -> dict[str, Any]:
        counts = regions_load(rows=_rows(file))
        if changes:
            region_changes_load(rows=_rows(changes))
        return counts


def _rows(file: Path) -> list[dict[str, str]]:
    try:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            return list(csv.DictReader(lines))
    except (OSError, UnicodeDecodeError) as error:
        raise Refused(
            _("读不了文件 %(file)s：请确认它存在且是 UTF-8 编码的 CSV。") % {"file": file}
        ) from error
