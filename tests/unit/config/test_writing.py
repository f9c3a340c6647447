import datetime as dt
import os
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.common.errors import Refused
from config.common.spreadsheet import writing
from config.common.spreadsheet.cells import as_date, as_decimal
from config.common.spreadsheet.csvfile import write_csv
from config.common.spreadsheet.reading import read_table
from config.common.spreadsheet.shield import shield, unshield
from config.common.spreadsheet.text import LONGEST
from config.common.spreadsheet.writing import Marked, OutColumn, SheetSpec, Total, write_workbook

ROOT = Path(__file__).parents[3]
NAME, AMOUNT = OutColumn("企业名称", 30), OutColumn("投资(万元)", number_format="#,##0.00")
SHANGHAI_MORNING = dt.datetime(2026, 3, 31, 0, 30, tzinfo=dt.UTC)


def one_sheet(*rows, **others) -> list[SheetSpec]:
    return [SheetSpec("名单", [NAME, AMOUNT], rows, **others)]


def opened(path: Path):
    return openpyxl.load_workbook(path).active


def test_values_arrive_with_their_types(tmp_path) -> None:
    rows = [["太原一厂", Decimal("1234.5")], [True, 7], [dt.date(2026, 3, 31), None], [SHANGHAI_MORNING, 0.5]]
    report = write_workbook(tmp_path / "a.xlsx", one_sheet(*rows))
    sheet = opened(tmp_path / "a.xlsx")
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [
        ["企业名称", "投资(万元)"],
        ["太原一厂", 1234.5],
        ["是", 7],
        [dt.datetime(2026, 3, 31), None],
        [dt.datetime(2026, 3, 31, 8, 30), 0.5],
    ]
    assert sheet["B2"].number_format == "#,##0.00"
    assert report.rows == 4
    assert not report.sentences()


def test_titles_header_filter_and_panes_stand_where_people_expect_them(tmp_path) -> None:
    spec = one_sheet(["甲", 1], Total(["合计", 1]), titles=["附件A", "单位：万元"], frozen_columns=1)
    write_workbook(tmp_path / "a.xlsx", spec)
    sheet = opened(tmp_path / "a.xlsx")
    assert [sheet.cell(row, 1).value for row in range(1, 6)] == [
        "附件A",
        "单位：万元",
        "企业名称",
        "甲",
        "合计",
    ]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("B4", "A3:B5")
    assert {str(merged) for merged in sheet.merged_cells.ranges} == {"A1:B1", "A2:B2"}
    assert (sheet["A5"].font.bold, sheet["A4"].font.bold) == (True, False)
    assert (sheet.column_dimensions["A"].width > 29, sheet["A3"].fill.fgColor.rgb) == (True, "FFDDEBF7")


def test_a_marked_cell_is_red_and_says_why(tmp_path) -> None:
    write_workbook(tmp_path / "a.xlsx", one_sheet([Marked("坏", "名称太短"), 1]))
    cell = opened(tmp_path / "a.xlsx")["A2"]
    assert (cell.value, cell.fill.fgColor.rgb, cell.comment.text) == ("坏", "FFFFC7CE", "名称太短")


def test_control_characters_are_removed_and_counted(tmp_path) -> None:
    report = write_workbook(tmp_path / "a.xlsx", one_sheet(["甲\x00\x0b\ud800乙\n丙", 1]))
    assert opened(tmp_path / "a.xlsx")["A2"].value == "甲乙\n丙"
    assert report.cleaned == 1
    assert report.sentences() == ["1 个单元格含有不可见的控制字符，已去除。"]


@pytest.mark.parametrize("text", ["长" * 40_000, "𠀀" * 20_000])
def test_a_text_longer_than_excel_holds_is_cut_with_a_visible_note(tmp_path, text: str) -> None:
    report = write_workbook(tmp_path / "a.xlsx", one_sheet([text, 1], ["长" * LONGEST, 1]))
    sheet = opened(tmp_path / "a.xlsx")
    assert sheet["A2"].value.endswith(f"已截断；原文共 {len(text)} 字〕")
    assert len(sheet["A2"].value.encode("utf-16-le")) // 2 in (LONGEST, LONGEST - 1)
    assert sheet["A3"].value == "长" * LONGEST
    assert report.cut == 1


def test_what_excel_would_round_is_written_as_text_and_said(tmp_path) -> None:
    rows = [["甲", 911302307808371268], ["乙", Decimal("0.1234567890123456")], [dt.date(1899, 1, 1), 1]]
    report = write_workbook(tmp_path / "a.xlsx", one_sheet(*rows))
    sheet = opened(tmp_path / "a.xlsx")
    assert sheet["B2"].value == "911302307808371268"
    assert sheet["B3"].value == "0.1234567890123456"
    assert sheet["A4"].value == "1899-01-01"
    assert report.as_text == 3


def test_sheet_names_are_made_acceptable_and_unique(tmp_path) -> None:
    names = ["太原[市]:*?/\\", "长" * 40, "长" * 35, "a", "A", "", "''"]
    write_workbook(tmp_path / "a.xlsx", [SheetSpec(name, [NAME], []) for name in names])
    written = openpyxl.load_workbook(tmp_path / "a.xlsx").sheetnames
    assert written == ["太原-市------", "长" * 31, "长" * 28 + "(2)", "a", "A(2)", "Sheet", "Sheet(2)"]


def test_more_rows_than_excel_holds_are_refused_and_nothing_is_left(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(writing, "MOST_ROWS", 3)
    with pytest.raises(Refused, match="行数超过"):
        write_workbook(tmp_path / "a.xlsx", one_sheet(["甲", 1], ["乙", 2], ["丙", 3]))
    assert list(tmp_path.iterdir()) == []


def test_an_error_half_way_leaves_the_older_file(tmp_path) -> None:
    def rows():
        yield ["甲", 1]
        raise LookupError("half way")

    (tmp_path / "a.xlsx").write_bytes(b"older")
    with pytest.raises(LookupError):
        write_workbook(tmp_path / "a.xlsx", [SheetSpec("名单", [NAME, AMOUNT], rows())])
    assert [path.name for path in tmp_path.iterdir()] == ["a.xlsx"]
    assert (tmp_path / "a.xlsx").read_bytes() == b"older"


cell_texts = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1).filter(str.strip)


# Each example starts two reading processes: few examples, each of many cells.
@settings(deadline=None, max_examples=6)
@given(
    st.lists(
        st.tuples(
            cell_texts,
            st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**9), max_value=10**9, places=4),
            st.dates(min_value=dt.date(1901, 1, 1), max_value=dt.date(2199, 1, 1)),
        ),
        min_size=20,
        max_size=60,
    )
)
def test_what_is_written_reads_back_the_same_from_xlsx_and_csv(tmp_path_factory, rows) -> None:
    folder = tmp_path_factory.mktemp("trip")
    columns = [NAME, AMOUNT, OutColumn("日期")]
    write_workbook(folder / "a.xlsx", [SheetSpec("名单", columns, rows)])
    write_csv(folder / "a.csv", [column.heading for column in columns], rows)
    for name in ("a.xlsx", "a.csv"):
        _header, *read = read_table(folder / name, filename=name).rows()
        found = [(str(row.cell(1)), as_decimal(row.cell(2)), as_date(row.cell(3))) for row in read]
        assert found == [(text.replace("\x85", "\n"), amount, day) for text, amount, day in rows]


@given(st.text())
def test_the_shield_of_csv_comes_off_exactly(text: str) -> None:
    assert unshield(shield(text)) == text


@pytest.mark.parametrize("start", "=+-@\t\r＝＋－＠")
@pytest.mark.parametrize("before", ["", " ", "\u200b", "'"])
def test_nothing_that_a_spreadsheet_would_run_stands_bare_in_a_csv(start: str, before: str) -> None:
    assert shield(f"{before}{start}cmd|' /C calc'!A0").startswith("'")


@pytest.mark.parametrize("plain", ["-12.5", "-3E-4", "5", "太原", "a=b", "91310118792761819L"])
def test_numbers_and_harmless_text_carry_no_shield(plain: str) -> None:
    assert shield(plain) == plain


def test_csv_opens_in_excel_as_chinese(tmp_path) -> None:
    rows = [["太原,一厂", Decimal("-1.50")], ["=1+1", None], ['"\x00', True]]
    report = write_csv(tmp_path / "a.csv", ["名称", "投资"], rows)
    content = (tmp_path / "a.csv").read_bytes()
    assert content == b"\xef\xbb\xbf" + '名称,投资\r\n"太原,一厂",-1.50\r\n\'=1+1,\r\n"""",是\r\n'.encode()
    assert (report.rows, report.cleaned) == (3, 1)


MEASURE = """
import resource, sys
from pathlib import Path
import django
django.setup()
from config.common.spreadsheet.csvfile import write_csv
from config.common.spreadsheet.writing import OutColumn, SheetSpec, write_workbook
from config.common.spreadsheet.reading import read_table
count, folder = int(sys.argv[1]), Path(sys.argv[2])
rows = lambda: ([f"太原市第{n}化工有限公司", f"{n:018d}", n * 1.5] for n in range(count))
columns = [OutColumn("企业名称"), OutColumn("代码", number_format="@"), OutColumn("投资")]
write_workbook(folder / "a.xlsx", [SheetSpec("名单", columns, rows())])
write_csv(folder / "a.csv", ["企业名称", "代码", "投资"], rows())
with read_table(folder / "a.xlsx", filename="a.xlsx") as table:
    assert sum(1 for row in table.rows()) == count + 1
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def test_memory_stays_flat_when_writing_and_reading_a_hundred_thousand_rows(tmp_path) -> None:
    environment = os.environ | {"PYTHONPATH": str(ROOT), "DJANGO_SETTINGS_MODULE": "config.settings.test"}

    def peak_kb(count: int) -> int:
        command = [sys.executable, "-c", MEASURE, str(count), str(tmp_path)]
        done = subprocess.run(command, env=environment, capture_output=True, check=True, text=True)
        return int(done.stdout)

    assert peak_kb(100_000) - peak_kb(1_000) < 12_000


def test_a_text_that_looks_like_markup_stays_text(tmp_path) -> None:
    hostile = '<r></r></is></c><c r="Z9"><f>1+1</f></c><c><is><r></r>'
    write_workbook(tmp_path / "a.xlsx", one_sheet([hostile, 1]))
    assert opened(tmp_path / "a.xlsx")["A2"].value == hostile
    with ZipFile(tmp_path / "a.xlsx") as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")
