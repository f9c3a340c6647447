"""The legal clock: when a term that began on a day ends. Pure; the calendar comes in as a question."""

import calendar
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

Rests = Callable[[date], bool]
Step = dict[str, Any]


def is_weekend(on: date) -> bool:
    """What a day is where the State Council's calendar of its year says nothing else."""
    return on.isoweekday() > 5


@dataclass(frozen=True)
class WorkCalendar:
    """The days that are not what their weekday says (works, name), and the years whose calendar is published.

    Called with a day it says whether the country rests then.
    """

    days: Mapping[date, tuple[bool, str]] = field(default_factory=dict)
    published: frozenset[int] = frozenset()

    def __call__(self, on: date) -> bool:
        return not self.days[on][0] if on in self.days else is_weekend(on)

    def name(self, on: date) -> str:
        """The holiday a day belongs to; empty for a plain weekend or a plain working day."""
        return self.days[on][1] if on in self.days else ""


@dataclass(frozen=True)
class Term:
    """So many days, months or years, in calendar or working days; does a last day of rest move on?"""

    number: int
    unit: str
    day_kind: str
    rolls: bool = False


@dataclass(frozen=True)
class Count:
    """Where a term ends, each step of the way there, and the years whose calendar was asked."""

    due_on: date
    steps: tuple[Step, ...]
    years: frozenset[int]

    def is_provisional(self, calendar_: WorkCalendar) -> bool:
        """Whether the counting passed through a year whose calendar is not published."""
        return bool(self.years - calendar_.published)


def count(base_on: date, term: Term, rests: WorkCalendar) -> Count:
    """Count a term and say how: the steps are plain values, written as sentences by the presenters.

    The day is that of `due_on`; only working days and rolling ask the calendar.
    """
    last = due_on(base_on, term.number, term.unit, term.day_kind, rests=rests)
    steps: list[Step] = [{"step": "base", "on": base_on.isoformat()}]
    years: set[int] = set()
    if term.unit == "day" and term.day_kind == "working":
        steps.append(_working_step(base_on, last, term.number, rests))
        years |= set(range((base_on + timedelta(days=1)).year, last.year + 1))
    else:
        steps.append({"step": "calendar", "number": term.number, "unit": term.unit, "on": last.isoformat()})
        if term.unit != "day" and last.day < base_on.day:
            steps.append({"step": "clamp", "wanted": base_on.day, "on": last.isoformat()})
    if term.rolls:
        rolled = rolled_on(last, rests)
        years |= set(range(last.year, rolled.year + 1))
        if rolled != last:
            skipped = _rests_between(last - timedelta(days=1), rolled, rests)
            steps.append({"step": "roll", "from": last.isoformat(), "on": rolled.isoformat()} | skipped)
        last = rolled
    return Count(last, tuple(steps), frozenset(years))


def rolled_on(last: date, rests: Rests) -> date:
    """The day itself, or the next working day after it."""
    while rests(last):
        last += timedelta(days=1)
    return last


def _working_step(base_on: date, last: date, number: int, rests: WorkCalendar) -> Step:
    step = {"step": "working", "number": number, "on": last.isoformat()}
    return step | _rests_between(base_on, last, rests)


def _rests_between(after: date, until: date, rests: WorkCalendar) -> Step:
    """What lies in between: plain weekend days, holidays by name, and weekend days on which one works."""
    days = [after + timedelta(days=n) for n in range(1, (until - after).days + 1)]
    holidays: dict[str, list[str]] = {}
    for day in days:
        if rests(day) and rests.name(day):
            holidays.setdefault(rests.name(day), []).append(day.isoformat())
    return {
        "weekend_days": sum(rests(day) and not rests.name(day) for day in days),
        "holidays": [{"name": name, "days": found} for name, found in holidays.items()],
        "make_up_days": [
            {"name": rests.name(day), "on": day.isoformat()}
            for day in days
            if is_weekend(day) and not rests(day)
        ],
    }


def due_on(
    base_on: date, number: int, unit: str, day_kind: str, *, rests: Rests = is_weekend, rolls: bool = False
) -> date:
    """The last day of a term of `number` days, months or years from `base_on`, which is not counted.

    Month ends clamp: 31 January + 1 month is the last day of February. Working days (`day_kind`
    `working`) are counted by `rests`. With `rolls` a last day of rest moves to the next working day.
    """
    if unit == "day" and day_kind == "working":
        return _working_days_after(base_on, number, rests)
    if unit == "day":
        last = base_on + timedelta(days=number)
    else:
        last = _months_after(base_on, number * {"month": 1, "year": 12}[unit])
    return rolled_on(last, rests) if rolls else last


def is_overdue(due: date, met_on: date | None, on: date) -> bool:
    """Overdue from the day after the last day, while the duty stands unmet."""
    return met_on is None and on > due


def _months_after(base_on: date, months: int) -> date:
    year, month = divmod(base_on.year * 12 + base_on.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(base_on.day, last))


def _working_days_after(base_on: date, number: int, rests: Rests) -> date:
    on = base_on
    while number:
        on += timedelta(days=1)
        number -= not rests(on)
    return on
