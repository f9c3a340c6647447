"""Words for people: the terms of the law, and the years of the working calendar."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from config.common.wording import Light, date_words, is_english, listed
from enterprises.calculations.clock import WorkCalendar, count
from enterprises.enums import CalendarState, Category
from enterprises.models import CalendarYear, CycleIndustry, LegalRegime
from enterprises.presenters.clock import mark_words, regime_term, step_words
from enterprises.selectors.clock import term_of

_CYCLE = "cycle:"
_MARK_TONES = {"L": "ok", "R": "soon", "?": "returned"}


def regime_rows(rows: Iterable[LegalRegime], today: date) -> list[dict[str, Any]]:
    return [
        {
            "duty": str(row.get_code_display()) if is_english() else row.duty,
            "code": row.get_code_display(),
            "term": regime_term(row),
            "from": _event_words(row.base_event),
            "scope": scope_words(row.scope),
            "basis": row.basis,
            "valid": _valid_words(row),
            "in_force": in_force(row, today),
            "extension": row.extension_days,
            "mark": Light(_MARK_TONES.get(row.mark, "todo"), mark_words(row.mark)),
        }
        for row in rows
    ]


def in_force(row: LegalRegime, on: date) -> bool:
    return row.effective_from <= on and (row.effective_to is None or on <= row.effective_to)


def _valid_words(row: LegalRegime) -> str:
    end = date_words(row.effective_to) if row.effective_to else _("至今")
    return f"{date_words(row.effective_from)} – {end}"


def trial_terms(rows: Iterable[LegalRegime]) -> list[tuple[int, str]]:
    """The terms to choose from, those that ask the working calendar first: only they can be provisional."""
    inorder = sorted(rows, key=lambda row: (not _asks_calendar(row), row.effective_to is not None, row.pk))
    words = _("%(duty)s：%(term)s（%(basis)s）")
    return [
        (row.pk, words % {"duty": row.duty, "term": regime_term(row), "basis": row.basis}) for row in inorder
    ]


def _asks_calendar(row: LegalRegime) -> bool:
    return row.rolls_to_working_day or row.day_kind == "working"


def trial(row: LegalRegime, base_on: date, calendar: WorkCalendar) -> dict[str, Any]:
    """When the term would end that began on a day, and how one comes to it; nothing is written."""
    counted = count(base_on, term_of(row), calendar)
    missing = sorted(counted.years - calendar.published)
    return {
        "due_on": date_words(counted.due_on),
        "steps": [step_words(step) for step in counted.steps],
        "provisional": counted.is_provisional(calendar),
        "missing": listed(str(year) for year in missing),
        "asks_calendar": _asks_calendar(row),
        "not_in_force": "" if in_force(row, base_on) else _valid_words(row),
    }


def _event_words(event: str) -> str:
    return {
        "list_published": _("名单公布"),
        "previous_round": _("上一轮完成"),
        "evaluation_passed": _("评估通过"),
        "acceptance_rectify": _("验收结论为限期整改"),
        "year_end": _("年末"),
    }.get(event, event)


def scope_words(scope: str) -> str:
    if scope == "all":
        return _("所有列入企业")
    if scope.startswith(_CYCLE):
        return cycle_words(scope.removeprefix(_CYCLE))
    return str(Category(scope).label)


def cycle_words(cycle: str) -> str:
    return {
        "heavy_metal": _("五个重金属行业"),
        "over_capacity": _("七个产能过剩行业"),
        "other_key": _("其他重点行业"),
    }.get(cycle, cycle)


def cycle_rows(rows: Iterable[CycleIndustry]) -> list[dict[str, str]]:
    """One line for each industry, its codes beside it."""
    found: dict[tuple[str, str], list[CycleIndustry]] = {}
    for row in rows:
        found.setdefault((row.cycle, row.name), []).append(row)
    return [
        {
            "cycle": cycle_words(cycle),
            "name": name,
            "codes": listed(row.prefix for row in members),
            "note": members[0].note,
            "mark": mark_words(members[0].mark),
        }
        for (cycle, name), members in found.items()
    ]


def year_rows(rows: Iterable[Any], today: date) -> list[dict[str, Any]]:
    """The newest version of each year, newest first; the year ahead is shown even while it is missing."""
    years: dict[int, Any] = {}
    for row in rows:
        years.setdefault(row.year, row)
    wanted = sorted({*years, today.year, today.year + 1}, reverse=True)
    return [_year_row(year, years.get(year)) for year in wanted]


def _year_row(year: int, row: Any) -> dict[str, Any]:
    return {
        "year": year,
        "href": reverse("enterprises:calendar_detail", args=[year]) if row else "",
        "light": year_light(row),
        "version": row.version if row else None,
        "rests": row.rests if row else None,
        "works": row.works if row else None,
        "source": row.source if row else _("尚未公布，按周一至周五为工作日推算"),
    }


def year_light(row: CalendarYear | None) -> Light:
    if row is not None and row.state == CalendarState.PUBLISHED:
        return Light("ok", str(row.get_state_display()))
    return Light("soon", str(CalendarState.PROVISIONAL.label))


def version_cards(rows: Iterable[Any]) -> list[dict[str, Any]]:
    """Each version of a year with its days; the first is in force."""
    return [
        {
            "title": _("第 %(n)d 版") % {"n": row.version},
            "light": year_light(row),
            "source": row.source,
            "loaded": _loaded_words(row),
            "rests": _days(row, works=False),
            "works": _days(row, works=True),
        }
        for row in rows
    ]


def _loaded_words(row: CalendarYear) -> str:
    if row.loaded_by is None or row.loaded_at is None:
        return _("随平台提供")
    return _("%(who)s %(day)s 载入") % {
        "who": row.loaded_by.name,
        "day": f"{localtime(row.loaded_at):%Y-%m-%d}",
    }


def _days(row: CalendarYear, *, works: bool) -> list[dict[str, str]]:
    found: dict[str, list[str]] = {}
    for day in row.days.all():
        if day.is_working == works:
            found.setdefault(day.name or _("未命名"), []).append(f"{day.on:%m-%d}")
    return [{"term": name, "value": listed(days)} for name, days in found.items()]
