"""The legal clock by the law's own terms (清洁生产审核办法 第十一、十二、十七条; 环发〔2005〕151号)."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.common.csvrows import read_rows
from enterprises.calculations.clock import due_on, is_overdue, is_weekend
from enterprises.reference import _FIXTURES

CALENDAR = {
    date.fromisoformat(row["on"]): row["is_working"] == "1"
    for row in read_rows(_FIXTURES / "calendar_days.csv")
}


def rests(on: date) -> bool:
    return not CALENDAR[on] if on in CALENDAR else is_weekend(on)


@pytest.mark.parametrize(
    ("base", "number", "unit", "due"),
    [
        # 第十一条: disclosed within one month of the list's publication
        ("2026-03-31", 1, "month", "2026-04-30"),
        ("2026-01-31", 1, "month", "2026-02-28"),
        ("2024-01-31", 1, "month", "2024-02-29"),
        ("2026-12-15", 1, "month", "2027-01-15"),
        # 第十二条: begun within two months
        ("2026-12-31", 2, "month", "2027-02-28"),
        ("2026-03-10", 2, "month", "2026-05-10"),
        # 第十七条: finished within one year
        ("2026-03-10", 1, "year", "2027-03-10"),
        ("2024-02-29", 1, "year", "2025-02-28"),
        ("2024-02-29", 4, "year", "2028-02-29"),
        # 企业环境信息依法披露管理办法: 15 March of the next year, 74 days after 31 December
        ("2026-12-31", 74, "day", "2027-03-15"),
    ],
)
def test_a_calendar_term_ends_on_its_last_day(base, number, unit, due):
    ends = due_on(date.fromisoformat(base), number, unit, "calendar", rests=rests)
    assert ends == date.fromisoformat(due)


def test_working_days_follow_the_state_councils_calendar():
    # 2010-02-10 + 10 working days: 11 and 12 February, then the Spring Festival until the 19th;
    # 20 and 21 February are make-up working days, 22 to 26 a plain week, 1 March the tenth.
    assert due_on(date(2010, 2, 10), 10, "day", "working", rests=rests) == date(2010, 3, 1)


def test_forty_five_working_days_without_holidays_are_nine_weeks():
    assert due_on(date(2026, 6, 1), 45, "day", "working") == date(2026, 8, 3)


def test_a_year_without_a_calendar_counts_monday_to_friday():
    assert due_on(date(2035, 1, 1), 5, "day", "working", rests=rests) == date(2035, 1, 8)


def test_a_last_day_of_rest_moves_only_where_the_row_says_so():
    base = date(2026, 9, 1)  # one month later is the National Day, in a rest until the 7th
    assert due_on(base, 1, "month", "calendar", rests=rests) == date(2026, 10, 1)
    assert due_on(base, 1, "month", "calendar", rests=rests, rolls=True) == date(2026, 10, 8)


def test_a_make_up_sunday_is_no_day_of_rest():
    base = date(2026, 8, 20)  # 20 September 2026 is a Sunday on which the country works
    assert due_on(base, 1, "month", "calendar", rests=rests, rolls=True) == date(2026, 9, 20)


def test_a_duty_is_overdue_from_the_day_after():
    due = date(2026, 4, 10)
    assert not is_overdue(due, None, date(2026, 4, 10))
    assert is_overdue(due, None, date(2026, 4, 11))
    assert not is_overdue(due, date(2026, 4, 20), date(2026, 5, 1))


@given(st.dates(date(2003, 1, 1), date(2090, 12, 31)), st.integers(1, 60))
def test_months_never_leave_their_month_and_years_are_twelve_of_them(base, months):
    ends = due_on(base, months, "month", "calendar")
    assert (ends.year * 12 + ends.month) - (base.year * 12 + base.month) == months
    assert ends.day <= base.day
    assert due_on(base, 12 * months, "month", "calendar") == due_on(base, months, "year", "calendar")


@given(st.dates(date(2003, 1, 1), date(2030, 12, 31)), st.integers(1, 90))
def test_as_many_working_days_lie_behind_as_were_given(base, number):
    ends = due_on(base, number, "day", "working", rests=rests)
    days = [date.fromordinal(day) for day in range(base.toordinal() + 1, ends.toordinal() + 1)]
    assert sum(not rests(day) for day in days) == number
    assert not rests(ends)
