"""Load the full table of industries."""

import csv
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from config.common.commands import PlatformCommand
from config.common.errors import Refused
from enterprises.services.industries import industries_load


class Command(PlatformCommand):
    help = "Load GB/T 4754 from a CSV with the columns code, name, parent, level, edition[, plan_industry]."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("file", type=Path)

    def perform(self, *, file: Path, **_options: Any) -> dict[str, Any]:
        try:
            with file.open(encoding="utf-8-sig", newline="") as lines:
                rows = list(csv.DictReader(lines))
        except (OSError, UnicodeDecodeError, csv.Error) as error:
            raise Refused(
                _("读不了文件 %(file)s：请确认它存在且是 UTF-8 编码的 CSV。") % {"file": file}
            ) from error
        return industries_load(rows=rows)
