"""CSV for people and for other systems: opens in Excel as Chinese, and runs nothing."""

import csv
from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path

from config.common.atomic import atomic_write

from .shield import shield
from .text import OutValue, WriteReport, as_written, clean, plain


def write_csv(path: Path, headings: Sequence[str], rows: Iterable[Sequence[OutValue]]) -> WriteReport:
    """UTF-8 with BOM, CRLF, a `'` before text that a spreadsheet would run (never before numbers).

    Our own import takes the `'` off again. Excel still shortens long digits when it opens a CSV:
    lists with codes that people will edit are better given as workbooks.
    """
    report = WriteReport()
    with atomic_write(path) as part, part.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([_field(str(heading), report) for heading in headings])
        for values in rows:
            writer.writerow([_field(value, report) for value in values])
            report.rows += 1
    return report


def _field(raw: OutValue, report: WriteReport) -> str:
    value = plain(raw)
    if isinstance(value, int | float | Decimal):
        return as_written(value)
    return shield(clean(as_written(value), report))
