"""Finds the columns of a list by their Chinese headings, in whatever order and row they stand."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from django.utils.translation import gettext as _

from config.common.errors import Problem, Refused
from config.common.wording import listed

from .cells import Cell, column_letters
from .reading import Row

SEARCHED_ROWS = 10
MARK_HEADINGS = ("原行号", "问题与改法")  # added by a marked copy, which comes back mended
_NOISE = re.compile(r"[\s*★☆※:：\u00ad\u200b-\u200f\u2060\ufeff]+")


@dataclass(frozen=True)
class ColumnSpec:
    """A column that an import understands: its key, its heading and what else it is called."""

    key: str
    heading: str
    aliases: Sequence[str] = ()
    required: bool = False

    def names(self) -> set[str]:
        return {heading_key(str(name)) for name in (self.heading, *self.aliases)}

    def refuses(self, heading: str) -> str:
        """Why a column of that heading cannot be read as this one; empty when it can."""
        return ""


@dataclass(frozen=True)
class Columns:
    """Where each column stands. `unknown` are headings that no column claims: (column, heading)."""

    sheet: str
    header_row: int
    by_key: Mapping[str, int]
    headings: Mapping[str, str]
    unknown: Sequence[tuple[int, str]] = field(default=())

    def __contains__(self, key: str) -> bool:
        return key in self.by_key

    def cell(self, row: Row, key: str) -> Cell:
        """The row's cell in that column; an empty one if the list has no such column."""
        column = self.by_key.get(key)
        return Cell(0, "empty") if column is None else row.cell(column)


def recognise_columns(rows: Iterable[Row], specs: Sequence[ColumnSpec]) -> Columns:
    """The header of a sheet: the row of its first ten with the most known headings.

    Rows above it are titles. Headings are compared without spaces, line breaks and marks of
    obligation, in half width; what stands in brackets counts (万元 is not 元). Refused: no header,
    one column twice, a required one missing; all of it in one refusal.
    """
    first = list(islice(rows, SEARCHED_ROWS))
    header = max(first, key=lambda row: len(claims_of(row, specs)), default=None)
    claims = claims_of(header, specs) if header else {}
    if header is None or not claims:
        raise Refused(
            _("前 %(rows)d 行里没有找到表头。请保留一行列名，例如：%(names)s。")
            % {"rows": SEARCHED_ROWS, "names": _named(specs)},
            [Problem("no_header", _("没有找到表头。"))],
        )
    if problems := [*_duplicates(claims, specs), *_missing(claims, specs)]:
        sentence = _("工作表“%(sheet)s”的表头（第 %(row)d 行）有问题：%(problems)s") % {
            "sheet": header.sheet,
            "row": header.number,
            "problems": "".join(problem.sentence for problem in problems),
        }
        raise Refused(sentence, problems)
    by_key = {key: columns[0] for key, columns in claims.items()}
    return Columns(
        sheet=header.sheet,
        header_row=header.number,
        by_key=by_key,
        headings={key: str(header.cell(column)).strip() for key, column in by_key.items()},
        unknown=unknown_headings(header, set(by_key.values())),
    )


def heading_key(heading: str) -> str:
    """What two headings are compared by."""
    return _NOISE.sub("", unicodedata.normalize("NFKC", heading)).casefold()


def claims_of(row: Row, specs: Sequence[ColumnSpec]) -> dict[str, list[int]]:
    """The columns of a row that bear each spec's name."""
    names = {column: heading_key(str(cell)) for column, cell in sorted(row.cells.items())}
    claims = {spec.key: [column for column, name in names.items() if name in spec.names()] for spec in specs}
    return {key: columns for key, columns in claims.items() if columns}


def _duplicates(claims: Mapping[str, list[int]], specs: Sequence[ColumnSpec]) -> list[Problem]:
    return [
        Problem(
            "duplicate_column",
            _("“%(heading)s”在 %(columns)s 列重复出现，请只保留一列。")
            % {
                "heading": spec.heading,
                "columns": listed(map(column_letters, claims[spec.key])),
            },
        )
        for spec in specs
        if len(claims.get(spec.key, ())) > 1
    ]


def _missing(claims: Mapping[str, list[int]], specs: Sequence[ColumnSpec]) -> list[Problem]:
    return [
        Problem(
            "missing_column",
            _("缺少“%(heading)s”列，请补上这一列。") % {"heading": spec.heading},
        )
        for spec in specs
        if spec.required and spec.key not in claims
    ]


def unknown_headings(header: Row, known: set[int]) -> list[tuple[int, str]]:
    """The headings that no column claims, but for those a marked copy has added."""
    ours = {heading_key(heading) for heading in MARK_HEADINGS}
    return [
        (column, str(cell).strip())
        for column, cell in sorted(header.cells.items())
        if column not in known and heading_key(str(cell)) not in ours
    ]


def _named(specs: Sequence[ColumnSpec]) -> str:
    wanted = [spec for spec in specs if spec.required] or list(specs)
    return listed(str(spec.heading) for spec in wanted[:6])
