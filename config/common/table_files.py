"""Tables as files: exactly the rows of the list and the columns chosen, walked through a few hundred at a time."""

from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain
from pathlib import Path
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from config.common.spreadsheet.csvfile import write_csv
from config.common.spreadsheet.text import OutValue, WriteReport
from config.common.spreadsheet.writing import TEXT_FORMAT, OutColumn, SheetSpec, write_workbook
from config.common.tables import COLUMN, ORDER, Column, Table, filter_words
from config.common.wording import UNKNOWN, listed

CHUNK = 500
KINDS = {"xlsx": "Excel", "csv": "CSV"}
_FORMATS = {"code": TEXT_FORMAT, "text": TEXT_FORMAT, "wan": "#,##0.00"}
_TYPED = ("date", "moment", "instant", "number", "wan")
Checkpoint = Callable[[int, int], None]


@dataclass(frozen=True)
class TableFile:
    """What a file of a table is made from: the reader, the parameters of the list's address, the day."""

    table: Table
    user: Any
    query: str
    on: date

    def freeze(self) -> "FrozenRows":
        """The rows as they stand now, by id and in the list's order: pages that come later cannot move them."""
        data = QueryDict(self.query)
        filterset = self.table.filterset(self.user, data, self.on)
        rows = self.table.rows(filterset, data.get(ORDER, self.table.default))
        columns, _unknown = self.table.choose(self.user, data.getlist(COLUMN))
        return FrozenRows(
            self,
            ids=array("q", rows.prefetch_related(None).values_list("pk", flat=True).iterator()),
            rows=filterset.qs.order_by(),
            columns=list(chain.from_iterable(column.facts() for column in columns)),
            words=filter_words(filterset),
        )

    def total(self) -> int:
        """How many rows the list has now."""
        count: int = self.table.filterset(self.user, QueryDict(self.query), self.on).qs.count()
        return count


@dataclass(frozen=True)
class FrozenRows:
    source: TableFile
    ids: Sequence[int]
    rows: Any
    columns: list[Column]
    words: str

    def values(self, checkpoint: Checkpoint) -> Iterator[list[OutValue]]:
        """Each row's values. One that has left the reader's scope since is left out."""
        present = self.source.table.present(self.source.user, self.source.on)
        for start in range(0, len(self.ids), CHUNK):
            checkpoint(start, len(self.ids))
            wanted = self.ids[start : start + CHUNK]
            found = {row.pk: row for row in self.rows.filter(pk__in=list(wanted))}
            shown = present([found[pk] for pk in wanted if pk in found])
            yield from ([_value(column, row) for column in self.columns] for row in shown)

    def write(self, path: Path, kind: str, titles: Sequence[str], checkpoint: Checkpoint) -> WriteReport:
        """An Excel workbook with `titles` above the header, or a CSV that holds the table alone."""
        headings = [str(column.heading) for column in self.columns]
        if kind == "csv":
            return write_csv(path, headings, self.values(checkpoint))
        sheet = SheetSpec(
            name=str(self.source.table.title),
            columns=[
                OutColumn(heading, number_format=_FORMATS.get(column.kind, ""))
                for column, heading in zip(self.columns, headings, strict=True)
            ],
            rows=self.values(checkpoint),
            titles=titles,
        )
        return write_workbook(path, [sheet])


def _value(column: Column, row: Mapping[str, Any]) -> OutValue:
    """A date stays a date, a number a number, a code a text; unknown is empty."""
    value: Any = row.get(column.key)
    if value in (None, "", UNKNOWN):
        return None
    if column.kind == "light":
        return str(value["label"] if isinstance(value, Mapping) else value.label)
    if column.kind == "tags":
        return listed(value)
    if column.kind == "lines":
        return "；".join(map(str, value)) or None
    return value if column.kind in _TYPED else str(value)


def title_lines(title: str, words: str, rows: int, made: str) -> list[str]:
    """What stands above the header: the list, its filter in words, how many, when and by whom."""
    facts = {"words": words or _("全部"), "rows": rows, "made": made}
    return [title, _("条件：%(words)s；共 %(rows)d 行；%(made)s 导出") % facts]
