"""A year's calendar as bureaus hand it on: CSV lines of date, working or rest, name."""

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from config.common.errors import Problem
from config.common.wording import date_words

_WORKS = {"working", "work", "workday", "1", "上班", "班", "工作日", "调休上班", "补班"}
_RESTS = {"rest", "holiday", "off", "0", "休息", "休", "放假", "节假日", "休息日"}
_DAY = re.compile(
    r"^(\d{4})[-/.\u5e74](\d{1,2})[-/.\u6708](\d{1,2})\u65e5?$|^(\d{4})(\d{2})(\d{2})$"
)  # 年月日
_LONGEST_NAME = 40
_MOST_LINES = 400


@dataclass(frozen=True)
class DayEntry:
    """One day that is not what its weekday says."""

    on: date
    is_working: bool
    name: str


def read_calendar(text: str, year: int) -> tuple[list[DayEntry], list[Problem]]:
    """The days of a file in order, and everything that is wrong with it; a first line of headings is skipped."""
    lines = [[cell.strip() for cell in row] for row in csv.reader(io.StringIO(text))]
    numbered = [(number, row) for number, row in enumerate(lines, start=1) if any(row)]
    if numbered and read_day(numbered[0][1][0]) is None and not numbered[0][1][0][:1].isdigit():
        numbered = numbered[1:]
    if not numbered:
        return [], [Problem("file", _("文件里没有任何一天。"))]
    if len(numbered) > _MOST_LINES:
        return [], [Problem("file", _("文件超过 400 行，不像是一年的日历。"))]
    entries: list[DayEntry] = []
    problems: list[Problem] = []
    seen: dict[date, int] = {}
    for number, row in numbered:
        entry = _entry(row)
        wrong = _wrong(row, number) if entry is None else _misplaced(entry, number, year, seen)
        if wrong:
            problems.append(Problem("file", wrong))
        elif entry:
            entries.append(entry)
        if entry:
            seen.setdefault(entry.on, number)
    return sorted(entries, key=lambda entry: entry.on), problems


def read_day(text: str) -> date | None:
    """2027-01-01, 2027/1/1, 2027年1月1日 or 20270101; None for what is no day."""
    found = _DAY.match(text.strip())
    if not found:
        return None
    year, month, day = (int(part) for part in found.groups() if part is not None)
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _entry(row: Sequence[str]) -> DayEntry | None:
    day, word = read_day(row[0]), row[1].lower() if len(row) > 1 else ""
    if day is None or word not in _WORKS | _RESTS:
        return None
    return DayEntry(day, word in _WORKS, row[2][:_LONGEST_NAME] if len(row) > 2 else "")


def _wrong(row: Sequence[str], number: int) -> str:
    """Why a line could not be read: its date, or its word."""
    if read_day(row[0]) is None:
        facts = {"line": number, "text": row[0][:40]}
        return _("第 %(line)d 行：“%(text)s”不是日期，请写成 2027-01-01 的形式。") % facts
    facts = {"line": number, "text": (row[1] if len(row) > 1 else "")[:40]}
    return _("第 %(line)d 行：“%(text)s”无法识别，请写 working（上班）或 rest（休息）。") % facts


def _misplaced(entry: DayEntry, number: int, year: int, seen: dict[date, int]) -> str:
    """Why a day cannot stand here: another year's, or there already."""
    facts = {"line": number, "day": date_words(entry.on), "year": year, "first": seen.get(entry.on, 0)}
    if entry.on.year != year:
        return _("第 %(line)d 行：%(day)s不在 %(year)d 年。") % facts
    if entry.on in seen:
        sentence = _(
            "第 %(line)d 行：%(day)s在第 %(first)d 行已经出现过，同一天只能写一次，请删去其中一行后重新上传。"
        )
        return sentence % facts
    return ""
