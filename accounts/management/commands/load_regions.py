"""Load another province's regions."""

import csv
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from accounts.services.regions import regions_load
from config.common.commands import PlatformCommand
from config.common.errors import Refused


class Command(PlatformCommand):
    help = "Load a region tree from a CSV with the columns code, name, parent, level (others are ignored)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("file", type=Path)

    def perform(self, *, file: Path, **_options: Any) -> dict[str, Any]:
        try:
            with file.open(encoding="utf-8-sig", newline="") as lines:
                return regions_load(rows=list(csv.DictReader(lines)))
        except (OSError, UnicodeDecodeError) as error:
            raise Refused(
                _("读不了文件 %(file)s：请确认它存在且是 UTF-8 编码的 CSV。") % {"file": file}
            ) from error
