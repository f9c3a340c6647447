"""The working calendar: a year's file becomes a new version; what was counted through the year is counted again."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services.activity import activity_record
from config.common.access import Role
from config.common.errors import NotAllowed, Refused
from enterprises.calculations.calendar_file import DayEntry, read_calendar
from enterprises.calculations.clock import Count, WorkCalendar, count
from enterprises.calculations.duty_history import ClockEvent, replay, replay_state
from enterprises.enums import CalendarState, DutyEvent
from enterprises.models import CalendarDay, CalendarYear, Duty, DutyChange
from enterprises.selectors.clock import (
    adjusted_duties,
    calendar_of,
    duties_through,
    events_by_duty,
    term_of,
    working_calendar,
)
from enterprises.services.duties import histories_begin
from enterprises.services.pauses import rolled_days
from operations.models import Job
from operations.services.attachments import attachment_keep, clean_name, content_keep
from operations.services.jobs import job_enqueue

_BATCH = 1_000
_MOST_BYTES = 200_000
TASK = "enterprises.tasks.recompute_dues"


@dataclass(frozen=True)
class CalendarPaper:
    """A calendar file and what it comes by: the notice it follows, and whether that is published yet."""

    upload: UploadedFile
    source: str
    state: CalendarState = CalendarState.PUBLISHED


@dataclass(frozen=True)
class CalendarLoaded:
    """The version in force after a file was loaded, whether the file changed anything, and the recount asked for."""

    calendar: CalendarYear
    changed: bool
    job: Job | None = None


def calendar_load(
    *, year: int, paper: CalendarPaper, version: int | None, by: User, at: datetime, dispatch: bool = True
) -> CalendarLoaded:
    """Load a year's calendar as a new version; earlier ones are kept. The same days again change nothing.

    `version`: the one the person saw (0: none), None to take whatever is there. Refused with every bad line.
    Due dates that were counted through the year are counted again by a job.
    """
    _check_may_load(by)
    days = _days_of(paper.upload, year)
    known = calendar_of(year)
    if version is not None and version != (known.version if known else 0):
        raise Refused(_("您打开此页后，别人已载入了 %(year)d 年的新版本，请刷新后再传。") % {"year": year})
    if known and known.state == paper.state and _same_days(known, days):
        return CalendarLoaded(known, changed=False)
    paper.upload.seek(0)
    content_keep(content=paper.upload.read())  # the file first, and outside of the transaction
    with transaction.atomic():
        return _write(year, paper, days, by, at, dispatch)


def _write(
    year: int, paper: CalendarPaper, days: list[DayEntry], by: User, at: datetime, dispatch: bool
) -> CalendarLoaded:
    paper.upload.seek(0)
    content, name = paper.upload.read(), clean_name(paper.upload.name or f"{year}.csv")
    last = CalendarYear.objects.filter(year=year).aggregate(last=Max("version"))["last"] or 0
    try:
        with transaction.atomic():
            calendar = CalendarYear.objects.create(
                year=year,
                version=last + 1,
                state=paper.state,
                source=paper.source.strip()[:120] or name,
                document=attachment_keep(content=content, name=name, kind="csv", by=by, at=at),
                loaded_by=by,
                loaded_at=at,
            )
    except IntegrityError as error:
        raise Refused(_("别人刚刚载入了 %(year)d 年的日历，请刷新后核对。") % {"year": year}) from error
    CalendarDay.objects.bulk_create(
        CalendarDay(calendar=calendar, on=day.on, is_working=day.is_working, name=day.name) for day in days
    )
    told = {"year": year, "version": calendar.version, "days": len(days), "state": str(paper.state.label)}
    activity_record(by=by, at=at, verb="calendar_load", thing=calendar, region=by.region, new=told)
    job = job_enqueue(
        task=TASK,
        title=_("按 %(year)d 年工作日历重新计算期限") % {"year": year},
        by=by,
        at=at,
        dedupe_key=f"calendar:{year}:{calendar.version}",
        dispatch=dispatch,
        calendar_id=calendar.pk,
    )
    return CalendarLoaded(calendar, changed=True, job=job)


def _check_may_load(by: User) -> None:
    if not by.is_builtin and by.role != Role.PROVINCE:
        raise NotAllowed(_("工作日历由省级主管部门载入。"))


def _days_of(upload: UploadedFile, year: int) -> list[DayEntry]:
    if not 2003 <= year <= 2100:
        raise Refused(_("年度应在 2003 至 2100 之间。"))
    days, problems = read_calendar(_text_of(upload), year)
    if problems:
        raise Refused(_("%(year)d 年的日历文件没有载入：请改正下列各行后再传。") % {"year": year}, problems)
    return days


def _text_of(upload: UploadedFile) -> str:
    """UTF-8 with or without BOM, or GB18030."""
    if upload.size is None or upload.size > _MOST_BYTES:
        raise Refused(_("文件太大，不像是一年的日历。"))
    content = upload.read()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise Refused(_("文件不是 UTF-8 或 GB18030 编码的 CSV，没有载入。"))


def _same_days(known: CalendarYear, days: list[DayEntry]) -> bool:
    there = known.days.order_by("on").values_list("on", "is_working", "name")
    return list(there) == [(day.on, day.is_working, day.name) for day in days]


# ---- counting again ---------------------------------------------------------------------------


@dataclass(frozen=True)
class Recount:
    """One batch of the recount: the last duty looked at (None: there are no more), how many were looked at, changed."""

    last: int | None
    seen: int = 0
    changed: int = 0


@transaction.atomic
def dues_recompute(
    *, calendar: CalendarYear, after: int, by: User, at: datetime, fence: Callable[[], None] | None = None
) -> Recount:
    """Count the next batch of duties again by the calendars in force; each changed one gets a row in its history.

    Safe to repeat: what is right already is left alone.
    """
    rows = duties_through(calendar.year).filter(pk__gt=after).select_for_update(of=("self",))
    batch = list(rows.select_related("regime").order_by("pk")[:_BATCH])
    if not batch:
        return Recount(None)
    ids = [duty.pk for duty in batch]
    rests = working_calendar()
    histories_begin(duties=Duty.objects.filter(pk__in=ids), calendar=rests)
    changes = _changes(batch, rests)
    on = timezone.localtime(at).date()
    facts = {"year": calendar.year, "version": calendar.version}
    for change in changes:
        change.calendar, change.made_by, change.made_at, change.on = calendar, by, at, on
        change.reason = _("载入 %(year)d 年工作日历第 %(version)d 版") % facts
    DutyChange.objects.bulk_create(changes, batch_size=_BATCH)
    Duty.objects.bulk_update(
        [change.duty for change in changes], ["due_on", "provisional"], batch_size=_BATCH
    )
    if changes:
        told = {"changed": len(changes)}
        activity_record(by=by, at=at, verb="dues_recompute", thing=calendar, region=by.region, new=told)
    if fence:
        fence()
    return Recount(ids[-1], len(ids), len(changes))


def _changes(batch: list[Duty], rests: WorkCalendar) -> list[DutyChange]:
    """The rows of those whose day or whose mark is no longer right; the duties in memory get them, too."""
    ids = [duty.pk for duty in batch]
    events = events_by_duty(adjusted_duties(ids))
    numbers = dict(
        DutyChange.objects.filter(duty__in=ids).values_list("duty").annotate(last=Max("number")).order_by()
    )
    known: dict[tuple[int, date], Count] = {}
    changes = []
    for duty in batch:
        key = (duty.regime_id, duty.base_on)
        if key not in known:
            known[key] = count(duty.base_on, term_of(duty.regime), rests)
        change = _change(duty, known[key], events.get(duty.pk), rests)
        if change:
            change.number = numbers.get(duty.pk, 0) + 1
            changes.append(change)
    return changes


def _change(
    duty: Duty, counted: Count, events: list[ClockEvent] | None, rests: WorkCalendar
) -> DutyChange | None:
    """What counting anew gives for one duty; None when all stands as it is. `events`: where pauses moved it."""
    state = replay_state(events) if events else None
    provisional = counted.is_provisional(rests)
    before = state.counted_on if state else duty.due_on
    if counted.due_on == before and provisional == duty.provisional:
        return None
    rolled, due_on = 0, counted.due_on
    if events:
        event = ClockEvent(DutyEvent.RECOMPUTED, counted.due_on)
        rolls = duty.regime.rolls_to_working_day
        rolled = rolled_days(replay_state([*events, event]), rolls=rolls, calendar=rests)
        due_on = replay([*events, ClockEvent(DutyEvent.RECOMPUTED, counted.due_on, rolled=rolled)]) or due_on
    duty.due_on, duty.provisional = due_on, provisional
    return DutyChange(
        duty=duty,
        kind=DutyEvent.RECOMPUTED,
        due_on=due_on,
        counted_on=counted.due_on,
        rolled=rolled,
        provisional=provisional,
        steps=list(counted.steps),
    )
