"""Reads one hostile spreadsheet alone in a process of its own and prints it as JSON lines.

Run by path (`python -I child.py OPTIONS`), so that neither Django nor Celery is loaded: only the
standard library, openpyxl and defusedxml. Whatever a file does to a parser ends this process and
nothing else. Lines: the sheets, then `[sheet, row, [[column, kind, value], …]]` for each row that
holds something, then the end or the refusal; without that last line nothing was read.
"""

import codecs
import csv
import ctypes
import datetime as dt
import errno
import io
import json
import math
import os
import re
import resource
import signal
import sys
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from itertools import chain
from typing import Any, BinaryIO
from xml.etree.ElementTree import SubElement
from xml.parsers import expat

import openpyxl
from openpyxl.worksheet._reader import FORMULA_TAG, INLINE_STRING, VALUE_TAG, WorkSheetParser
from openpyxl.xml.constants import SHEET_MAIN_NS

CHUNK = 1 << 16
EXIT_DISK = 74
_REFERENCE = re.compile(r"([A-Z]{1,7})([0-9]{1,10})")
_TEXT, _RUN = f"{{{SHEET_MAIN_NS}}}t", f"{{{SHEET_MAIN_NS}}}r"
_CHINESE_DATES = {*range(27, 37), *range(50, 59)}  # built into a Chinese Excel, unknown to openpyxl
_ESCAPES = re.compile(r"_x005F_|_x000D_")  # how Excel writes "_x" and a carriage return
_MACROS = re.compile(r"vbaproject|/macrosheets/|/dialogsheets/|/activex/", re.IGNORECASE)
_LINKS = re.compile(r"/externallinks/|/connections\.xml|/querytables/", re.IGNORECASE)


class Unsafe(Exception):
    """The file is refused: a code that the parent turns into a sentence, with its details."""

    def __init__(self, code: str, **details: object) -> None:
        super().__init__(code)
        self.line = {"refused": code, "details": details}


def confine(options: dict[str, Any]) -> None:
    """Bound what this process may use, and let it die with the one that asked."""
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG
    if os.getppid() != options["parent"]:
        raise SystemExit("the starter is gone")
    for kind, wanted in (
        (resource.RLIMIT_AS, options["memory_mb"] << 20),
        (resource.RLIMIT_CPU, options["cpu_seconds"]),
        (resource.RLIMIT_FSIZE, options["output_mb"] << 20),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(kind)[1]
        most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(kind, (most, most))


# --- before any parser that builds something ----------------------------------------------------


def scan_archive(archive: zipfile.ZipFile, packed: int, options: dict[str, Any]) -> None:
    """Unpack everything once, keeping nothing, and refuse what no roster contains."""
    entries = archive.infolist()
    if len(entries) > options["entries"]:
        raise Unsafe("entries", most=options["entries"])
    check_names([entry.filename for entry in entries])
    unpacked = 0
    for entry in entries:
        if entry.flag_bits & 0x1:
            raise Unsafe("encrypted")
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise Unsafe("structure")
        scan = PartScan(options) if entry.filename.lower().endswith((".xml", ".rels")) else None
        with archive.open(entry) as part:
            while chunk := part.read(CHUNK):
                unpacked += len(chunk)
                check_size(unpacked, packed, options)
                if scan:
                    scan.feed(chunk)
        if scan:
            scan.feed(b"", last=True)


def check_names(names: list[str]) -> None:
    if len({name.lower() for name in names}) < len(names):
        raise Unsafe("structure")
    if any(_MACROS.search(name) for name in names):
        raise Unsafe("macros")
    if any(_LINKS.search(name) for name in names):
        raise Unsafe("external_links")
    if any(name.lower() == "xl/workbook.bin" for name in names):
        raise Unsafe("binary_workbook")


def check_size(unpacked: int, packed: int, options: dict[str, Any]) -> None:
    if unpacked > options["unpacked_mb"] << 20:
        raise Unsafe("unpacked", most=options["unpacked_mb"])
    if unpacked > options["ratio"] * packed:
        raise Unsafe("ratio", most=options["ratio"])


class PartScan:
    """One XML part, element by element, without a tree: no DOCTYPE, no far cell, no link outside.

    expat and not a search for bytes, because a part may be in UTF-16 or hide behind quoting.
    """

    def __init__(self, options: dict[str, Any]) -> None:
        self.rows, self.columns = options["rows"], options["columns"]
        self.row = self.column = 0
        self.parser = expat.ParserCreate()
        self.parser.StartDoctypeDeclHandler = self.doctype
        self.parser.StartElementHandler = self.root

    def feed(self, chunk: bytes, last: bool = False) -> None:
        try:
            self.parser.Parse(chunk, last)
        except expat.ExpatError as error:
            raise Unsafe("damaged") from error

    def doctype(self, *declaration: object) -> None:
        raise Unsafe("doctype")

    def root(self, name: str, attributes: dict[str, str]) -> None:
        elements = {
            "worksheet": self.worksheet,
            "Relationships": self.relationship,
            "Types": self.content_type,
        }
        self.parser.StartElementHandler = elements.get(name.rpartition(":")[2])

    def worksheet(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(":")[2]
        if local == "c":
            self.cell(attributes.get("r"))
        elif local == "row":
            self.row = _whole(attributes.get("r"), default=self.row + 1)
            self.column = 0
            self.check_place()

    def cell(self, reference: str | None) -> None:
        if reference is None:
            self.column += 1
        else:
            match = _REFERENCE.fullmatch(reference)
            if match is None:
                raise Unsafe("structure")
            self.column = column_number(match[1])
            self.row = int(match[2])
        self.check_place()

    def check_place(self) -> None:
        if self.row > self.rows or self.column > self.columns:
            raise Unsafe("far_cell", rows=self.rows, columns=self.columns)

    def relationship(self, name: str, attributes: dict[str, str]) -> None:
        outside = attributes.get("TargetMode", "").lower() == "external"
        if outside and not attributes.get("Type", "").endswith("/hyperlink"):
            raise Unsafe("external_links")

    def content_type(self, name: str, attributes: dict[str, str]) -> None:
        kind = attributes.get("ContentType", "").lower()
        if "macroenabled" in kind or "vbaproject" in kind:
            raise Unsafe("macros")
        part = attributes.get("PartName", ".xml").lower()
        if "spreadsheetml" in kind and kind.endswith("+xml") and not part.endswith(".xml"):
            raise Unsafe("structure")  # it would not have been looked at


def _whole(text: str | None, *, default: int) -> int:
    if text is None:
        return default
    if not text.isdecimal() or len(text) > 10:
        raise Unsafe("structure")
    return int(text)


def column_number(letters: str) -> int:
    """A → 1, XFD → 16,384."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


# --- .xlsx ---------------------------------------------------------------------------------------


def read_xlsx(file: BinaryIO, options: dict[str, Any]) -> Iterator[object]:
    """The lines of a workbook: visible sheets only, the names of hidden ones for the record."""
    try:
        with zipfile.ZipFile(file) as archive:
            scan_archive(archive, os.fstat(file.fileno()).st_size, options)
    except (zipfile.BadZipFile, EOFError, zlib.error) as error:
        raise Unsafe("damaged") from error
    if openpyxl.LXML or not openpyxl.DEFUSEDXML:
        raise SystemExit("every part must go through defusedxml")
    book = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
    book._date_formats |= {
        style for style, look in enumerate(book._cell_styles) if look.numFmtId in _CHINESE_DATES
    }
    visible = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    hidden = [sheet.title for sheet in book.worksheets if sheet.sheet_state != "visible"]
    yield {"sheets": [sheet.title for sheet in visible], "hidden": hidden}
    for index, sheet in enumerate(visible):
        yield from sheet_lines(index, sheet)


def sheet_lines(index: int, sheet: Any) -> Iterator[object]:
    """The rows of a sheet straight from the parser, without those that hold nothing.

    openpyxl's read-only worksheet would pad them to the size that the file claims.
    """
    with sheet._get_source() as source:
        last = 0
        for number, row in SheetParser.of(sheet, source).parse():
            if number <= last:
                raise Unsafe("structure")
            last = number
            cells = [[cell["column"], *value] for cell in row if (value := typed(cell))]
            if cells:
                yield [index, number, cells]


class SheetParser(WorkSheetParser):
    """openpyxl's parser, telling a formula without a stored value from an empty cell."""

    @classmethod
    def of(cls, sheet: Any, source: BinaryIO) -> "SheetParser":
        book = sheet.parent
        return cls(
            source,
            sheet._shared_strings,
            data_only=True,
            epoch=book.epoch,
            date_formats=book._date_formats,
            timedelta_formats=book._timedelta_formats,
        )

    def parse_cell(self, element: Any) -> dict[str, Any]:
        if element.get("t") == "inlineStr":
            _inline_as_plain(element)
        cell: dict[str, Any] = super().parse_cell(element)
        formula = element.find(FORMULA_TAG)
        if cell["value"] is None and formula is not None:
            empty_text = element.get("t") == "str" and element.find(VALUE_TAG) is not None
            if not empty_text:
                cell |= {"data_type": "f", "value": "=" + (formula.text or "")}
        return cell


def _inline_as_plain(element: Any) -> None:
    """A text kept in the cell itself, as one kept beside it: openpyxl takes ten times as long."""
    texts = element.iterfind(f"{INLINE_STRING}/{_TEXT}"), element.iterfind(f"{INLINE_STRING}/{_RUN}/{_TEXT}")
    text = "".join(part.text or "" for part in chain(*texts))
    SubElement(element, VALUE_TAG).text = text
    element.set("t", "str")


def typed(cell: dict[str, Any]) -> tuple[str, str] | None:
    """Kind and value of a cell as text, exact; None if it holds nothing anyone could see."""
    value, kind = cell["value"], cell["data_type"]
    if value is None:
        return None
    if kind in ("f", "e"):
        return "formula" if kind == "f" else "error", str(value)
    if isinstance(value, bool):
        return "bool", "1" if value else ""
    if isinstance(value, int | float):
        return ("number", repr(value)) if math.isfinite(value) else ("error", "#NUM!")
    if isinstance(value, dt.datetime):
        return "date", value.isoformat()
    text = _ESCAPES.sub(lambda escape: "_" if "F" in escape[0] else "\n", str(value))
    return ("text", text) if text.strip() else None


# --- .csv ----------------------------------------------------------------------------------------


def read_csv(file: BinaryIO, options: dict[str, Any]) -> Iterator[object]:
    """The lines of a .csv: one sheet, rows numbered as Excel would number them."""
    yield {"sheets": [options["name"]], "hidden": []}
    lines = io.TextIOWrapper(file, encoding=csv_encoding(file), newline="")
    reader = csv.reader(lines, strict=True)
    try:
        for number, row in enumerate(reader, 1):
            if number > options["rows"] or len(row) > options["columns"]:
                raise Unsafe("far_cell", rows=options["rows"], columns=options["columns"])
            cells = [[column, "text", text] for column, text in enumerate(row, 1) if text.strip()]
            if cells:
                yield [0, number, cells]
    except csv.Error as error:
        raise Unsafe("csv_quotes", line=reader.line_num) from error


def csv_encoding(file: BinaryIO) -> str:
    """UTF-8 with or without BOM, else GB18030; what is neither is not guessed."""
    start = file.read(4)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise Unsafe("utf16")
    if start.startswith(codecs.BOM_UTF8):
        return _decodes(file, ["utf-8-sig"])
    return _decodes(file, ["utf-8", "gb18030"])


def _decodes(file: BinaryIO, encodings: list[str]) -> str:
    for encoding in encodings:
        file.seek(0)
        decoder = codecs.getincrementaldecoder(encoding)()
        try:
            while chunk := file.read(CHUNK):
                if b"\0" in chunk:
                    raise Unsafe("not_text")
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            continue
        file.seek(0)
        return encoding
    raise Unsafe("encoding")


# --- the process ---------------------------------------------------------------------------------


def main() -> None:
    options = json.loads(sys.argv[1])
    confine(options)
    warnings.simplefilter("ignore")
    read = {"xlsx": read_xlsx, "csv": read_csv}[options["kind"]]
    rows = 0
    try:
        with open(options["path"], "rb") as file:
            for line in read(file, options):
                rows += isinstance(line, list)
                say(line)
        say({"rows": rows}, last=True)
    except Unsafe as unsafe:
        say(unsafe.line, last=True)


def say(line: object, *, last: bool = False) -> None:
    """Print one line; a disk without room is told apart from a file that cannot be read."""
    text = json.dumps(line, ensure_ascii=False, separators=(",", ":"))
    try:
        sys.stdout.buffer.write(text.encode() + b"\n")
        if last:
            sys.stdout.buffer.flush()
    except OSError as error:
        os._exit(EXIT_DISK if error.errno in (errno.ENOSPC, errno.EDQUOT) else 1)


if __name__ == "__main__":
    main()
