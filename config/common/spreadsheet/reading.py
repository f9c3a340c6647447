"""Takes in a spreadsheet that anyone may have sent: refused with a sentence, or read in full."""

import datetime as dt
import errno
import json
import logging
import os
import subprocess
import sys
import tempfile
import weakref
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from pathlib import Path, PurePath
from typing import IO, Any

from config.common.errors import Problem, Refused

from .cells import Cell, Value, excel_number
from .sentences import SENTENCES
from .shield import unshield

logger = logging.getLogger(__name__)

CHILD = Path(__file__).with_name("child.py")
EXIT_DISK = 74
_BLOCK = 1 << 16
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_ZIP = b"PK\x03\x04"


@dataclass(frozen=True)
class Limits:
    """What one spreadsheet may cost: the file, what it unpacks to, the process reading it."""

    packed_mb: int = 20
    unpacked_mb: int = 200
    entries: int = 1_000
    ratio: int = 100
    rows: int = 200_000
    columns: int = 200
    memory_mb: int = 1_024
    cpu_seconds: int = 180
    wall_seconds: int = 240
    output_mb: int = 1_024


@dataclass(frozen=True, slots=True)
class Row:
    """One row that holds something; `number` as Excel shows it, `cells` by column from 1."""

    sheet: str
    number: int
    cells: Mapping[int, Cell]

    def cell(self, column: int) -> Cell:
        return self.cells.get(column) or Cell(column, "empty")


class Table:
    """A spreadsheet that was read: its rows wait in a nameless file, so memory stays flat.

    The rows can be walked more than once; the file goes with the object, or with the process.
    """

    def __init__(self, lines: IO[bytes], *, shielded: bool) -> None:
        self._lines = lines
        self._shielded = shielded
        self._close = weakref.finalize(self, lines.close)
        first = json.loads(next(self._raw()))
        self.sheets: tuple[str, ...] = tuple(first["sheets"])
        self.hidden: tuple[str, ...] = tuple(first["hidden"])
        self.row_count: int = _last_line(lines)["rows"]

    def rows(self, sheet: str | None = None) -> Iterator[Row]:
        """All rows in the order of the file, or those of one sheet."""
        wanted = None if sheet is None else self.sheets.index(sheet)
        for line in self._raw():
            if not line.startswith(b"["):
                continue
            index, number, cells = json.loads(line)
            if wanted is None or index == wanted:
                yield Row(self.sheets[index], number, dict(map(self._cell, cells)))

    def close(self) -> None:
        self._close()

    def __enter__(self) -> "Table":
        return self

    def __exit__(self, *raised: object) -> None:
        self.close()

    def _cell(self, stored: list[Any]) -> tuple[int, Cell]:
        column, kind, written = stored
        value: Value = written
        if kind == "number":
            value = excel_number(written)
        elif kind == "date":
            moment = dt.datetime.fromisoformat(written)
            value = moment.date() if moment.time() == dt.time() else moment
        elif kind == "bool":
            value = bool(written)
        elif self._shielded:
            value = unshield(written)
        return column, Cell(column, kind, value)

    def _raw(self) -> Iterator[bytes]:
        """Lines by position, so that several walks do not disturb each other."""
        rest, position = b"", 0
        while block := os.pread(self._lines.fileno(), _BLOCK, position):
            position += len(block)
            *lines, rest = (rest + block).split(b"\n")
            yield from lines


def read_table(path: Path, *, filename: str, limits: Limits | None = None) -> Table:
    """Read a .xlsx or .csv that was uploaded as `filename`, or refuse it with a sentence.

    Only values are taken: stored results of formulas, visible sheets. The file is unpacked and
    parsed by a child process with memory, processor and time limits; whatever kills that process
    is a refusal here. A full disk is our fault, not the file's, and raises OSError.
    """
    limits = limits or Limits()
    kind = _kind(path, filename, limits)
    name = PurePath(filename).stem[:31] or "CSV"
    options = {"path": str(path.resolve()), "kind": kind, "name": name, "parent": os.getpid()}
    with ExitStack() as until_read:
        lines = until_read.enter_context(tempfile.TemporaryFile())
        _run_child(options | asdict(limits), lines)
        table = Table(lines, shielded=kind == "csv")
        until_read.pop_all()  # from here the table closes it
    return table


def _kind(path: Path, filename: str, limits: Limits) -> str:
    """Which reader, by extension and by content, which must agree."""
    kind = PurePath(filename.strip()).suffix.lower().removeprefix(".")
    with path.open("rb") as file:
        start = file.read(8)
        if start == _OLE and kind in ("xls", "xlsx", "csv"):
            raise _refused("encrypted" if _holds(file, _ENCRYPTED) else "old_excel")
    if kind not in ("xlsx", "csv"):
        raise _refused({"xlsm": "macros", "xlsb": "binary_workbook"}.get(kind, "kind"))
    size = path.stat().st_size
    if not size:
        raise _refused("empty")
    if size > limits.packed_mb << 20:
        raise _refused("packed", most=limits.packed_mb)
    if (kind == "xlsx") != start.startswith(_ZIP):
        raise _refused(f"not_{kind}")
    return kind


def _holds(file: IO[bytes], wanted: bytes) -> bool:
    """Whether `wanted` is near the start: an OLE file's directory has no fixed place."""
    file.seek(0)
    return wanted in file.read(20 << 20)


def _run_child(options: dict[str, Any], lines: IO[bytes]) -> None:
    command = [sys.executable, "-I", str(CHILD), json.dumps(options)]
    environment = {"PATH": os.defpath, "LANG": "C.UTF-8", "OPENPYXL_LXML": "False"}
    with tempfile.TemporaryFile() as complaints:
        try:
            code = subprocess.run(  # noqa: S603 -- our own interpreter and our own script
                command,
                stdin=subprocess.DEVNULL,
                stdout=lines,
                stderr=complaints,
                env=environment,
                timeout=options["wall_seconds"],
                check=False,
            ).returncode
        except subprocess.TimeoutExpired as late:
            raise _refused("slow", most=options["wall_seconds"]) from late
        if code == EXIT_DISK:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), tempfile.gettempdir())
        last = _last_line(lines) if code == 0 else {}
        if "refused" in last:
            raise _refused(last["refused"], **last["details"])
        if "rows" not in last:
            words = os.pread(complaints.fileno(), 2_000, max(0, _size(complaints) - 2_000))
            logger.warning("spreadsheet child ended with %s: %s", code, words.decode(errors="replace"))
            raise _refused("unreadable")


def _last_line(lines: IO[bytes]) -> dict[str, Any]:
    """The child's verdict; a line cut short counts as none."""
    tail = os.pread(lines.fileno(), _BLOCK, max(0, _size(lines) - _BLOCK))
    if not tail.endswith(b"}\n"):
        return {}
    verdict: dict[str, Any] = json.loads(tail[:-1].rpartition(b"\n")[2])
    return verdict


def _size(file: IO[bytes]) -> int:
    return os.fstat(file.fileno()).st_size


def _refused(code: str, **details: object) -> Refused:
    sentence = str(SENTENCES[code]) % details
    return Refused(sentence, [Problem(code, sentence)])
