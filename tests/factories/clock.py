"""Pauses, extensions and calendar files for tests."""

from datetime import date, datetime, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accounts.models import User
from config.common.access import Role
from enterprises.calculations.duty_history import replay
from enterprises.enums import CalendarState
from enterprises.models import CalendarYear, Duty, DutyAdjustment
from enterprises.rules.clock import ExtensionTerms, PauseTerms
from enterprises.selectors.clock import clock_event
from enterprises.services.calendar import CalendarLoaded, CalendarPaper, calendar_load
from enterprises.services.pauses import extension_request, pause_request
from operations.models import Attachment
from operations.services.attachments import attachment_keep
from tests.factories.accounts import make_user, now, system


def paper(name: str = "停产批复.pdf") -> Attachment:
    """A document that a request rests on."""
    return attachment_keep(content=b"%PDF-1.7 paper", name=name, kind="pdf", by=system(), at=now())


def noon(on: date) -> datetime:
    return timezone.make_aware(datetime(on.year, on.month, on.day, 12))


def pause_of(
    duty: Duty, from_on: date, days: int = 10, by: User | None = None, **details: Any
) -> DutyAdjustment:
    """A request of the county's officer that the clock stand still for so many days."""
    facts = {"reason": "停产检修", "document": paper()} | details
    terms = PauseTerms(from_on=from_on, to_on=from_on + timedelta(days=days - 1), **facts)
    return pause_request(duty=duty, terms=terms, by=by or make_user(Role.COUNTY), at=noon(from_on))


def extension_of(
    duty: Duty, until_on: date, on: date | None = None, by: User | None = None, **details: Any
) -> DutyAdjustment:
    """A request of the county's officer for a later day, made on `on` (default: the day the duty is due)."""
    facts = {"reason": "设备到货推迟", "document": paper()} | details
    terms = ExtensionTerms(until_on=until_on, **facts)
    by = by or make_user(Role.COUNTY)
    return extension_request(duty=duty, terms=terms, by=by, at=noon(on or duty.due_on))


def replayed(duty: Duty) -> date | None:
    """The due date from nothing but the history."""
    return replay(clock_event(row) for row in duty.changes.order_by("number"))


def load_days(year: int, text: str, by: User | None = None, **details: Any) -> CalendarLoaded:
    """Load a year's calendar from lines; not dispatched."""
    upload = SimpleUploadedFile(f"{year}.csv", text.encode(), "text/csv")
    state = details.pop("state", CalendarState.PUBLISHED)
    found = CalendarPaper(upload, f"国务院办公厅关于{year}年部分节假日安排的通知", state)
    version = details.pop("version", None)
    return calendar_load(
        year=year, paper=found, version=version, by=by or system(), at=now(), dispatch=False, **details
    )


def days_of(calendar: CalendarYear) -> int:
    return calendar.days.count()
