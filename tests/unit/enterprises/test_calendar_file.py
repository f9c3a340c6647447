"""A year's calendar file: what is read, and every way in which it can be wrong."""

from datetime import date

import pytest

from enterprises.calculations.calendar_file import DayEntry, read_calendar

GOOD = "date,kind,name\n2027-01-01,rest,元旦\n2027/1/2,working,元旦调休\n2027年2月6日,休息,春节\n20270214,上班,\n"


def sentences(text: str) -> list[str]:
    return [problem.sentence for problem in read_calendar(text, 2027)[1]]


def test_dates_words_and_names_are_read_in_the_ways_people_write_them():
    entries, problems = read_calendar(GOOD, 2027)
    assert problems == []
    assert entries == [
        DayEntry(date(2027, 1, 1), False, "元旦"),
        DayEntry(date(2027, 1, 2), True, "元旦调休"),
        DayEntry(date(2027, 2, 6), False, "春节"),
        DayEntry(date(2027, 2, 14), True, ""),
    ]


def test_a_file_needs_no_headings():
    assert len(read_calendar("2027-01-01,rest,元旦\n\n", 2027)[0]) == 1


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2027-01-01,rest\n2027-01-01,rest\n", "第 2 行：2027年1月1日在第 1 行已经出现过"),
        ("2027-01-01,rest\n2027-01-01,working\n", "同一天只能写一次"),
        ("2026-12-31,rest\n", "第 1 行：2026年12月31日不在 2027 年"),
        ("2027-01-01,maybe\n", "第 1 行：“maybe”无法识别"),
        ("2027-01-01\n", "“”无法识别"),
        ("2027-02-30,rest\n", "“2027-02-30”不是日期"),
        ("date,kind\n元旦,rest\n", "第 2 行：“元旦”不是日期"),
        ("", "没有任何一天"),
        ("date,kind,name\n", "没有任何一天"),
        ("2027-01-01,rest\n" * 401, "超过 400 行"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(text, words):
    assert any(words in sentence for sentence in sentences(text))


def test_every_wrong_line_is_said_at_once():
    assert len(sentences("2027-01-01,rest\n2027-01-01,rest\n2026-01-01,rest\n2027-03-03,x\n")) == 3
