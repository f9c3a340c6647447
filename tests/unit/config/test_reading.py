import datetime as dt
import errno
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from config.common.errors import Refused
from config.common.spreadsheet import reading
from config.common.spreadsheet.cells import Cell
from config.common.spreadsheet.reading import Limits, Table, read_table

Write = Callable[..., Table]


@pytest.fixture
def csv_table(tmp_path: Path) -> Write:
    def read(content: bytes) -> Table:
        path = tmp_path / "upload"
        path.write_bytes(content)
        return read_table(path, filename="名单.csv")

    return read


@pytest.fixture
def book(tmp_path: Path) -> openpyxl.Workbook:
    return openpyxl.Workbook()


def read_book(book: openpyxl.Workbook, tmp_path: Path) -> Table:
    path = tmp_path / "upload.bin"
    book.save(path)
    return read_table(path, filename="名单.XLSX ")


def values(table: Table) -> list[list[object]]:
    return [[cell.value for cell in row.cells.values()] for row in table.rows()]


def test_every_kind_of_cell_is_told_apart(book, tmp_path) -> None:
    sheet = book.active
    sheet.title = "名单"
    sheet.append(["太原一厂", 1.08, dt.date(2020, 3, 31), True, None, "=A1", 911302307808371268])
    sheet["H1"].value = "#REF!"
    sheet["H1"].data_type = "e"
    sheet["I1"] = dt.datetime(2020, 3, 31, 8, 30)
    table = read_book(book, tmp_path)
    (row,) = table.rows()
    assert (table.sheets, table.row_count, row.sheet, row.number) == (("名单",), 1, "名单", 1)
    assert list(row.cells.values()) == [
        Cell(1, "text", "太原一厂"),
        Cell(2, "number", Decimal("1.08")),
        Cell(3, "date", dt.date(2020, 3, 31)),
        Cell(4, "bool", True),
        Cell(6, "formula", "=A1"),
        Cell(7, "number", Decimal("911302307808371000")),
        Cell(8, "error", "#REF!"),
        Cell(9, "date", dt.datetime(2020, 3, 31, 8, 30)),
    ]
    assert row.cell(5) == Cell(5, "empty")


@pytest.mark.parametrize("built_in", [14, 31, 57, 58])
def test_dates_in_the_formats_of_a_chinese_excel_are_dates(tmp_path, built_in: int) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet().write_number(0, 0, 43921, book.add_format({"num_format": built_in}))
    (row,) = read_table(path, filename="a.xlsx").rows()
    assert row.cell(1) == Cell(1, "date", dt.date(2020, 3, 31))


@pytest.mark.parametrize("in_the_cell", [True, False])
def test_text_kept_in_the_cell_or_beside_it_reads_the_same(tmp_path, in_the_cell: bool) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(path), {"constant_memory": in_the_cell}) as book:
        sheet, bold = book.add_worksheet(), book.add_format({"bold": True})
        sheet.write_string(0, 0, "太原 <b> & _x0041_")
        sheet.write_rich_string(0, 1, "太", bold, "原", "一厂")
    (row,) = read_table(path, filename="a.xlsx").rows()
    assert [str(cell) for cell in row.cells.values()] == ["太原 <b> & _x0041_", "太原一厂"]


def test_rows_keep_the_numbers_that_excel_shows(book, tmp_path) -> None:
    book.active["A3"] = "甲"
    book.active["B4"] = " \xa0"
    book.active["C7"] = "乙"
    table = read_book(book, tmp_path)
    assert [(row.number, list(row.cells)) for row in table.rows()] == [(3, [1]), (7, [3])]


def test_hidden_sheets_are_named_but_not_read(book, tmp_path) -> None:
    book.active.title = "名单"
    book.active["A1"] = "甲"
    options = book.create_sheet("选项")
    options["A1"] = "不读"
    options.sheet_state = "hidden"
    other = book.create_sheet("附表")
    other["A1"] = "乙"
    table = read_book(book, tmp_path)
    assert (table.sheets, table.hidden) == (("名单", "附表"), ("选项",))
    assert [(row.sheet, str(row.cell(1))) for row in table.rows()] == [("名单", "甲"), ("附表", "乙")]
    assert [str(row.cell(1)) for row in table.rows("附表")] == ["乙"]


def test_rows_can_be_walked_twice_and_at_the_same_time(book, tmp_path) -> None:
    for number in range(2_000):
        book.active.append([number, "太原" * 20])
    with read_book(book, tmp_path) as table:
        pairs = list(zip(table.rows(), table.rows(), strict=True))
    assert len(pairs) == 2_000
    assert all(one == other for one, other in pairs)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_csv_is_read_in_each_usual_encoding(csv_table: Write, encoding: str) -> None:
    content = "企业名称,代码\r\n太原市㐂化工，０１,911302307808371268\r\n".encode(encoding)
    assert values(csv_table(content)) == [["企业名称", "代码"], ["太原市㐂化工，０１", "911302307808371268"]]


def test_csv_rows_are_numbered_as_excel_numbers_them(csv_table: Write) -> None:
    table = csv_table('甲,乙\n\n"两\n行",丙\n,,\n丁\n'.encode())
    assert table.sheets == ("名单",)
    assert [(row.number, list(row.cells)) for row in table.rows()] == [(1, [1, 2]), (3, [1, 2]), (5, [1])]


def test_the_shield_of_our_own_csv_is_taken_off(csv_table: Write) -> None:
    assert values(csv_table("'=1+1,'@a,''=x,'普通,-5\n".encode())) == [["=1+1", "@a", "'=x", "'普通", "-5"]]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("企业名称\n".encode("utf-16"), "utf16"),
        (b"a,b\n\x00\x01\n", "not_text"),
        (b"\xff\xff\xff,\x81\n", "encoding"),
        ('甲,"乙\n丙\n'.encode(), "csv_quotes"),
        ('甲,"乙"丙\n'.encode(), "csv_quotes"),
        (b"a" * 140_000, "csv_quotes"),
        (b"," * 201, "far_cell"),
        (b"PK\x03\x04rest", "not_csv"),
        (b"", "empty"),
    ],
)
def test_a_csv_that_cannot_be_trusted_is_refused(csv_table: Write, content: bytes, code: str) -> None:
    with pytest.raises(Refused) as caught:
        csv_table(content)
    assert [problem.code for problem in caught.value.problems] == [code]
    assert caught.value.sentence == caught.value.problems[0].sentence


def test_a_csv_with_too_many_rows_is_refused(tmp_path) -> None:
    path = tmp_path / "a"
    path.write_text("a\n" * 12)
    with pytest.raises(Refused, match="第 11 行以后"):
        read_table(path, filename="a.csv", limits=Limits(rows=11))


@pytest.mark.parametrize(
    "name", ["名单.txt", "名单", "名单.xlsx.exe", ".xlsx", "名单.ods", "../../etc/passwd"]
)
def test_other_extensions_are_refused_whatever_is_inside(book, tmp_path, name: str) -> None:
    path = tmp_path / "upload"
    book.save(path)
    with pytest.raises(Refused, match="只能读取"):
        read_table(path, filename=name)


def test_a_full_disk_is_not_the_files_fault(tmp_path, monkeypatch) -> None:
    path, child = tmp_path / "a", tmp_path / "child.py"
    path.write_text("a\n")
    child.write_text(f"raise SystemExit({reading.EXIT_DISK})")
    monkeypatch.setattr(reading, "CHILD", child)
    with pytest.raises(OSError, match="space") as caught:
        read_table(path, filename="a.csv")
    assert caught.value.errno == errno.ENOSPC


@pytest.mark.parametrize(
    "child",
    ["import os; os.kill(os.getpid(), 9)", "raise MemoryError", "print('[0,1,[[1,')", "pass"],
)
def test_a_child_that_dies_is_a_refusal(tmp_path, monkeypatch, child: str) -> None:
    path, script = tmp_path / "a", tmp_path / "child.py"
    path.write_text("a\n")
    script.write_text(child)
    monkeypatch.setattr(reading, "CHILD", script)
    with pytest.raises(Refused, match="无法安全读取"):
        read_table(path, filename="a.csv")


def test_a_child_that_takes_too_long_is_a_refusal(tmp_path, monkeypatch) -> None:
    path, script = tmp_path / "a", tmp_path / "child.py"
    path.write_text("a\n")
    script.write_text("import time; time.sleep(60)")
    monkeypatch.setattr(reading, "CHILD", script)
    with pytest.raises(Refused, match="超过了 1 秒"):
        read_table(path, filename="a.csv", limits=Limits(wall_seconds=1))
