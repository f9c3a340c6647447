"""The calendar of due dates: weeks of a month, rows of a list, entries of a feed."""

from calendar import Calendar
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from config.common.calendar_text import CalendarEntry
from config.common.wording import Light, due_light
from enterprises.facts import Paused
from enterprises.models import Duty
from enterprises.selectors.due_calendar import DueDay

FIRST_YEAR, LAST_YEAR = 2000, 2100


def month_shown(wanted: date) -> date:
    """The first day of the month that is shown; calendars of other centuries are not."""
    return wanted.replace(year=min(max(wanted.year, FIRST_YEAR), LAST_YEAR), month=wanted.month, day=1)


def month_after(month: date) -> date:
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1)


def month_before(month: date) -> date:
    return (month.replace(day=1) - timedelta(days=1)).replace(day=1)


def month_span(month: date) -> tuple[date, date]:
    """The first and the last day of a month."""
    return month.replace(day=1), month_after(month) - timedelta(days=1)


def weeks(
    month: date, days: Iterable[DueDay], today: date, chosen: date | None
) -> list[list[dict[str, Any]]]:
    """Monday to Sunday, each day with what falls due on it; days of other months are empty."""
    found: dict[date, list[DueDay]] = {}
    for row in days:
        found.setdefault(row.on, []).append(row)
    return [
        [
            {
                "on": day,
                "inside": day.month == month.month,
                "today": day == today,
                "chosen": day == chosen,
                "late": day < today,
                "items": [_item(row) for row in found.get(day, ())],
                "href": f"?{urlencode({'month': f'{month:%Y-%m}', 'day': day.isoformat()})}#list",
            }
            for day in week
        ]
        for week in Calendar().monthdatescalendar(month.year, month.month)
    ]


def _item(row: DueDay) -> str:
    return f"{row.code.label} {row.count}" if row.count > 1 else f"{row.code.label} {row.name}"


def duty_rows(
    duties: Sequence[Duty], pages: dict[int, str], today: date, paused: Paused = ()
) -> list[dict[str, Any]]:
    """Rows of the list, each landing where the duty is done."""
    return [
        {
            "what": duty.get_code_display(),
            "href": pages[duty.pk],
            "enterprise": duty.listing.enterprise.name,
            "place": duty.listing.enterprise.region.full_name,
            "due_on": duty.due_on,
            "light": _light(duty, today, paused),
        }
        for duty in duties
    ]


def owed_rows(
    duties: Sequence[Duty], pages: dict[int, str], today: date, paused: Paused = ()
) -> list[dict[str, Any]]:
    """Rows of the list of all duties, each landing where the duty is done."""
    return [
        {
            "enterprise": duty.listing.enterprise.name,
            "href": pages[duty.pk],
            "uscc": duty.listing.enterprise.uscc,
            "what": duty.get_code_display(),
            "place": duty.listing.enterprise.region.full_name,
            "year": duty.listing.mandatory_list.year,
            "list": duty.listing.mandatory_list.title,
            "due_on": duty.due_on,
            "met_on": duty.met_on,
            "light": _light(duty, today, paused),
            "basis": duty.regime.basis,
            "clock_href": reverse("enterprises:clock_detail", args=[duty.listing_id]),
        }
        for duty in duties
    ]


def _light(duty: Duty, today: date, paused: Paused) -> Light:
    return due_light(duty.due_on, duty.met_on, today, paused=(duty.listing_id, duty.due_on) in paused)


def feed_of_duties(duties: Sequence[Duty], pages: dict[int, str]) -> list[CalendarEntry]:
    return [
        CalendarEntry(
            uid=f"duty-{duty.pk}@{_host()}",
            on=duty.due_on,
            summary=_("%(what)s到期：%(name)s")
            % {"what": duty.get_code_display(), "name": duty.listing.enterprise.name},
            url=f"{settings.SITE_URL}{pages[duty.pk]}",
        )
        for duty in duties
    ]


def feed_of_days(days: Iterable[DueDay]) -> list[CalendarEntry]:
    return [
        CalendarEntry(
            uid=f"due-{row.on:%Y%m%d}-{row.code.value}@{_host()}",
            on=row.on,
            summary=_day_words(row),
            url=f"{settings.SITE_URL}{day_href(row.on)}",
        )
        for row in days
    ]


def _day_words(row: DueDay) -> str:
    if row.count == 1:
        return _("%(what)s到期：%(name)s") % {"what": row.code.label, "name": row.name}
    return _("%(what)s到期：%(n)d 家企业") % {"what": row.code.label, "n": row.count}


def day_href(on: date) -> str:
    query = urlencode({"month": f"{on:%Y-%m}", "day": on.isoformat()})
    return f"{reverse('enterprises:due_calendar')}?{query}#list"


def _host() -> str:
    return urlsplit(settings.SITE_URL).hostname or "localhost"
