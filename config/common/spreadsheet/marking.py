"""Bad rows handed back: the same list with the wrong cells marked and the reasons beside them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from .columns import MARK_HEADINGS
from .reading import Row, Table
from .text import OutValue, WriteReport, width_of
from .writing import TEXT_FORMAT, Marked, OutColumn, SheetSpec, write_workbook


@dataclass(frozen=True)
class RowProblem:
    """What is wrong in a row, in which column (None: the row as a whole), and how to mend it."""

    sheet: str
    row: int
    column: int | None
    reason: str
    mend: str = ""

    def __str__(self) -> str:
        return f"{self.reason}{self.mend}"


def write_marked_copy(
    table: Table,
    problems: Iterable[RowProblem],
    path: Path,
    *,
    header_rows: Mapping[str, int],
) -> WriteReport:
    """Write the bad rows of a list, ready to be mended and sent again.

    Each sheet keeps its header (`header_rows`: sheet → row number); wrong cells are red with the
    reason as a comment; two columns are added, the original row number and all reasons. Every
    cell of the list is text, so that a code typed anew keeps its digits.
    """
    by_place: dict[str, dict[int, list[RowProblem]]] = defaultdict(lambda: defaultdict(list))
    for problem in problems:
        by_place[problem.sheet][problem.row].append(problem)
    sheets = (
        _sheet(table, name, by_place[name], header_rows[name]) for name in table.sheets if name in by_place
    )
    return write_workbook(path, sheets)


def _sheet(table: Table, name: str, problems: Mapping[int, list[RowProblem]], header_row: int) -> SheetSpec:
    header = next(row for row in table.rows(name) if row.number == header_row)
    last = max(header.cells)
    headings = [str(header.cell(column)) for column in range(1, last + 1)]
    columns = [OutColumn(text, width_of([text], least=12), TEXT_FORMAT) for text in headings]
    number, reasons = MARK_HEADINGS
    added = [OutColumn(number, 10), OutColumn(reasons, 60)]
    return SheetSpec(
        name=name,
        columns=[*columns, *added],
        rows=_bad_rows(table, name, problems, last),
    )


def _bad_rows(
    table: Table, name: str, problems: Mapping[int, list[RowProblem]], last: int
) -> Iterator[Sequence[OutValue | Marked]]:
    for row in table.rows(name):
        if found := problems.get(row.number):
            values = [_value(row, column, found) for column in range(1, last + 1)]
            yield [*values, row.number, "\n".join(dict.fromkeys(map(str, found)))]


def _value(row: Row, column: int, problems: Sequence[RowProblem]) -> OutValue | Marked:
    cell = row.cell(column)
    reasons = [str(problem) for problem in problems if problem.column == column]
    if reasons:
        return Marked(str(cell), "\n".join(reasons))
    return str(cell)
