"""Text on its way out: without what a file cannot hold, cut where Excel would drop it."""

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

LONGEST = 32_767  # UTF-16 units in one Excel cell
_EXACT_DIGITS = 15
_FIRST_DAY = dt.date(1900, 3, 1)  # Excel believes in 29 February 1900
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")

OutValue = str | int | float | Decimal | dt.date | dt.datetime | bool | None


@dataclass
class WriteReport:
    """What was written, and what could not be written as it was (to be said to the person)."""

    rows: int = 0
    cleaned: int = 0  # texts that held control characters
    cut: int = 0  # texts longer than Excel can hold
    as_text: int = 0  # numbers and dates that Excel cannot hold exactly

    def sentences(self) -> list[str]:
        """The report for people; empty if every value was written as it is."""
        said = (
            (self.cleaned, _("%d 个单元格含有不可见的控制字符，已去除。")),
            (self.cut, _("%d 个单元格超过 Excel 的长度上限，已截断并注明。")),
            (self.as_text, _("%d 个数值超出 Excel 的精度或日期范围，已按文本写入。")),
        )
        return [sentence % count for count, sentence in said if count]


def clean(text: str, report: WriteReport) -> str:
    """`text` without characters that no spreadsheet can hold."""
    tidy = _FORBIDDEN.sub("", text)
    report.cleaned += tidy != text
    return tidy


def shorten(text: str, report: WriteReport) -> str:
    """`text` as far as a cell can hold it, with a visible note of what is missing."""
    if _units(text) <= LONGEST:
        return text
    report.cut += 1
    note = _("…〔内容过长，已截断；原文共 %d 字〕") % len(text)
    kept = text.encode("utf-16-le")[: 2 * (LONGEST - _units(note))]
    return kept.decode("utf-16-le", errors="ignore") + note


def plain(value: OutValue) -> str | int | float | Decimal | dt.date | None:
    """A value as people read it: 是/否, times in local time without zone."""
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, dt.datetime) and timezone.is_aware(value):
        return timezone.localtime(value).replace(tzinfo=None)
    return value


def fits_excel(value: int | float | Decimal | dt.date) -> bool:
    """Whether Excel can hold the value exactly: 15 digits, days since March 1900."""
    if isinstance(value, dt.datetime):
        return value.date() >= _FIRST_DAY
    if isinstance(value, dt.date):
        return value >= _FIRST_DAY
    if isinstance(value, float):
        return True
    digits = Decimal(value).normalize().as_tuple().digits
    return len(digits) <= _EXACT_DIGITS


def as_written(value: str | int | float | Decimal | dt.date | None) -> str:
    """A plain value as text: exact numbers without exponent, ISO dates."""
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, dt.datetime):
        return value.isoformat(" ", "seconds")
    return "" if value is None else str(value)


def width_of(texts: Iterable[str], *, least: float = 8, most: float = 40) -> float:
    """A column width in characters; Chinese ones count twice."""
    widths = [sum(1 + (ord(char) > 0xFF) for char in line) for text in texts for line in _lines(text)]
    return min(max([least, *(width + 3 for width in widths)]), most)


def sheet_name(name: str, taken: Sequence[str]) -> str:
    """A name that Excel accepts and that no sheet in `taken` has (case does not count)."""
    tidy = re.sub(r"[\[\]:*?/\\\x00-\x1f]", "-", name).strip("' ")[:31] or "Sheet"
    used = {other.casefold() for other in taken}
    unique, count = tidy, 1
    while unique.casefold() in used:
        count += 1
        suffix = f"({count})"
        unique = tidy[: 31 - len(suffix)] + suffix
    return unique


def _units(text: str) -> int:
    return len(text) if len(text) * 2 <= LONGEST else len(text.encode("utf-16-le")) // 2


def _lines(text: str) -> list[str]:
    return text.splitlines() or [""]
