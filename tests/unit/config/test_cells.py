import datetime as dt
from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.common.spreadsheet.cells import (
    Cell,
    CellProblem,
    as_code,
    as_date,
    as_decimal,
    as_name,
    as_text,
    column_letters,
    excel_number,
    is_unknown,
    name_key,
)


def text(value: str) -> Cell:
    return Cell(3, "text", value)


def number(written: str) -> Cell:
    return Cell(3, "number", excel_number(written))


EMPTY = Cell(3, "empty")
FORMULA = Cell(3, "formula", "=A1+1")
ERROR = Cell(3, "error", "#REF!")


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("\xa0太原\u3000市 \n", "太原 市"),
        ("\u200b\ufeff双有\u2060", "双有"),
        ("ＡＢＣ　１２３", "ABC 123"),
        ("a\x00b\x1fc", "ab c"),
        ("晋环发〔2010〕231号", "晋环发〔2010〕231号"),
        ("Ⅱ级", "II级"),
        ("\u202e倒写", "倒写"),
    ],
)
def test_text_is_folded_to_its_usual_form(written: str, read: str) -> None:
    assert as_text(text(written)) == read


@pytest.mark.parametrize(
    ("written", "read"), [("2521.0", "2521"), ("0.50", "0.5"), ("1e3", "1000"), ("-7", "-7")]
)
def test_a_number_where_text_is_expected_reads_as_it_is_shown(written: str, read: str) -> None:
    assert as_text(number(written)) == read


def test_nothing_reads_as_nothing() -> None:
    assert (as_text(EMPTY), as_name(EMPTY), as_code(EMPTY)) == ("", "", "")
    assert (as_date(EMPTY), as_decimal(EMPTY)) == (None, None)


@pytest.mark.parametrize("reader", [as_text, as_name, as_code, as_date, as_decimal])
@pytest.mark.parametrize("cell", [FORMULA, ERROR])
def test_a_formula_without_a_stored_value_is_a_problem_in_every_column(reader, cell) -> None:
    with pytest.raises(CellProblem) as caught:
        reader(cell)
    assert caught.value.reason
    assert caught.value.mend


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("太原 第一 化工\xa0有限公司", "太原第一化工有限公司"),
        ("３Ｍ中国（上海）有限公司", "3M中国（上海）有限公司"),
        ("阳泉 (集团) 公司", "阳泉(集团)公司"),
        ("ABC Chemical 公司", "ABC Chemical 公司"),
        ("山西·兰花，分公司", "山西·兰花，分公司"),
    ],
)
def test_a_name_keeps_its_brackets_and_loses_its_stray_spaces(written: str, read: str) -> None:
    assert as_name(text(written)) == read


@pytest.mark.parametrize(
    "written",
    [
        "3M中国（上海）有限公司",
        "３Ｍ中国(上海)有限公司",
        " 3m 中国 （上海） 有限公司\u200b",
        "3M中国（ 上海 )有限公司",
    ],
)
def test_every_way_of_writing_a_name_has_one_key(written: str) -> None:
    assert name_key(written) == "3m中国(上海)有限公司"


def test_different_places_keep_different_keys() -> None:
    assert len({name_key(name) for name in ("沁县", "沁源县", "沁水县", "山西", "陕西")}) == 5


@given(st.text())
def test_tidying_a_name_twice_changes_nothing(written: str) -> None:
    once = as_name(text(written))
    assert as_name(text(once)) == once
    assert name_key(once) == name_key(written)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("91310118792761819l", "91310118792761819L"),
        ("９１３１０１１８ ７９２７６１８１９Ｌ", "91310118792761819L"),
        ("74044651-x", "74044651-X"),
        ("911302307808371268", "911302307808371268"),
    ],
)
def test_a_code_is_half_width_upper_case_and_without_spaces(written: str, read: str) -> None:
    assert as_code(text(written)) == read


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        (number("9.1130230780837094E+17"), "末尾"),
        (number("911302307808371268"), "末尾"),
        (text("9.11302E+17"), "末尾"),
        (number("2521"), "开头的 0"),
        (Cell(1, "date", dt.date(2020, 1, 1)), "文本"),
    ],
)
def test_a_code_that_became_a_number_is_an_error_that_says_how_to_mend_it(cell: Cell, reason: str) -> None:
    with pytest.raises(CellProblem) as caught:
        as_code(cell)
    assert reason in caught.value.reason
    assert "文本" in caught.value.mend


@pytest.mark.parametrize(
    "cell",
    [
        text("2023-01-02"),
        text("2023/1/2"),
        text("2023年1月2日"),
        text("２０２３年０１月０２日"),
        text(" 2023 年 1 月 2 日 "),
        text("20230102"),
        number("20230102"),
        Cell(1, "date", dt.date(2023, 1, 2)),
        Cell(1, "date", dt.datetime(2023, 1, 2, 8, 30)),
    ],
)
def test_a_date_is_read_in_all_its_usual_forms(cell: Cell) -> None:
    assert as_date(cell) == dt.date(2023, 1, 2)


@pytest.mark.parametrize(
    "cell",
    [
        *map(
            text,
            ["2023-02-29", "2023-13-01", "2023年1月", "23/1/2", "2023.1.2", "2023-1/2", "明年", "00000101"],
        ),
        *map(number, ["44928", "2023", "20230102.5", "20231301"]),
        Cell(1, "bool", True),
    ],
)
def test_what_is_no_date_is_a_problem_that_names_the_forms(cell: Cell) -> None:
    with pytest.raises(CellProblem) as caught:
        as_date(cell)
    assert "2023-01-02" in caught.value.mend


@given(st.dates(min_value=dt.date(1900, 1, 1), max_value=dt.date(2199, 12, 31)))
def test_each_day_reads_the_same_in_each_form(day: dt.date) -> None:
    forms = [
        f"{day:%Y-%m-%d}",
        f"{day.year}/{day.month}/{day.day}",
        f"{day.year}年{day.month}月{day.day}日",
        f"{day:%Y%m%d}",
    ]
    assert {as_date(text(form)) for form in forms} == {day}


@pytest.mark.parametrize(
    ("cell", "read"),
    [
        (text("1,234.5"), "1234.5"),
        (text("１，２３４．５"), "1234.5"),
        (text("6.64E-4"), "0.000664"),
        (text("-12.50"), "-12.50"),
        (text("−3"), "-3"),
        (text(".5"), "0.5"),
        (text("12345678901234567890.123"), "12345678901234567890.123"),
        (number("0.1"), "0.1"),
        (number("0.30000000000000004"), "0.3"),
        (number("13734"), "13734"),
        (number("1.08"), "1.08"),
    ],
)
def test_a_number_is_exact_in_all_its_usual_forms(cell: Cell, read: str) -> None:
    assert as_decimal(cell) == Decimal(read)


@pytest.mark.parametrize(
    "cell",
    [
        *map(text, ["1,23", "12万元", "1.2.3", "NaN", "Infinity", "E5", "12%", "约5", "1 234", "٣", "--5"]),
        *map(text, ["1e999", "1e-99"]),
        Cell(1, "bool", True),
        Cell(1, "date", dt.date(2020, 1, 1)),
    ],
)
def test_what_is_no_number_is_a_problem(cell: Cell) -> None:
    with pytest.raises(CellProblem):
        as_decimal(cell)


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**15), max_value=10**15, places=6))
def test_decimals_survive_with_and_without_thousands_separators(value: Decimal) -> None:
    assert as_decimal(text(f"{value:f}")) == as_decimal(text(f"{value:,f}")) == value


@pytest.mark.parametrize(
    "written", ["／", "/", "-", "—", "－", "——", "–", "无", "企业未公示", "空", " \xa0", "", " 无\u200b"]
)
def test_marks_of_not_knowing_are_unknown(written: str) -> None:
    assert is_unknown(text(written))
    assert is_unknown(written)


@pytest.mark.parametrize(
    "cell", [text("无锡"), text("空气化工"), text("0"), number("0"), text("a/b"), FORMULA, ERROR]
)
def test_everything_else_is_known_or_wrong(cell: Cell) -> None:
    assert not is_unknown(cell)


def test_an_empty_cell_is_unknown() -> None:
    assert is_unknown(EMPTY)


@pytest.mark.parametrize(
    ("column", "letters"), [(1, "A"), (26, "Z"), (27, "AA"), (200, "GR"), (16_384, "XFD")]
)
def test_columns_are_named_as_excel_names_them(column: int, letters: str) -> None:
    assert column_letters(column) == letters


@given(st.text())
def test_a_text_is_read_or_refused_with_a_way_to_mend_it(written: str) -> None:
    for reader in (as_text, as_name, as_code, as_date, as_decimal):
        with suppress(CellProblem):
            reader(text(written))
