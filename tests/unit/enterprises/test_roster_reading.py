"""What a roster's cells say, and what is told of the ones that cannot be taken."""

from decimal import Decimal

import pytest

from config.common.spreadsheet.cells import Cell
from config.common.spreadsheet.columns import Columns
from config.common.spreadsheet.reading import Row
from enterprises.calculations.roster_columns import COLUMNS
from enterprises.calculations.roster_reading import (
    RowReading,
    categories_in,
    is_blank,
    problem_shown,
    read_row,
)

KEYS = [column.key for column in COLUMNS]
ALL = Columns(
    sheet="名单",
    header_row=1,
    by_key={key: place for place, key in enumerate(KEYS, start=1)},
    headings={column.key: column.heading for column in COLUMNS},
)
GOOD = {
    "name": "太原示例焦化有限公司",
    "uscc": "91140105MA0000001E",
    "county": "小店区",
    "city": "太原市",
    "document_no": "晋环发〔2026〕12号",
    "authority": "山西省生态环境厅",
    "published_on": "2026-03-31",
    "categories": "双有",
}


def row_of(**cells: object) -> Row:
    found = {}
    for key, value in (GOOD | cells).items():
        place = ALL.by_key[key]
        if isinstance(value, Cell):
            found[place] = Cell(place, value.kind, value.value)
        elif value is not None:
            kind = "number" if isinstance(value, Decimal) else "text"
            found[place] = Cell(place, kind, value)  # type: ignore[arg-type]
    return Row("名单", 5, found)


def read(**cells: object) -> RowReading:
    return read_row(row_of(**cells), ALL)


def codes(reading: RowReading) -> list[tuple[str, str]]:
    return [(problem["level"], problem["code"]) for problem in reading.problems]


def test_a_clean_row_has_nothing_to_tell():
    reading = read()
    assert reading.problems == []
    assert reading.values["categories"] == ["TOXIC"]
    assert reading.values["published_on"] == "2026-03-31"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("双超", ["OVER_LIMIT"]),
        ("双超双有", ["OVER_LIMIT", "TOXIC"]),
        ("双有、双超", ["OVER_LIMIT", "TOXIC"]),
        ("双超，高耗能", ["OVER_LIMIT", "ENERGY"]),
        ("双超/双有/高耗能", ["OVER_LIMIT", "TOXIC", "ENERGY"]),
        ("第一类", ["OVER_LIMIT"]),
        ("第二类重点企业", ["TOXIC"]),
        ("Ⅰ类和Ⅱ类", ["OVER_LIMIT", "TOXIC"]),
        ("“双有”企业".replace("“", "").replace("”", ""), ["TOXIC"]),
        ("TOXIC", ["TOXIC"]),
    ],
)
def test_categories_are_read_under_their_many_names(text, found):
    assert categories_in(text) == (found, [])


def test_an_unknown_category_is_named():
    reading = read(categories="双有、三高")
    assert codes(reading) == [("bad", "category_unknown")]
    assert "三高" in reading.problems[0]["reason"]


@pytest.mark.parametrize("text", ["", "—", "无", "／"])
def test_a_row_without_category_or_name_is_bad(text):
    assert codes(read(categories=text)) == [("bad", "category_missing")]
    assert codes(read(name=text)) == [("bad", "name_missing")]


def test_a_code_stored_as_a_number_names_its_cell_and_the_mend():
    reading = read(uscc=Decimal("911401050000000000"))
    assert codes(reading) == [("bad", "uscc_cell")]
    shown = problem_shown(reading.problems[0], "名单", 5, ALL)
    assert (shown["cell"], shown["row"], shown["column"]) == ("D5", 5, "统一社会信用代码")
    assert "文本" in shown["mend"]


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("911401055587654321", [("warned", "uscc_check_digit")]),
        ("", [("warned", "uscc_missing")]),
        ("企业未公示", [("warned", "uscc_missing")]),
        ("9114010555876543", [("bad", "uscc_length")]),
        ("91140105MA000000IE", [("bad", "uscc_alphabet")]),
        ("１２３４５６７８－X", [("warned", "uscc_missing")]),
        ("９１１４０１０５ＭＡ００００００１ｅ", []),
        ("9114 0105\u00a0MA00 0000 1E", []),
    ],
)
def test_codes_of_an_official_list(code, found):
    assert codes(read(uscc=code)) == found


def test_a_wrong_check_digit_keeps_what_was_published():
    assert read(uscc="911401055587654321").values["uscc"] == "911401055587654321"


def test_a_nine_digit_code_in_the_wrong_column_becomes_the_old_code():
    reading = read(uscc="12345678-X")
    assert (reading.values["uscc"], reading.values["old_code"]) == ("", "12345678X")


@pytest.mark.parametrize("key", ["document_no", "authority", "published_on"])
def test_an_empty_fact_of_the_list_is_a_warning(key):
    assert codes(read(**{key: None})) == [("warned", f"{key}_missing")]


@pytest.mark.parametrize("text", ["去年三月", "2026-02-30", "31.3.2026", "20261301"])
def test_a_date_that_is_none_is_bad(text):
    assert codes(read(published_on=text)) == [("bad", "published_on_cell")]


@pytest.mark.parametrize("text", ["2026/3/31", "2026年3月31日", "20260331", Decimal(20260331)])
def test_dates_are_read_in_their_usual_forms(text):
    assert read(published_on=text).values["published_on"] == "2026-03-31"


def test_a_formula_without_value_is_bad():
    reading = read(name=Cell(1, "formula", "=A1&B1"))
    assert ("bad", "name_cell") in codes(reading)


def test_names_lose_their_dirt_and_keep_their_brackets():
    reading = read(name="３Ｍ\u00a0材料 （中国） 有限公司")
    assert reading.values["name"] == "3M 材料（中国）有限公司"


def test_what_is_too_long_is_said():
    reading = read(name="企" * 121)
    assert codes(reading) == [("bad", "too_long")]


def test_a_permit_of_the_wrong_form_is_left_aside():
    reading = read(permits="91140105ma0000001e001p、123")
    assert codes(reading) == [("warned", "permit_form")]
    assert reading.values["permits"] == ["91140105MA0000001E001P"]


def test_a_scale_or_old_code_nobody_knows_is_left_aside():
    reading = read(scale="巨型", old_code="12")
    assert codes(reading) == [("warned", "old_code_form"), ("warned", "scale_unknown")]
    assert read(scale="中型").values["scale"] == "medium"


def test_a_row_with_only_its_number_is_blank():
    number, name = ALL.by_key["number"], ALL.by_key["name"]
    assert is_blank(Row("名单", 9, {number: Cell(number, "text", "95")}), ALL)
    assert not is_blank(Row("名单", 9, {name: Cell(name, "text", "甲")}), ALL)
