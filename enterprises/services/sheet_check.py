"""Checking an uploaded sheet: two walks over the file, staged rows in short batches, nothing registered."""

import tempfile
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from config.common.errors import Problem, Refused
from config.common.spreadsheet.cells import column_letters
from config.common.spreadsheet.columns import (
    SEARCHED_ROWS,
    Columns,
    ColumnSpec,
    claims_of,
    heading_key,
    recognise_columns,
)
from config.common.spreadsheet.headings import LOOKS_LIKE_A_LIST, Headings, headings_of, specs_with
from config.common.spreadsheet.marking import RowProblem, write_marked_copy
from config.common.spreadsheet.reading import Row, Table
from config.common.versions import guarded_update
from config.common.wording import listed
from enterprises.calculations.roster_reading import RowReading, is_blank
from enterprises.enums import RosterState, RowState
from enterprises.models import HeadingMapping, SheetImport, SheetRow
from enterprises.selectors.headings import headings_of_kind
from operations.models import Attachment
from operations.services.attachments import attachment_keep

BATCH = 1_000
COUNTS = ("read", "new", "changed", "same", "bad", "warned")

Pause = Callable[[str, int], None]
Fence = Callable[[], None]
Read = tuple[Row, Columns, RowReading]


class SheetCheck(ABC):
    """One attempt at checking one sheet. `pause` is called between transactions, `fence` inside each.

    What kind of sheet it is says a subclass: how a row is read, what is gathered on the first walk, what each
    row would do on the second, and which facts the preview keeps.
    """

    row_model: type[SheetRow]
    owner: str  # the column of `row_model` that names the import

    def __init__(self, sheet: SheetImport, table: Table, pause: Pause, fence: Fence) -> None:
        self.sheet, self.table, self.pause, self.fence = sheet, table, pause, fence
        self.sheets: dict[str, Columns] = {}
        self.headings: Headings = []
        self.notes: list[str] = []
        self.counts: Counter[str] = Counter()
        self.reasons: Counter[tuple[str, str, str]] = Counter()

    @abstractmethod
    def columns(self) -> Sequence[ColumnSpec]:
        """The columns such a sheet may have."""

    @abstractmethod
    def read(self, row: Row, columns: Columns) -> RowReading:
        """What one row says."""

    @abstractmethod
    def note(self, reading: RowReading) -> None:
        """First walk: remember what other rows have to know of this one."""

    @abstractmethod
    def prepare(self) -> None:
        """Between the walks: what all rows are compared with."""

    @abstractmethod
    def stage(self, batch: Sequence[Read]) -> Sequence[SheetRow]:
        """Second walk: what each row of a batch would do; not saved yet."""

    @abstractmethod
    def facts(self) -> dict[str, Any]:
        """What the preview keeps beside its notes and reasons."""

    def heading_problems(self) -> list[Problem]:
        """What is wrong with the headings themselves, which no row can mend."""
        return []

    def run(self, at: datetime) -> None:
        """Stage every row, keep a marked copy of the bad ones, and open the preview."""
        self.pause(_("核对表头"), 2)
        self.headings = headings_of(self.table, self.columns())
        self._keep({"headings": self.headings})
        said = headings_of_kind(self.sheet.created_by, self.owner)
        self.sheets, self.notes = sheets_of(self.table, self.columns(), self.headings, said)
        if problems := self.heading_problems():
            raise Refused("".join(problem.sentence for problem in problems), problems)
        self._clear()
        for done, batch in self._batches():
            for _row, _columns, reading in batch:
                self.note(reading)
            self.pause(_("核对行与行的关系"), self._percent(done, 5, 35))
        self._stage()
        marked = self._marked_copy(at)
        self.pause(_("生成预览"), 98)
        self._finish(marked)

    @transaction.atomic
    def _keep(self, facts: dict[str, Any]) -> None:
        """Kept at once: also of a file that cannot be read, people can then say what its headings mean."""
        self.fence()
        self._check_still_wanted()
        guarded_update(self.sheet, facts=facts)

    def _check_still_wanted(self) -> None:
        self.sheet.refresh_from_db(fields=["version", "state"])
        if self.sheet.state != RosterState.CHECKING:
            raise Refused(_("这次导入已经放弃。"))

    def _rows(self) -> Any:
        return self.row_model._default_manager.filter(**{self.owner: self.sheet})

    def _clear(self) -> None:
        """Forget what an earlier attempt staged."""
        self.pause(_("清理上次的检查结果"), 4)
        with transaction.atomic():
            self.fence()
            self._rows().delete()

    def _stage(self) -> None:
        self.prepare()
        for done, batch in self._batches():
            rows = self.stage(batch)
            with transaction.atomic():
                self.fence()
                self.row_model._default_manager.bulk_create(rows)
            for row in rows:
                self._count(row)
            step = _("逐行核对：已核对 %(done)d 行") % {"done": self.counts["read"]}
            self.pause(step, self._percent(done, 35, 92))
        if not self.counts["read"]:
            raise Refused(_("文件里只有表头，没有企业行。请确认选对了文件。"))

    def _batches(self) -> Iterator[tuple[int, Sequence[Read]]]:
        """Readings in batches, with how many rows of the file lie behind."""
        rows = enumerate(self.table.rows(), start=1)
        while part := list(islice(rows, BATCH)):
            done = part[-1][0]
            kept = [(row, self.sheets[row.sheet]) for _number, row in part if self._is_entry(row)]
            yield done, [(row, columns, self.read(row, columns)) for row, columns in kept]

    def _is_entry(self, row: Row) -> bool:
        columns = self.sheets.get(row.sheet)
        return columns is not None and row.number > columns.header_row and not is_blank(row, columns)

    def _percent(self, done: int, start: int, end: int) -> int:
        return start + (end - start) * done // max(self.table.row_count, 1)

    def _count(self, row: SheetRow) -> None:
        self.counts["read"] += 1
        self.counts[row.state] += 1
        self.counts["warned"] += row.warned
        for problem in row.problems:
            self.reasons[(problem["level"], problem["code"], problem["column"])] += 1

    def _marked_copy(self, at: datetime) -> Attachment | None:
        if not self.counts[RowState.BAD]:
            return None
        self.pause(_("标出有错的行"), 94)
        headers = {sheet: columns.header_row for sheet, columns in self.sheets.items()}
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "marked.xlsx"
            write_marked_copy(self.table, self._bad_problems(), path, header_rows=headers)
            name = _("待改正_%(name)s.xlsx") % {"name": Path(self.sheet.file.name).stem[:150]}
            return attachment_keep(
                content=path.read_bytes(), name=name, kind="xlsx", by=self.sheet.created_by, at=at
            )

    def _bad_problems(self) -> Iterator[RowProblem]:
        rows = self._rows().filter(state=RowState.BAD).order_by("pk")
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
    def _finish(self, marked: Attachment | None) -> None:
        self.fence()
        self._check_still_wanted()
        reasons = [[*reason, count] for reason, count in self.reasons.most_common()]
        guarded_update(
            self.sheet,
            state=RosterState.PREVIEWED,
            counts={name: self.counts[name] for name in COUNTS},
            facts={"notes": self.notes, "reasons": reasons, "headings": self.headings} | self.facts(),
            marked_copy=marked,
            reason="",
        )


def sheets_of(
    table: Table, specs: Sequence[ColumnSpec], headings: Headings, said: Mapping[str, HeadingMapping]
) -> tuple[dict[str, Columns], list[str]]:
    """The sheets that hold such a list, and notes about what was left aside; refused when there is none."""
    found: dict[str, Columns] = {}
    notes: list[str] = []
    refusal: Refused | None = None
    known = {one["sheet"]: one["known"] for one in headings}
    chosen = {key: row.field for key, row in said.items()}
    for sheet in table.sheets:
        ours = specs_with(specs, known.get(sheet, {}), chosen)
        try:
            found[sheet] = recognise_columns(table.rows(sheet), ours)
        except Refused as error:
            if _known_headings(table, sheet, ours) >= LOOKS_LIKE_A_LIST:
                raise
            refusal = refusal or error
            notes.append(_("工作表“%(sheet)s”没有名单的表头，没有读取。") % {"sheet": sheet})
    if not found:
        raise refusal or Refused(_("文件里没有可见的工作表。"))
    notes += [_("隐藏的工作表“%(sheet)s”没有读取。") % {"sheet": sheet} for sheet in table.hidden]
    for sheet, columns in found.items():
        notes += _as_said(columns, known.get(sheet, {}), specs, said)
        names = listed(heading for _column, heading in columns.unknown)
        if names:
            facts = {"sheet": sheet, "names": names}
            notes.append(_("工作表“%(sheet)s”中不认识的列没有读取：%(names)s。") % facts)
    return found, notes


def _as_said(
    columns: Columns,
    known: Mapping[str, str],
    specs: Sequence[ColumnSpec],
    said: Mapping[str, HeadingMapping],
) -> list[str]:
    """Which columns were read by what the bureau said of their headings, and when it said so."""
    notes = []
    fields = {spec.key: spec.heading for spec in specs}
    for key in columns.by_key.keys() - known.keys():
        row = said.get(heading_key(columns.headings[key]))
        if row is not None:
            facts = {
                "column": column_letters(columns.by_key[key]),
                "heading": columns.headings[key],
                "on": timezone.localtime(row.chosen_at).date().isoformat(),
                "field": fields[key],
            }
            notes.append(_("%(column)s 列“%(heading)s”按 %(on)s 的对应关系读作“%(field)s”。") % facts)
    return sorted(notes)


def _known_headings(table: Table, sheet: str, specs: Sequence[ColumnSpec]) -> int:
    """The most headings of ours that one of the sheet's first rows bears."""
    first = islice(table.rows(sheet), SEARCHED_ROWS)
    return max((len(claims_of(row, specs)) for row in first), default=0)
