"""Checking an uploaded roster: what it says of the list as a whole, and what each of its rows would do."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from config.common.document_no import is_document_no
from config.common.spreadsheet.columns import Columns, ColumnSpec
from config.common.spreadsheet.reading import Row, Table
from enterprises.calculations.roster_columns import COLUMNS
from enterprises.calculations.roster_matching import FileIndex, agreed
from enterprises.calculations.roster_reading import RowReading
from enterprises.models import RosterImport, RosterRow
from enterprises.selectors.roster_sites import YearLists
from enterprises.services.roster_rows import LIST_FACTS, RowReader, RowStager
from enterprises.services.sheet_check import Fence, Pause, Read, SheetCheck


class RosterCheck(SheetCheck):
    """One attempt at checking one roster."""

    row_model = RosterRow
    owner = "roster"

    def __init__(self, roster: RosterImport, table: Table, pause: Pause, fence: Fence) -> None:
        super().__init__(roster, table, pause, fence)
        self.roster = roster
        self.reader = RowReader(roster)
        self.index = FileIndex()
        self.list_facts: dict[str, Counter[str]] = {key: Counter() for key in LIST_FACTS}
        self.stager: RowStager

    def columns(self) -> Sequence[ColumnSpec]:
        return COLUMNS

    def read(self, row: Row, columns: Columns) -> RowReading:
        return self.reader.read(row, columns)

    def note(self, reading: RowReading) -> None:
        """Which sites the file names, and what it says about the list as a whole."""
        for key in LIST_FACTS:
            if reading.values[key]:
                self.list_facts[key][reading.values[key]] += 1
        if not reading.is_bad:
            self.index.add(reading.values, reading.sheet, reading.row)

    def prepare(self) -> None:
        lists = YearLists.load(self.roster.region, self.roster.year)
        self._note_list_facts(lists)
        self.stager = RowStager(self.roster, lists, self.index, self.list_facts)

    def stage(self, batch: Sequence[Read]) -> Sequence[RosterRow]:
        return self.stager.stage(batch)

    def facts(self) -> dict[str, Any]:
        draft = self.stager.lists.draft
        return {
            "list": {key: agreed(self.list_facts[key]) for key in LIST_FACTS},
            "draft": draft.pk if draft else None,
        }

    def _note_list_facts(self, lists: YearLists) -> None:
        """Say which of the list's own facts in the file will not be taken over."""
        draft = lists.draft
        for key in LIST_FACTS if draft else ():
            ours, theirs = str(getattr(draft, key) or ""), agreed(self.list_facts[key])
            if ours and theirs and ours != theirs:
                facts = {"ours": ours, "theirs": theirs}
                self.notes.append(_("名单草稿上已填“%(ours)s”，文件中是“%(theirs)s”：保留草稿上的。") % facts)
        number = agreed(self.list_facts["document_no"])
        if number and not is_document_no(number):
            sentence = _("文件中的文号“%(number)s”不合规范（应形如“晋环发〔2026〕12号”），没有填入名单。")
            self.notes.append(sentence % {"number": number})
