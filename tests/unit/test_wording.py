"""Figures, dates and deadlines as people read them."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone, translation

from config.common import wording

TODAY = dt.date(2026, 11, 23)


def days(count: int) -> dt.date:
    return TODAY + dt.timedelta(count)


@pytest.mark.parametrize(
    ("value", "decimals", "words"),
    [
        (1095, None, "1,095"),
        (Decimal("13734.50"), None, "13,734.50"),
        ("51.245", 2, "51.25"),
        (Decimal("2.5"), 0, "3"),
        (Decimal("-0.04"), 1, "0.0"),
        (-1234.5, 1, "-1,234.5"),
        (Decimal("6.64E-4"), None, "0.000664"),
        (0, None, "0"),
        (None, 2, "—"),
        ("", None, "—"),
        ("无", None, "—"),
        (float("nan"), 1, "—"),
    ],
)
def test_numbers_keep_their_digits_and_unknown_is_never_zero(value, decimals, words):
    assert wording.number_words(value, decimals) == words


@pytest.mark.parametrize(
    ("part", "whole", "words"),
    [(418, 742, "56.3%"), (0, 5, "0.0%"), (5, 0, "—"), (None, 5, "—"), (5, None, "—"), (1, 8, "12.5%")],
)
def test_a_share_has_one_decimal_or_no_answer(part, whole, words):
    assert wording.percent_words(wording.percent_of(part, whole)) == words


def test_dates_are_chinese_or_iso():
    assert wording.date_words(dt.date(2026, 3, 8)) == "2026年3月8日"
    assert wording.date_words(None) == "—"
    with translation.override("en"):
        assert wording.date_words(dt.date(2026, 3, 8)) == "2026-03-08"


def test_a_moment_belongs_to_its_day_in_the_bureaus_time_zone():
    late_evening_utc = dt.datetime(2026, 11, 22, 17, 0, tzinfo=dt.UTC)
    with timezone.override("Asia/Shanghai"):
        assert wording.as_day(late_evening_utc) == TODAY


@pytest.mark.parametrize(
    ("due", "met", "tone", "label"),
    [
        (days(16), None, "ok", "还剩 16 天"),
        (days(8), None, "ok", "还剩 8 天"),
        (days(7), None, "soon", "还剩 7 天"),
        (days(1), None, "soon", "还剩 1 天"),
        (TODAY, None, "soon", "今天到期"),
        (days(-3), None, "late", "逾期 3 天"),
        (days(5), days(-1), "done", "2026-11-22 完成"),
        (days(-3), days(-1), "done", "2026-11-22 完成，迟 2 天"),
        (None, days(-1), "done", "2026-11-22 完成"),
        (None, None, "todo", "未定期限"),
    ],
)
def test_the_light_says_how_much_time_is_left(due, met, tone, label):
    light = wording.due_light(due, met, TODAY)
    assert (light.tone, light.label) == (tone, label)


def test_a_paused_duty_is_neither_late_nor_on_time_unless_it_was_met():
    assert wording.due_light(days(-3), None, TODAY, paused=True).tone == "paused"
    assert wording.due_light(days(-3), days(-4), TODAY, paused=True).tone == "done"


def test_every_tone_has_an_icon():
    assert wording.Light("late", "逾期 3 天").icon == "alert-triangle-filled"
    assert wording.Light("unheard-of", "").icon == "circle-dashed"


@pytest.mark.parametrize(
    ("phone", "masked"),
    [
        ("13812345678", "138****5678"),
        ("0351-6371001", "035****1001"),
        ("12345", "*****"),
        ("", "—"),
        (None, "—"),
    ],
)
def test_a_phone_is_recognisable_but_not_learnt(phone, masked):
    assert wording.masked_phone(phone) == masked
