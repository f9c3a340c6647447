import pytest

from config.common.errors import Refused
from config.common.spreadsheet.cells import Cell
from config.common.spreadsheet.columns import Columns, ColumnSpec, recognise_columns
from config.common.spreadsheet.reading import Row

SPECS = [
    ColumnSpec("name", "企业名称", ("单位名称", "企业全称"), required=True),
    ColumnSpec("uscc", "统一社会信用代码", ("信用代码",), required=True),
    ColumnSpec("county", "县(市区)", ("县（市、区）",)),
    ColumnSpec("invested", "投资(万元)"),
]


def row(number: int, *headings: str) -> Row:
    cells = {at: Cell(at, "text", heading) for at, heading in enumerate(headings, 1) if heading}
    return Row("名单", number, cells)


def recognise(*rows: Row) -> Columns:
    return recognise_columns(rows, SPECS)


def test_columns_are_found_in_any_order_and_by_any_alias() -> None:
    found = recognise(row(1, "信用代码", "序号", "单位名称"))
    assert found.by_key == {"uscc": 1, "name": 3}
    assert found.headings == {"uscc": "信用代码", "name": "单位名称"}


def test_headings_are_compared_without_spaces_line_breaks_and_marks() -> None:
    found = recognise(row(1, "*企业\n名称：", "统一社会\xa0信用代码★", "县（市区）"))
    assert found.by_key == {"name": 1, "uscc": 2, "county": 3}


def test_titles_above_the_header_are_passed_over() -> None:
    found = recognise(
        row(1, "2020年企业名称及统一社会信用代码名单"),
        row(2, "填报：企业名称"),
        row(4, "企业名称", "信用代码"),
    )
    assert found.header_row == 4


def test_a_header_below_the_tenth_row_is_not_looked_for() -> None:
    titles = [row(number, "说明") for number in range(1, 11)]
    with pytest.raises(Refused, match="前 10 行"):
        recognise(*titles, row(11, "企业名称", "信用代码"))


def test_unknown_headings_are_kept_and_reported() -> None:
    found = recognise(row(1, "序号", "企业名称", "信用代码", "备注"))
    assert list(found.unknown) == [(1, "序号"), (4, "备注")]


def test_the_columns_of_a_marked_copy_are_not_unknown() -> None:
    assert not recognise(row(1, "企业名称", "信用代码", "原行号", "问题与改法")).unknown


def test_another_unit_is_another_column() -> None:
    found = recognise(row(1, "企业名称", "信用代码", "投资(元)"))
    assert "invested" not in found
    assert list(found.unknown) == [(3, "投资(元)")]


def test_a_missing_required_column_is_named() -> None:
    with pytest.raises(Refused, match="缺少“统一社会信用代码”列") as caught:
        recognise(row(2, "企业名称", "县(市区)"))
    assert [problem.code for problem in caught.value.problems] == ["missing_column"]
    assert "第 2 行" in caught.value.sentence


def test_a_column_twice_is_refused_with_both_places() -> None:
    with pytest.raises(Refused, match="A、C 列重复") as caught:
        recognise(row(1, "企业名称", "信用代码", "企业全称"))
    assert [problem.code for problem in caught.value.problems] == ["duplicate_column"]


def test_all_problems_of_a_header_are_said_at_once() -> None:
    with pytest.raises(Refused) as caught:
        recognise(row(1, "企业名称", "企业名称"))
    assert [problem.code for problem in caught.value.problems] == ["duplicate_column", "missing_column"]


@pytest.mark.parametrize("rows", [[], [row(1, "甲", "乙")]])
def test_a_sheet_without_a_header_is_refused_with_an_example(rows: list[Row]) -> None:
    with pytest.raises(Refused, match="企业名称、统一社会信用代码") as caught:
        recognise(*rows)
    assert caught.value.problems[0].code == "no_header"


def test_a_cell_is_read_by_key_and_a_missing_column_is_empty() -> None:
    found = recognise(row(1, "企业名称", "信用代码"))
    assert str(found.cell(row(2, "太原一厂"), "name")) == "太原一厂"
    assert found.cell(row(2, "太原一厂"), "uscc").kind == "empty"
    assert found.cell(row(2, "太原一厂"), "county").kind == "empty"
