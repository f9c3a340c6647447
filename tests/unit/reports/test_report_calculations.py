"""Folding, names of rows, ratios, checks and the canonical snapshot: every branch, without a database."""

import json
from datetime import date
from decimal import Decimal

import pytest

from reports.calculations.checks import sums_agree, unit_agrees
from reports.calculations.folding import Book, GroupKey, row_of, rows_of
from reports.calculations.ratios import (
    Ratio,
    benefit_persisting,
    first_try_acceptances,
    first_try_evaluations,
    measures_persisting,
)
from reports.calculations.snapshot import canonical, file_stem, sha256_of, snapshot_of
from reports.calculations.tables import category_names, industry_names, place_names, year_names
from reports.facts import Figures, Indicator, Period, Place, ProgressRow, Row

SO2 = Indicator(1, "so2", "二氧化硫", "SO2", "t/a")
PERIOD = Period(2009, 2010, date(2010, 12, 31))


def key(place: int = 1, industry: str | None = "焦化", flags: str = "o", year: int = 2009) -> GroupKey:
    return GroupKey(place, industry, "o" in flags, "t" in flags, "e" in flags, year)


def figures(book: Book) -> Figures:
    def table(sums: dict) -> tuple[Row, ...]:
        return tuple(
            rows_of([(str(code), str(code)) for code in sums], {str(c): s for c, s in sums.items()}, (SO2,))
        )

    return Figures(
        place=Place("140000", "山西省", "province"),
        period=PERIOD,
        indicators=(SO2,),
        totals=row_of("140000", "山西省", book.total, (SO2,)),
        by_place=table(book.place),
        by_industry=table(book.industry),
        by_category=table(book.category),
        by_year=table(book.year),
    )


def book() -> Book:
    """A listing in two categories worth 1.5 t SO2 in 2009, one without industry in 2008, a voluntary round."""
    found = Book(2009)
    found.add(key(flags="ot"), {"listed": 1, "so2": 1_500_000})
    found.add(key(2, None, "e", 2008), {"overdue": 2, "listed": None})
    found.add(key(2, "", "", 2010), {"voluntary_started": 1, "investment_wan": 250_000})
    return found


def test_a_group_goes_into_one_row_of_each_table() -> None:
    found = book()
    assert found.total == {
        "listed": 1,
        "so2": 1_500_000,
        "overdue": 2,
        "voluntary_started": 1,
        "investment_wan": 250_000,
    }
    assert found.place[2] == {"overdue": 2, "voluntary_started": 1, "investment_wan": 250_000}
    assert set(found.industry) == {"焦化", "UNKNOWN", "OTHER"}
    assert found.year["EARLIER"] == {"overdue": 2}


def test_two_categories_count_in_both_and_once_in_the_deduction() -> None:
    found = book()
    assert found.category["OVER_LIMIT"]["listed"] == found.category["TOXIC"]["listed"] == 1
    assert found.category["REPEATED"] == {"listed": 1, "so2": 1_500_000}
    assert found.category["VOLUNTARY"]["voluntary_started"] == 1


def test_three_categories_are_counted_twice_too_often() -> None:
    found = Book(2009)
    found.add(key(flags="ote"), {"listed": 1})
    assert found.category["REPEATED"]["listed"] == 2


def test_amounts_become_exact_decimals_and_nothing_is_zero() -> None:
    row = row_of("x", "某地", {"investment_wan": 250_000, "so2": 1}, (SO2,))
    assert row.values["investment_wan"] == Decimal("0.25")
    assert row.values["listed"] == 0
    assert row.benefits == {"so2": Decimal("0.000001")}


def test_tables_that_add_up_have_no_problems() -> None:
    assert sums_agree(figures(book())) == []


@pytest.mark.parametrize("table", ["place", "industry", "year", "category"])
def test_a_table_that_does_not_add_up_is_named_with_its_figure(table: str) -> None:
    wrong = book()
    rows = getattr(wrong, table)
    rows[next(iter(rows))]["so2"] = 9_000_000
    (problem,) = sums_agree(figures(wrong))
    assert "山西省" in problem.sentence
    assert "二氧化硫" in problem.sentence


def test_a_city_that_differs_from_its_row_is_named() -> None:
    unit = figures(book())
    row = row_of("140100", "太原市", {"listed": 4, "so2": 1_500_000, "overdue": 2, "voluntary_started": 1,
                                     "investment_wan": 250_000}, (SO2,))  # fmt: skip
    (problem,) = unit_agrees(row, unit)
    assert problem.sentence == "太原市：列入名单合计 1，应为 4，不相符。"


def test_an_indicator_nobody_knows_is_named_by_its_code() -> None:
    row = Row("x", "某市", {}, {"radon": Decimal(1)})
    assert "radon" in unit_agrees(row, figures(book()))[0].sentence


def test_the_rows_of_tables_are_those_a_reader_expects() -> None:
    places = [("140202", "城区", False), ("140213", "平城区", True)]
    assert place_names(places, {}, "未落实到县") == [("140213", "平城区")]
    assert place_names(places, {"140202", "UNRESOLVED"}, "未落实到县") == [
        ("140202", "城区"),
        ("140213", "平城区"),
        ("UNRESOLVED", "未落实到县"),
    ]
    assert [code for code, _name in industry_names({"电镀", "OTHER"})][-2:] == ["电镀", "OTHER"]
    assert industry_names(())[0] == ("煤炭", "煤炭")
    assert [code for code, _name in category_names({"REPEATED"})] == [
        "OVER_LIMIT",
        "TOXIC",
        "ENERGY",
        "REPEATED",
    ]
    assert year_names(PERIOD, ()) == [("2009", "2009年"), ("2010", "2010年")]
    assert year_names(PERIOD, {"EARLIER"})[0] == ("EARLIER", "2009年以前")


def test_rates_have_one_decimal_and_a_sample() -> None:
    row = row_of(
        "x",
        "某地",
        {
            "evaluations_first_try": 2, "evaluations_decided": 3, "post_measures": 8, "post_measures_delivering": 7,
            "post_measures_read": 6, "post_read_wan": 81_000_000, "post_claimed_wan": 90_000_000,
        },
        (),
    )  # fmt: skip
    assert first_try_evaluations(row).percent == Decimal("66.7")
    assert first_try_acceptances(row).percent is None  # nothing decided: —, never 0
    assert measures_persisting(row).percent == Decimal("87.5")
    assert benefit_persisting(row) == Ratio(Decimal(81), Decimal(90), 6)
    assert benefit_persisting(row).percent == Decimal("90.0")


def test_a_year_that_is_not_over_stands_on_today() -> None:
    assert Period.standing(2026, 2026, date(2026, 11, 23)).as_of == date(2026, 11, 23)
    period = Period.standing(2003, 2010, date(2026, 11, 23))
    assert (period.as_of, period.first, period.last) == (
        date(2010, 12, 31),
        date(2003, 1, 1),
        date(2010, 12, 31),
    )
    assert next(iter(period.years)) == 2003


def test_the_snapshot_is_canonical_and_its_hash_is_of_its_bytes() -> None:
    progress = [ProgressRow(2009, "140100", "太原市", {"listed": 1})]
    snapshot = snapshot_of(figures(book()), progress, authority="山西省生态环境厅", made_on=date(2011, 3, 1))
    written = canonical(snapshot)
    assert json.loads(written) == snapshot
    assert canonical(json.loads(written)) == written
    assert len(sha256_of(snapshot)) == 64
    assert snapshot["totals"]["listed"] == 1  # counted: a number
    assert snapshot["totals"]["investment_wan"] == "0.25"  # measured: a decimal string
    assert snapshot["totals"]["benefits"] == {"so2": "1.5"}
    assert [row["year"] for row in snapshot["by_year"]] == [2009, None, 2010]
    assert snapshot["first_try_rate"]["evaluation"]["percent"] is None
    assert file_stem("140000", 2010) == "annual-140000-2010"


def test_one_changed_digit_changes_the_hash() -> None:
    one = {"totals": {"cod": "10800"}}
    other = {"totals": {"cod": "10801"}}
    assert sha256_of(one) != sha256_of(other)
