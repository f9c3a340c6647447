"""How figures, dates and deadlines are written for people; used by presenters and template tags."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

UNKNOWN = "—"
SOON_DAYS = 7

TONE_ICONS = {
    "done": "circle-check-filled",
    "ok": "circle-filled",
    "soon": "clock-filled",
    "late": "alert-triangle-filled",
    "paused": "player-pause-filled",
    "returned": "arrow-back-up",
    "todo": "circle-dashed",
    "info": "info-circle-filled",
}


@dataclass(frozen=True)
class Light:
    """A status in its three voices: tone (colour), icon and word."""

    tone: str
    label: str

    @property
    def icon(self) -> str:
        return TONE_ICONS.get(self.tone, "circle-dashed")


def decimal_or_none(value: object) -> Decimal | None:
    """The exact number behind a template value; None where there is none, never 0 for unknown."""
    if value is None or value == "":
        return None
    try:
        number = value if isinstance(value, Decimal) else Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def number_words(value: object, decimals: int | None = None) -> str:
    """1234567.5 → 1,234,567.5; fixed decimals when given, half up; — for unknown."""
    number = decimal_or_none(value)
    if number is None:
        return UNKNOWN
    if decimals is not None:
        number = number.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    if not number:
        number = abs(number)
    return f"{number:,f}"


def percent_words(value: object, decimals: int = 1) -> str:
    """56.34 → 56.3%; the value is already a percentage."""
    words = number_words(value, decimals)
    return words if words == UNKNOWN else f"{words}%"


def percent_of(part: object, whole: object) -> Decimal | None:
    """What percentage the part is of the whole; None when that question has no answer."""
    top, bottom = decimal_or_none(part), decimal_or_none(whole)
    if top is None or not bottom:
        return None
    return top * 100 / bottom


def is_english() -> bool:
    return (get_language() or "").startswith("en")


def as_day(value: object) -> dt.date | None:
    """The calendar day of a date or of a moment, in the bureau's own time zone."""
    if isinstance(value, dt.datetime):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return value if isinstance(value, dt.date) else None


def name_words(chinese: str, english: str) -> str:
    """The name of a reference row in the reader's language; English ones begin large, as a line does."""
    return english[:1].upper() + english[1:] if is_english() and english else chinese


def unit_words(unit: str) -> str:
    """万kWh/a, in English 10k kWh/a; 万元 is 10k ¥ there."""
    if not is_english():
        return unit
    return unit.replace("万元", "10k\u00a0¥").replace("万", "10k\u00a0")


def listed(words: Iterable[str]) -> str:
    """甲、乙、丙; in English a, b, c."""
    return (", " if is_english() else "、").join(words)


def date_words(value: object) -> str:
    """2026年11月23日, or 2026-11-23 in the English interface; — for unknown."""
    day = as_day(value)
    if day is None:
        return UNKNOWN
    return day.isoformat() if is_english() else f"{day.year}年{day.month}月{day.day}日"


def due_light(due_on: object, met_on: object, today: object, *, paused: bool = False) -> Light:
    """The traffic light of one duty: how many days are left, how late it is, or when it was met."""
    due, met, now = as_day(due_on), as_day(met_on), as_day(today)
    if met is not None:
        return _met_light(due, met)
    if paused:
        return Light("paused", _("期限暂停"))
    if due is None or now is None:
        return Light("todo", _("未定期限"))
    days = (due - now).days
    if days < 0:
        return Light("late", ngettext("逾期 %(n)d 天", "逾期 %(n)d 天", -days) % {"n": -days})
    if days == 0:
        return Light("soon", _("今天到期"))
    words = ngettext("还剩 %(n)d 天", "还剩 %(n)d 天", days) % {"n": days}
    return Light("soon" if days <= SOON_DAYS else "ok", words)


def _met_light(due: dt.date | None, met: dt.date) -> Light:
    if due is None or met <= due:
        return Light("done", _("%(day)s 完成") % {"day": met.isoformat()})
    days = (met - due).days
    words = ngettext("%(day)s 完成，迟 %(n)d 天", "%(day)s 完成，迟 %(n)d 天", days)
    return Light("done", words % {"day": met.isoformat(), "n": days})


def masked_phone(value: object) -> str:
    """138****5678: enough to recognise a number one knows, not enough to learn it."""
    digits = str(value or "").strip()
    if not digits:
        return UNKNOWN
    if len(digits) < 7:
        return "*" * len(digits)
    return f"{digits[:3]}****{digits[-4:]}"


def masked_email(email: str) -> str:
    """ch***@example.org; empty when there is none."""
    name, at_sign, host = email.partition("@")
    return f"{name[:2]}***@{host}" if at_sign else ""
