from pathlib import Path

import openpyxl
import pytest

from config.common.spreadsheet.columns import ColumnSpec, recognise_columns
from config.common.spreadsheet.marking import RowProblem, write_marked_copy
from config.common.spreadsheet.reading import Table, read_table

PROBLEMS = [
    RowProblem("名单", 4, 2, "代码被存成了数字。", "请改为文本。"),
    RowProblem("名单", 4, None, "与第 3 行重复。"),
    RowProblem("名单", 6, 3, "“明年”不是一个日期。"),
]


@pytest.fixture
def table(tmp_path) -> Table:
    book = openpyxl.Workbook()
    book.active.title = "名单"
    book.active.append(["2020年名单"])
    book.active.append(["企业名称", "代码", "日期"])
    book.active.append(["太原一厂", "91310118792761819L", "2020-01-01"])
    book.active.append(["=阳泉二厂", 913101187639622406, "2020-01-01"])
    book.active["A4"].data_type = "s"
    book.active.append(["大同三厂", "91310118792761819L", "2020-01-01"])
    book.active.append(["长治四厂", "91310118792761819L", "明年"])
    book.create_sheet("无错的表")["A1"] = "企业名称"
    book.save(tmp_path / "in.xlsx")
    return read_table(tmp_path / "in.xlsx", filename="in.xlsx")


@pytest.fixture
def marked(table: Table, tmp_path: Path) -> Path:
    report = write_marked_copy(table, PROBLEMS, tmp_path / "out.xlsx", header_rows={"名单": 2})
    assert report.rows == 2
    return tmp_path / "out.xlsx"


def test_only_bad_rows_come_back_with_their_reasons(marked: Path) -> None:
    book = openpyxl.load_workbook(marked)
    assert book.sheetnames == ["名单"]
    assert [[cell.value for cell in row] for row in book.active.iter_rows()] == [
        ["企业名称", "代码", "日期", "原行号", "问题与改法"],
        [
            "=阳泉二厂",
            "913101187639622000",
            "2020-01-01",
            4,
            "代码被存成了数字。请改为文本。\n与第 3 行重复。",
        ],
        ["长治四厂", "91310118792761819L", "明年", 6, "“明年”不是一个日期。"],
    ]


def test_wrong_cells_are_marked_and_commented_and_the_others_are_not(marked: Path) -> None:
    sheet = openpyxl.load_workbook(marked).active
    red = [
        cell.coordinate for row in sheet.iter_rows() for cell in row if cell.fill.fgColor.rgb == "FFFFC7CE"
    ]
    assert red == ["B2", "C3"]
    assert sheet["B2"].comment.text == "代码被存成了数字。请改为文本。"


def test_every_cell_to_be_mended_is_text_so_that_codes_keep_their_digits(marked: Path) -> None:
    sheet = openpyxl.load_workbook(marked).active
    assert {sheet[place].number_format for place in ("A2", "B2", "C2", "B3")} == {"@"}
    assert sheet["A2"].data_type == "s"


def test_the_marked_copy_can_be_sent_again(marked: Path) -> None:
    specs = [
        ColumnSpec("name", "企业名称", required=True),
        ColumnSpec("uscc", "代码"),
        ColumnSpec("on", "日期"),
    ]
    table = read_table(marked, filename="退回.xlsx")
    columns = recognise_columns(table.rows("名单"), specs)
    assert not columns.unknown
    assert [str(columns.cell(row, "name")) for row in table.rows()][1:] == ["=阳泉二厂", "长治四厂"]
