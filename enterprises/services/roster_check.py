"""Checking an uploaded roster: two walks over the file, staged rows in short batches, nothing registered."""

import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from config.common.document_no import is_document_no
from config.common.errors import Refused
from config.common.spreadsheet.columns import Columns, recognise_columns
from config.common.spreadsheet.marking import RowProblem, write_marked_copy
from config.common.spreadsheet.reading import Row, Table
from config.common.versions import guarded_update
from config.common.wording import listed
from enterprises.calculations.roster_columns import COLUMNS
from enterprises.calculations.roster_matching import FileIndex, agreed
from enterprises.calculations.roster_reading import RowReading, is_blank
from enterprises.enums import RosterState, RowState
from enterprises.models import MandatoryList, RosterImport, RosterRow
from enterprises.selectors.roster_sites import YearLists
from enterprises.services.roster_rows import LIST_FACTS, RowReader, RowStager
from operations.models import Attachment
from operations.services.attachments import attachment_keep

BATCH = 1_000
COUNTS = ("read", "new", "changed", "same", "bad", "warned")
_LOOKS_LIKE_A_ROSTER = 3

Pause = Callable[[str, int], None]
Fence = Callable[[], None]


@dataclass
class RosterCheck:
    """One attempt at checking one roster. `pause` is called between transactions, `fence` inside each."""

    roster: RosterImport
    table: Table
    pause: Pause
    fence: Fence
    sheets: dict[str, Columns] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    draft: MandatoryList | None = None
    counts: Counter[str] = field(default_factory=Counter)
    reasons: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    facts: dict[str, Counter[str]] = field(default_factory=lambda: {key: Counter() for key in LIST_FACTS})

    def run(self, at: datetime) -> RosterImport:
        """Stage every row, keep a marked copy of the bad ones, and open the preview."""
        self.pause(_("核对表头"), 2)
        self.sheets, self.notes = sheets_of(self.table)
        self._clear()
        reader = RowReader(self.roster)
        index = self._walk(reader)
        self._stage(reader, index)
        marked = self._marked_copy(at)
        self.pause(_("生成预览"), 98)
        return self._finish(marked)

    def _clear(self) -> None:
        """Forget what an earlier attempt staged."""
        self.pause(_("清理上次的检查结果"), 4)
        with transaction.atomic():
            self.fence()
            RosterRow.objects.filter(roster=self.roster).delete()

    def _walk(self, reader: RowReader) -> FileIndex:
        """First walk: which sites the file names, and what it says about the list as a whole."""
        index = FileIndex()
        for done, batch in self._batches(reader):
            for _row, _columns, reading in batch:
                for key in LIST_FACTS:
                    if reading.values[key]:
                        self.facts[key][reading.values[key]] += 1
                if not reading.is_bad:
                    index.add(reading.values, reading.sheet, reading.row)
            self.pause(_("核对行与行的关系"), self._percent(done, 5, 35))
        return index

    def _stage(self, reader: RowReader, index: FileIndex) -> None:
        """Second walk: what each row would do."""
        lists = YearLists.load(self.roster.region, self.roster.year)
        self._note_list_facts(lists)
        self.draft = lists.draft
        stager = RowStager(self.roster, lists, index, self.facts)
        for done, batch in self._batches(reader):
            rows = stager.stage(batch)
            with transaction.atomic():
                self.fence()
                RosterRow.objects.bulk_create(rows)
            for row in rows:
                self._count(row)
            step = _("逐行核对：已核对 %(done)d 行") % {"done": self.counts["read"]}
            self.pause(step, self._percent(done, 35, 92))
        if not self.counts["read"]:
            raise Refused(_("文件里只有表头，没有企业行。请确认选对了文件。"))

    def _batches(self, reader: RowReader) -> Iterator[tuple[int, Sequence[tuple[Row, Columns, RowReading]]]]:
        """Readings in batches, with how many rows of the file lie behind."""
        rows = enumerate(self.table.rows(), start=1)
        done = 0
        while part := list(islice(rows, BATCH)):
            done = part[-1][0]
            kept = [(row, self.sheets[row.sheet]) for _number, row in part if self._is_entry(row)]
            yield done, [(row, columns, reader.read(row, columns)) for row, columns in kept]

    def _is_entry(self, row: Row) -> bool:
        columns = self.sheets.get(row.sheet)
        return columns is not None and row.number > columns.header_row and not is_blank(row, columns)

    def _percent(self, done: int, start: int, end: int) -> int:
        return start + (end - start) * done // max(self.table.row_count, 1)

    def _count(self, row: RosterRow) -> None:
        self.counts["read"] += 1
        self.counts[row.state] += 1
        self.counts["warned"] += row.warned
        for problem in row.problems:
            self.reasons[(problem["level"], problem["code"], problem["column"])] += 1

    def _note_list_facts(self, lists: YearLists) -> None:
        """Say which of the list's own facts in the file will not be taken over."""
        draft = lists.draft
        for key in LIST_FACTS if draft else ():
            ours, theirs = str(getattr(draft, key) or ""), agreed(self.facts[key])
            if ours and theirs and ours != theirs:
                facts = {"ours": ours, "theirs": theirs}
                self.notes.append(_("名单草稿上已填“%(ours)s”，文件中是“%(theirs)s”：保留草稿上的。") % facts)
        number = agreed(self.facts["document_no"])
        if number and not is_document_no(number):
            sentence = _("文件中的文号“%(number)s”不合规范（应形如“晋环发〔2026〕12号”），没有填入名单。")
            self.notes.append(sentence % {"number": number})

    def _marked_copy(self, at: datetime) -> Attachment | None:
        if not self.counts[RowState.BAD]:
            return None
        self.pause(_("标出有错的行"), 94)
        headers = {sheet: columns.header_row for sheet, columns in self.sheets.items()}
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "marked.xlsx"
            write_marked_copy(self.table, self._bad_problems(), path, header_rows=headers)
            name = _("待改正_%(name)s.xlsx") % {"name": Path(self.roster.file.name).stem[:150]}
            return attachment_keep(
                content=path.read_bytes(), name=name, kind="xlsx", by=self.roster.created_by, at=at
            )

    def _bad_problems(self) -> Iterator[RowProblem]:
        rows = RosterRow.objects.filter(roster=self.roster, state=RowState.BAD).order_by("pk")
        for sheet, number, problems in rows.values_list("sheet", "row", "problems").iterator(
            chunk_size=BATCH
        ):
            for problem in problems:
                yield RowProblem(
                    sheet, number, self._column(sheet, problem), problem["reason"], problem["mend"]
                )

    def _column(self, sheet: str, problem: dict[str, Any]) -> int | None:
        columns = self.sheets[sheet]
        return next((columns.by_key[k] for k, h in columns.headings.items() if h == problem["column"]), None)

    @transaction.atomic
    def _finish(self, marked: Attachment | None) -> RosterImport:
        self.fence()
        roster = self.roster
        roster.refresh_from_db(fields=["version", "state"])
        if roster.state != RosterState.CHECKING:
            raise Refused(_("这次导入已经放弃。"))
        facts = {
            "notes": self.notes,
            "reasons": [[*reason, count] for reason, count in self.reasons.most_common()],
            "list": {key: agreed(self.facts[key]) for key in LIST_FACTS},
            "draft": self.draft.pk if self.draft else None,
        }
        counts = {name: self.counts[name] for name in COUNTS}
        guarded_update(
            roster, state=RosterState.PREVIEWED, counts=counts, facts=facts, marked_copy=marked, reason=""
        )
        return roster


def sheets_of(table: Table) -> tuple[dict[str, Columns], list[str]]:
    """The sheets that hold a roster, and notes about what was left aside; refused when there is none."""
    found: dict[str, Columns] = {}
    notes: list[str] = []
    refusal: Refused | None = None
    for sheet in table.sheets:
        try:
            found[sheet] = recognise_columns(table.rows(sheet), COLUMNS)
        except Refused as error:
            if _known_headings(table, sheet) >= _LOOKS_LIKE_A_ROSTER:
                raise
            refusal = refusal or error
            notes.append(_("工作表“%(sheet)s”没有名单的表头，没有读取。") % {"sheet": sheet})
    if not found:
        raise refusal or Refused(_("文件里没有可见的工作表。"))
    notes += [_("隐藏的工作表“%(sheet)s”没有读取。") % {"sheet": sheet} for sheet in table.hidden]
    for sheet, columns in found.items():
        names = listed(heading for _column, heading in columns.unknown)
        if names:
            facts = {"sheet": sheet, "names": names}
            notes.append(_("工作表“%(sheet)s”中不认识的列没有读取：%(names)s。") % facts)
    return found, notes


def _known_headings(table: Table, sheet: str) -> int:
    """The most headings of ours that one of the sheet's first rows bears."""
    relaxed = [column.__class__(column.key, column.heading, column.aliases) for column in COLUMNS]
    try:
        return len(recognise_columns(table.rows(sheet), relaxed).by_key)
    except Refused as error:
        doubled = any(problem.code == "duplicate_column" for problem in error.problems)
        return _LOOKS_LIKE_A_ROSTER if doubled else 0
