"""The table of reminders: which day, whom, in which words."""

from datetime import date, timedelta

import pytest

from operations.enums import Desk, NoticeKind
from operations.facts import NoticeCase
from operations.rules import (
    KIND_OF,
    MOST_CATCH_UP_DAYS,
    OPTIONAL_KINDS,
    RULES,
    days_to_cover,
    notice_key,
    rules_by_due_date,
)
from operations.services.notices import recipients

ON = date(2026, 11, 23)
CASE = NoticeCase(
    "enterprises.duty", 7, ON, "公示", "晋阳焦化", "/plant/", "/desk/", (1, 2), (3,), (10, 20, 30)
)
PLANT, AGENCY = {1, 2}, {3}
OFFICERS = {("county", 10): (4,), ("city", 20): (5, 6), ("province", 30): (7,)}


@pytest.mark.parametrize(
    ("due_on", "codes"),
    [
        (date(2026, 12, 23), ["due_in_30"]),
        (date(2026, 11, 30), ["due_in_7"]),
        (date(2026, 11, 24), ["due_in_1"]),
        (date(2026, 11, 23), ["due_today"]),
        (date(2026, 11, 22), ["overdue_1"]),
        (date(2026, 11, 16), ["overdue_7", "escalate_city"]),
        (date(2026, 10, 24), ["overdue_30", "escalate_province"]),
    ],
)
def test_each_rule_has_its_day(due_on: date, codes: list[str]) -> None:
    assert [rule.code for rule in rules_by_due_date([ON])[due_on]] == codes


def test_no_other_due_date_is_spoken_of() -> None:
    assert len(rules_by_due_date([ON])) == 7


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("due_in_30", PLANT | AGENCY),
        ("due_in_7", PLANT | AGENCY | {4}),
        ("due_in_1", PLANT | AGENCY),
        ("due_today", PLANT | AGENCY | {4}),
        ("overdue_1", PLANT | AGENCY | {4}),
        ("overdue_7", PLANT | AGENCY | {4}),
        ("escalate_city", {5, 6}),
        ("overdue_30", PLANT | AGENCY | {4}),
        ("escalate_province", {7}),
    ],
)
def test_each_rule_tells_its_desks(code: str, told: set[int]) -> None:
    rule = next(rule for rule in RULES if rule.code == code)
    assert {person for desk in rule.tells for person in recipients(CASE, desk, OFFICERS)} == told


def test_where_a_county_has_no_officer_its_city_answers() -> None:
    assert recipients(CASE, Desk.COUNTY, {("city", 20): (5,)}) == (5,)


def test_the_days_nobody_looked_at_are_covered_and_no_more() -> None:
    assert days_to_cover(None, ON) == [ON]
    assert days_to_cover(ON - timedelta(days=1), ON) == [ON]
    assert days_to_cover(ON, ON) == [ON]
    assert days_to_cover(ON - timedelta(days=8), ON) == [ON - timedelta(days=n) for n in range(7, -1, -1)]
    assert len(days_to_cover(date(2020, 1, 1), ON)) == MOST_CATCH_UP_DAYS


def test_after_seven_days_a_duty_is_spoken_of_once_for_each_rule_day_in_between() -> None:
    rules = rules_by_due_date(days_to_cover(date(2026, 11, 16), ON))
    assert [rule.code for rule in rules[date(2026, 11, 20)]] == ["due_in_1", "due_today", "overdue_1"]
    assert [rule.code for rule in rules[date(2026, 11, 28)]] == ["due_in_7"]
    assert date(2026, 12, 2) not in rules


def test_the_key_names_rule_case_recipient_and_due_date() -> None:
    assert (
        notice_key("due_today", "enterprises.duty", 7, 1, ON) == "due_today:enterprises.duty:7:1:2026-11-23"
    )


def test_every_word_of_the_table_holds_on_every_day() -> None:
    for rule in RULES:
        words = str(rule.words) % {"where": "某厂", "what": "公示", "due": "2026年11月23日"}
        assert "某厂：公示" in words
        assert "2026年11月23日" in words
        assert "今天" not in words


def test_legal_duties_cannot_be_unsubscribed() -> None:
    assert NoticeKind.DUTY not in OPTIONAL_KINDS
    assert {KIND_OF[rule.code] for rule in RULES} == {NoticeKind.DUTY}
