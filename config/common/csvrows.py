"""Rows of our own CSV fixtures."""

import csv
from collections.abc import Iterator
from pathlib import Path


def read_rows(path: Path) -> Iterator[dict[str, str]]:
    """One dict for each row, by the headings of the first line; UTF-8 with or without BOM."""
    with path.open(encoding="utf-8-sig", newline="") as lines:
        yield from csv.DictReader(lines)
