"""The words of the paper: 亿元, 万吨/年, dates, charts."""

from decimal import Decimal

import pytest

from reports.documents.charts import Series, bar_chart, line_chart
from reports.documents.narrative import highest, opening, persistence, results, reviews
from reports.documents.tables import BENEFITS, MONEY, body
from reports.documents.words import cell, column_decimals, day, money, percent, quantity, short, years

TOTALS = {
    "listed": 1095, "listed_enterprises": 1095, "disclosed": 943, "started": 943, "reported": 643, "evaluated": 523,
    "accepted": 427, "overdue": 0, "post_assessed": 0, "measures_proposed_costly": 2580,
    "measures_implemented_costly": 2320, "measures_no_low_implemented": 0, "investment_wan": "512400",
    "economic_benefit_wan": "0",
    "benefits": {"cod": "10800", "soot": "138400", "dust": "90600", "so2": "136700", "water": "137340000",
                 "electricity": "19700", "coal": "30200"},
}  # fmt: skip
NONE = {"part": 0, "whole": 0, "sample": 0, "percent": None}
UNITS = dict.fromkeys(TOTALS["benefits"], "t/a") | {"electricity": "万kWh/a"}
FOUNDING = {
    "region_name": "山西省", "since": 2003, "year": 2010, "as_of": "2010-12-31", "totals": TOTALS,
    "indicators": [{"code": code, "name": code, "unit": unit} for code, unit in UNITS.items()],
    "first_try_rate": {"evaluation": NONE, "acceptance": NONE},
    "persistence": {"measures": NONE, "benefit": NONE},
}  # fmt: skip


def test_the_founding_plans_own_sentence_comes_out_of_its_figures() -> None:
    """《山西省清洁生产"十二五"规划》一(一): the same figures in the same words."""
    words = results(FOUNDING)
    assert "累计提出中高费方案2580个，投资51.24亿元，实施中高费方案2320个" in words
    assert "化学需氧量减排1.08万吨/年" in words
    assert "烟（粉）尘减排22.9万吨/年" in words
    assert "二氧化硫减排13.67万吨/年、节水13734万吨/年、节电1.97亿千瓦时/年、节煤3.02万吨/年" in words


def test_the_opening_says_listed_and_accepted() -> None:
    words = opening(FOUNDING)
    assert words.startswith("自2003年以来，山西省公布需开展强制性清洁生产审核的企业1095家。")
    assert "截至2010年12月31日，427家企业完成清洁生产审核" in words
    assert "逾期" not in words


def test_the_opening_tells_listings_from_enterprises_and_names_what_is_late() -> None:
    totals = TOTALS | {"listed_enterprises": 1000, "overdue": 3}
    words = opening(FOUNDING | {"totals": totals, "since": 2010})
    assert "1095家次（涉及企业1000家）" in words or "1095家次(涉及企业1000家)" in words
    assert "另有3家存在逾期" in words
    assert not words.startswith("自")


def test_reviews_and_persistence_say_so_when_there_were_none() -> None:
    assert reviews(FOUNDING) == "2003—2010年没有作出评估或验收结论。"
    assert persistence(FOUNDING) == "2003—2010年没有开展后评估。"


def test_reviews_and_persistence_give_rates_with_their_samples() -> None:
    rate = {"part": 357, "whole": 497, "sample": 497, "percent": "71.8"}
    benefit = {"part": "81", "whole": "90", "sample": 6, "percent": "90.0"}
    snapshot = FOUNDING | {
        "first_try_rate": {"evaluation": NONE, "acceptance": rate},
        "persistence": {"measures": rate, "benefit": benefit},
    }
    assert reviews(snapshot) == "作出验收结论497次，其中一次通过357次，一次通过率71.8%。"
    assert "6个方案原报年经济效益90万元，核实81万元，效益保持率90.0%" in persistence(snapshot)


def test_a_region_without_benefits_says_so() -> None:
    totals = TOTALS | {"benefits": dict.fromkeys(TOTALS["benefits"], "0")}
    assert results(FOUNDING | {"totals": totals}).endswith("已实施的方案尚未登记环境效益。")


@pytest.mark.parametrize(
    ("value", "words"),
    [("512400", "51.24亿元"), ("9999.99", "9999.99万元"), ("10000", "1亿元"), ("0", "0万元")],
)
def test_money_is_in_wan_and_large_totals_in_yi(value: str, words: str) -> None:
    assert money(value) == words


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        ("137340000", "t/a", "13734万吨/年"),
        ("19700", "万kWh/a", "1.97亿千瓦时/年"),
        ("12.5", "kg/a", "12.5千克/年"),
        ("99999", "kg/a", "99999千克/年"),
        ("3", "个", "3个"),
    ],
)
def test_quantities_carry_their_unit(value: str, unit: str, words: str) -> None:
    assert quantity(value, unit) == words


def test_cells_dates_and_years() -> None:
    assert [cell(value) for value in (None, "", 1095, "86.50", "512400", "0.005")] == [
        "—", "—", "1,095", "86.5", "512,400", "0.01",
    ]  # fmt: skip
    assert percent(None) == "—"
    assert day("2010-01-05") == "2010年1月5日"
    assert years({"since": 2010, "year": 2010}) == "2010年"
    assert short(Decimal("100")) == "100"


def test_a_column_is_printed_with_one_number_of_decimals() -> None:
    assert column_decimals([1, "2", None]) == 0
    rows = [
        {"code": "140100", "name": "太原市"} | TOTALS,
        {"code": "x", "name": "大同市"} | TOTALS | {"investment_wan": "0.5"},
    ]
    table = body(MONEY, rows, TOTALS)
    assert [row["cells"][3] for row in table["rows"]] == ["512,400.00", "0.50"]
    assert table["total"][0] == "2,580"
    assert body(BENEFITS, [], TOTALS)["total"][4] == "137,340,000"


def test_the_sentence_of_a_chart_names_most_and_least() -> None:
    rows = [{"name": "太原市", "listed": 12}, {"name": "大同市", "listed": 3}]
    assert (
        highest(rows, "listed", "列入名单", "家") == "列入名单最多的是太原市（12家），最少的是大同市（3家）。"
    )
    assert highest(rows[:1], "listed", "列入名单", "家").endswith("太原市（12家）。")
    assert highest([], "listed", "列入名单", "家") == ""


def test_bars_stand_on_the_axis_and_reach_their_value() -> None:
    chart = bar_chart(["太原", "大同"], [Series("列入", [120, 99]), Series("验收", [42, 0])])
    tops = [float(bar["y"]) for bar in chart["bars"]]
    assert len(chart["bars"]) == 4
    assert tops[0] < tops[2]  # 120 stands higher than 99
    assert float(chart["bars"][3]["height"]) == 0
    assert all(
        abs(float(bar["y"]) + float(bar["height"]) - float(chart["bottom"])) < 0.2 for bar in chart["bars"]
    )


def test_charts_without_anything_are_drawn_empty() -> None:
    assert bar_chart([], [])["bars"] == []
    assert line_chart(["2009"], [Series("列入", [0])])["lines"][0]["dots"][0]["value"] == "0"
    assert bar_chart(["甲"], [Series("列入", [0.4])])["bars"][0]["value"] == "0.4"
