"""Checking an uploaded sheet of the past: which lists it holds, and what each of its rows would do."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from config.common.errors import Problem
from config.common.spreadsheet.columns import Columns, ColumnSpec
from config.common.spreadsheet.reading import Row, Table
from config.common.wording import listed
from enterprises.calculations.roster_reading import RowReading
from enterprises.enums import RowState
from enterprises.services.sheet_check import Fence, Pause, Read, SheetCheck
from measures.calculations.past_columns import past_columns, wrong_units
from measures.models import PastImport, PastRow
from measures.selectors.past import ListKey, ListTable, past_indicators
from measures.services.past_rows import FileFacts, PastReader, PastStager, lists_found


class PastCheck(SheetCheck):
    """One attempt at checking one sheet of the past; `today` is the last day that can be past."""

    row_model = PastRow
    owner = "past"

    def __init__(self, past: PastImport, table: Table, pause: Pause, fence: Fence, today: date) -> None:
        super().__init__(past, table, pause, fence)
        self.past = past
        self.specs = past_columns(past_indicators())
        self.reader = PastReader(past, self.specs, today)
        self.file = FileFacts()
        self.lists: ListTable
        self.stager: PastStager
        self.used: set[ListKey] = set()

    def columns(self) -> Sequence[ColumnSpec]:
        return self.specs

    def heading_problems(self) -> list[Problem]:
        """An amount in a unit that cannot be turned into ours would be lost in silence: the file is refused."""
        problems = []
        for sheet, columns in self.sheets.items():
            for _number, heading, column in wrong_units(self.specs, columns.unknown):
                facts = {
                    "sheet": sheet,
                    "heading": heading,
                    "unit": column.unit,
                    "units": listed(column.units()),
                }
                sentence = _(
                    "工作表“%(sheet)s”的“%(heading)s”列，单位不能换算成 %(unit)s。"
                    "请换算后改写表头，可用的单位：%(units)s。"
                )
                problems.append(Problem("unit", sentence % facts))
        return problems

    def read(self, row: Row, columns: Columns) -> RowReading:
        return self.reader.read(row, columns)

    def note(self, reading: RowReading) -> None:
        self.file.note(reading)

    def prepare(self) -> None:
        self.file.settle()
        self.lists = ListTable.load(self.past.region)
        self.stager = PastStager(self.past, self.lists, self.file)

    def stage(self, batch: Sequence[Read]) -> Sequence[PastRow]:
        rows = self.stager.stage(batch)
        for row in rows:
            if row.state in {RowState.NEW, RowState.CHANGED}:
                year, number = row.values["list"]
                self.used.add((year, number))
        return rows

    def facts(self) -> dict[str, Any]:
        return {"lists": lists_found(self.file, self.lists, self.used)}
