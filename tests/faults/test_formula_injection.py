"""F13: text from people is never a formula in what others download, nor markup in the file itself."""

import csv
import zipfile
from pathlib import Path

import openpyxl
import pytest

from config.common.spreadsheet.csvfile import write_csv
from config.common.spreadsheet.marking import RowProblem, write_marked_copy
from config.common.spreadsheet.reading import read_table
from config.common.spreadsheet.writing import Marked, OutColumn, SheetSpec, Total, write_workbook

pytestmark = pytest.mark.fault

PAYLOADS = [
    "=1+1",
    "=HYPERLINK(\"http://example.org\",\"点我\")",
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "＝1+1",
    "＋1",
    "－1+1",
    "＠SUM(A1)",
    "{=1+1}",
    "http://example.org/",
    "internal:名单!A1",
    "<r></r></is></c><c r=\"Z9\"><f>1+1</f></c><c><is><r></r>",
    "&lt;f&gt;",
    "]]><f>1</f>",
]  # fmt: skip


def formulas(path: Path) -> list[str]:
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    bad = [name for name, part in parts.items() if b"<f>" in part or b"<f " in part or b"<hyperlink" in part]
    return bad + [name for name, part in parts.items() if name.endswith(".rels") and b"External" in part]


def test_payloads_stay_text_wherever_a_workbook_holds_text(tmp_path) -> None:
    path = tmp_path / "a.xlsx"
    sheets = [
        SheetSpec(
            name=payload,
            columns=[OutColumn(payload), OutColumn("标记")],
            rows=[[payload, Marked(payload, payload)], Total([payload, None])],
            titles=[payload],
        )
        for payload in PAYLOADS
    ]
    write_workbook(path, sheets)
    assert formulas(path) == []
    for sheet, payload in zip(openpyxl.load_workbook(path), PAYLOADS, strict=True):
        written = payload.replace("\r", "_x000D_")
        assert [sheet[place].value for place in ("A1", "A2", "A3", "B3", "A4")] == [written] * 5
        assert {sheet[place].data_type for place in ("A1", "A2", "A3", "B3", "A4")} == {"s"}


def test_a_csv_runs_nothing_and_reads_back_the_same(tmp_path) -> None:
    path = tmp_path / "a.csv"
    write_csv(path, ["说明", "数"], [[payload, -1.5] for payload in PAYLOADS])
    with path.open(encoding="utf-8-sig", newline="") as file:
        _header, *rows = csv.reader(file)
    assert all(not text.startswith(tuple("=+-@\t\r＝＋－＠")) for text, _number in rows)
    assert {number for _text, number in rows} == {"-1.5"}
    _header, *read = read_table(path, filename="a.csv").rows()
    assert [row.cell(1).value for row in read] == PAYLOADS


def test_a_hostile_row_handed_back_is_still_text(tmp_path) -> None:
    write_csv(tmp_path / "in.csv", ["=企业名称", "代码"], [[payload, "1"] for payload in PAYLOADS])
    table = read_table(tmp_path / "in.csv", filename="in.csv")
    problems = [
        RowProblem("in", row, column, f"“{payload}”不对。", "=1+1")
        for row, payload in enumerate(PAYLOADS, 2)
        for column in (1, None)
    ]
    write_marked_copy(table, problems, tmp_path / "out.xlsx", header_rows={"in": 1})
    assert formulas(tmp_path / "out.xlsx") == []
