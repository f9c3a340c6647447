"""The legal clock: when a term that began on a day ends. Pure; the calendar comes in as a question."""

import calendar
from collections.abc import Callable
from datetime import date, timedelta

Rests = Callable[[date], bool]


def is_weekend(on: date) -> bool:
    """What a day is where the State Council's calendar of its year says nothing else."""
    return on.isoweekday() > 5


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
    while rolls and rests(last):
        last += timedelta(days=1)
    return last


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
