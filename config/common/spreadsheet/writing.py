"""Workbooks for people: typed cells in constant memory, and no text that could run as a formula."""

import datetime as dt
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import xlsxwriter
from django.utils.translation import gettext as _
from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.worksheet import Worksheet

from config.common.atomic import atomic_write, scratch_path
from config.common.errors import Refused

from .text import (
    OutValue,
    WriteReport,
    as_written,
    clean,
    fits_excel,
    plain,
    sheet_name,
    shorten,
    width_of,
)

MOST_ROWS = 1_048_576
TEXT_FORMAT = "@"  # what is typed here stays text: codes keep their digits
_FONT = {"font_name": "宋体", "font_size": 11, "valign": "vcenter"}
_BORDER = {"border": 1, "border_color": "#BFBFBF"}
_TITLE = {"bold": True, "font_size": 14, "align": "center"}
_HEADER = {"bold": True, "bg_color": "#DDEBF7", "align": "center", "text_wrap": True}
_MARK = {"bg_color": "#FFC7CE", "font_color": "#9C0006"}
_TOTAL = {"bold": True, "bg_color": "#F2F2F2"}


@dataclass(frozen=True)
class OutColumn:
    """One column: heading, width in characters (Chinese count twice), Excel number format."""

    heading: str
    width: float | None = None
    number_format: str = ""


class Marked(NamedTuple):
    """A value shown as wrong: filled red, with the reason as a comment."""

    value: OutValue
    comment: str = ""


class Total(NamedTuple):
    """A row set apart as a sum."""

    values: Sequence[OutValue | Marked]


@dataclass(frozen=True)
class SheetSpec:
    """One sheet: title lines, header, rows (walked once, never held), columns that stay in view."""

    name: str
    columns: Sequence[OutColumn]
    rows: Iterable[Sequence[OutValue | Marked] | Total]
    titles: Sequence[str] = ()
    frozen_columns: int = 0
    autofilter: bool = field(default=True)


def write_workbook(path: Path, sheets: Iterable[SheetSpec]) -> WriteReport:
    """Write a workbook that appears at `path` whole or not at all; memory does not grow with rows.

    Text is written as text, numbers and dates as such, or as text where Excel would round them.
    The report says what was cleaned, cut or turned into text. More rows than Excel holds: Refused.
    """
    report = WriteReport()
    with atomic_write(path) as part, _workbook(part) as book:
        for spec in sheets:
            _Sheet(book, spec, report).write()
    return report


class _PlainWorksheet(Worksheet):
    """XlsxWriter takes a text like `<r>…</r>` for its own markup and writes it unescaped."""

    def _xml_rich_inline_string(self, string: str, attributes: Any) -> None:
        self._xml_inline_string(string, False, attributes)


@contextmanager
def _workbook(part: Path) -> Iterator[xlsxwriter.Workbook]:
    scratch = scratch_path(part.parent)
    scratch.mkdir()
    book = xlsxwriter.Workbook(str(part), {"constant_memory": True, "tmpdir": str(scratch)})
    try:
        yield book
        book.close()
    except FileCreateError as error:  # a full disk, wrapped
        raise error.args[0] from error
    finally:
        for sheet in book.worksheets():
            with suppress(OSError):
                sheet._opt_close()
        shutil.rmtree(scratch)


class _Sheet:
    """One sheet being written, row after row."""

    def __init__(self, book: xlsxwriter.Workbook, spec: SheetSpec, report: WriteReport) -> None:
        taken = [sheet.get_name() for sheet in book.worksheets()]
        name = sheet_name(clean(spec.name, report), taken)
        self.sheet = book.add_worksheet(name, worksheet_class=_PlainWorksheet)
        self.book, self.spec, self.report = book, spec, report
        self.formats: dict[tuple[str, str], Any] = {}
        self.row = 0

    def write(self) -> None:
        self._set_columns()
        for title in self.spec.titles:
            self._title(title)
        header = self.row
        for column, out in enumerate(self.spec.columns):
            self._text(column, str(out.heading), self._format("", _HEADER))
        for values in self.spec.rows:
            self._next_row()
            self._values(values)
        self._finish(header)

    def _set_columns(self) -> None:
        for column, out in enumerate(self.spec.columns):
            width = out.width or width_of([str(out.heading)])
            style = self._format(out.number_format, {"border": 0})
            self.sheet.set_column(column, column, width, style)

    def _title(self, title: str) -> None:
        last = len(self.spec.columns) - 1
        style = self._format("", _TITLE)
        if last > 0:
            self.sheet.merge_range(self.row, 0, self.row, last, "", style)
        self._text(0, title, style)
        self.row += 1

    def _next_row(self) -> None:
        self.row += 1
        if self.row >= MOST_ROWS:
            raise Refused(_("行数超过 Excel 的上限（1,048,576 行），请缩小范围后再导出。"))
        self.report.rows += 1

    def _values(self, values: Sequence[OutValue | Marked] | Total) -> None:
        style: dict[str, Any] = {}
        if isinstance(values, Total):
            values, style = values.values, _TOTAL
        for column, value in enumerate(values):
            if isinstance(value, Marked):
                self._marked(column, value)
            else:
                self._value(column, value, style)

    def _marked(self, column: int, mark: Marked) -> None:
        self._text(column, as_written(plain(mark.value)), self._format(TEXT_FORMAT, _MARK))
        if mark.comment:
            comment = shorten(clean(mark.comment, self.report), self.report)
            self.sheet.write_comment(self.row, column, comment, {"x_scale": 2})

    def _value(self, column: int, raw: OutValue, style: dict[str, Any]) -> None:
        value = plain(raw)
        wanted = self.spec.columns[column].number_format if self._has(column) else ""
        if value is None:
            self.sheet.write_blank(self.row, column, None, self._format(wanted, style))
        elif isinstance(value, str) or wanted == TEXT_FORMAT:
            self._text(column, as_written(value), self._format(wanted, style | {"text_wrap": True}))
        elif not fits_excel(value):
            self.report.as_text += 1
            self._text(column, as_written(value), self._format(TEXT_FORMAT, style))
        elif isinstance(value, dt.date):
            form = "yyyy-mm-dd hh:mm" if isinstance(value, dt.datetime) else "yyyy-mm-dd"
            self.sheet.write_datetime(self.row, column, value, self._format(wanted or form, style))
        else:
            self.sheet.write_number(self.row, column, value, self._format(wanted, style))

    def _text(self, column: int, text: str, style: Any) -> None:
        tidy = shorten(clean(text, self.report), self.report)
        if tidy:
            self.sheet.write_string(self.row, column, tidy, style)
        else:
            self.sheet.write_blank(self.row, column, None, style)

    def _has(self, column: int) -> bool:
        return column < len(self.spec.columns)

    def _finish(self, header: int) -> None:
        last = len(self.spec.columns) - 1
        self.sheet.freeze_panes(header + 1, self.spec.frozen_columns)
        if self.spec.autofilter and last >= 0:
            self.sheet.autofilter(header, 0, self.row, last)
        self.sheet.repeat_rows(header)
        self.sheet.set_landscape()
        self.sheet.set_paper(9)
        self.sheet.fit_to_pages(1, 0)

    def _format(self, number_format: str, style: dict[str, Any]) -> Any:
        """Each look is one format of the book: Excel allows only so many."""
        key = (number_format, repr(sorted(style.items())))
        if key not in self.formats:
            look = _FONT | _BORDER | style
            if number_format:
                look |= {"num_format": number_format}
            self.formats[key] = self.book.add_format(look)
        return self.formats[key]
