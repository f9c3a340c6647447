"""Reads of operations."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from accounts.models import User
from config.common.access import OFFICERS
from operations.enums import MailState
from operations.models import CalendarFeed, Job, JobState, Mail, MutedKind, Notice, NoticeRun, Pulse
from operations.rules import LEGAL_RULES, OPTIONAL_KINDS, rules_of

PULSE_LIMIT = timedelta(minutes=2)


def jobs_for(user: User) -> QuerySet[Job]:
    return Job.objects.visible_to(user).select_related("created_by")


def notices_for(user: User) -> QuerySet[Notice]:
    return Notice.objects.visible_to(user)


def newest_notice(user: User) -> int:
    newest: int | None = notices_for(user).order_by("-pk").values_list("pk", flat=True).first()
    return newest or 0


def reader_columns() -> dict[str, Any]:
    """Hook READER_COLUMNS: how many notices the reader has not read, as a column of the reader."""
    unread = Notice.objects.filter(recipient=OuterRef("pk"), read_at__isnull=True).order_by()
    counted = unread.values("recipient").annotate(n=Count("pk")).values("n")
    return {"unread_notices": Coalesce(Subquery(counted, output_field=IntegerField()), 0)}


def muted_kinds(user: User) -> set[str]:
    return set(MutedKind.objects.filter(user=user).values_list("kind", flat=True))


def last_run_before(on: date) -> date | None:
    return NoticeRun.objects.filter(on__lt=on).order_by("-on").values_list("on", flat=True).first()


def ran_on(on: date) -> bool:
    return NoticeRun.objects.filter(on=on).exists()


def officers_by_place() -> dict[tuple[str, int], tuple[int, ...]]:
    """The active officers of each authority: (role, region) → ids."""
    found: dict[tuple[str, int], tuple[int, ...]] = {}
    rows = User.objects.filter(role__in=sorted(OFFICERS), is_active=True, region__isnull=False)
    for role, region_id, pk in rows.order_by("pk").values_list("role", "region_id", "pk"):
        found[role, region_id] = (*found.get((role, region_id), ()), pk)
    return found


def notices_sent_at(at: datetime) -> dict[str, int]:
    """How many of each rule of the table were written in the run that began at that moment."""
    rows = Notice.objects.filter(created_at=at, rule__in=LEGAL_RULES).order_by()
    return dict.fromkeys(LEGAL_RULES, 0) | dict(rows.values_list("rule").annotate(n=Count("pk")))


def unmailed(since: datetime) -> QuerySet[Notice]:
    """Notices that are in no letter yet, to people with an address who did not mute their kind."""
    rows = Notice.objects.filter(mail__isnull=True, created_at__gte=since, recipient__is_active=True).exclude(
        recipient__email=""
    )
    for kind in OPTIONAL_KINDS:
        muted = MutedKind.objects.filter(user=OuterRef("recipient"), kind=kind)
        rows = rows.exclude(Q(rule__in=rules_of(kind)) & Exists(muted))
    return rows


def mails_due(at: datetime) -> QuerySet[Mail]:
    """Letters to send now: waiting ones whose time has come, and those whose sender died."""
    waiting = Q(state__in=[MailState.QUEUED, MailState.UNCERTAIN], next_try_at__lte=at)
    return Mail.objects.filter(waiting | Q(state=MailState.SENDING, lease_until__lt=at))


def mails_for(user: User) -> QuerySet[Mail]:
    return Mail.objects.visible_to(user).select_related("recipient")


def mails_stuck(user: User) -> int:
    """Letters that could not be delivered, or perhaps were not."""
    stuck = [MailState.FAILED, MailState.UNCERTAIN]
    return Mail.objects.visible_to(user).filter(state__in=stuck).count()


def job_is_open(task: str) -> bool:
    return Job.objects.filter(task=task, state__in=[JobState.QUEUED, JobState.RUNNING]).exists()


def person_by_id(pk: int) -> User | None:
    return User.objects.filter(pk=pk, is_active=True).first()


def feed_of(user: User) -> CalendarFeed | None:
    return CalendarFeed.objects.filter(user=user, revoked_at__isnull=True).first()


def feed_reader(digest: str) -> User | None:
    """Whose calendar an address opens; nobody's when it was revoked or the account is closed."""
    people = User.objects.select_related("region").filter(is_active=True)
    return people.filter(calendar_feeds__digest=digest, calendar_feeds__revoked_at__isnull=True).first()


def worker_is_well(at: datetime) -> bool:
    """Whether the sweep's own row is under two minutes old."""
    return Pulse.objects.filter(name="sweep", at__gte=at - PULSE_LIMIT).exists()


def database_is_migrated() -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())
