"""Reads of operations."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import QueryDict
from django.urls import reverse

from accounts.models import User
from config.common.access import OFFICERS
from config.common.tables import VIEW, Table, view_query
from operations.enums import BulkState, MailState
from operations.facts import TableViews, ViewFacts
from operations.models import (
    BulkRow,
    BulkRun,
    CalendarFeed,
    DefaultView,
    Export,
    Job,
    JobState,
    Mail,
    MutedKind,
    Notice,
    NoticeRun,
    Pulse,
    SavedView,
)
from operations.rules import LEGAL_RULES, OPTIONAL_KINDS, rules_of

PULSE_LIMIT = timedelta(minutes=2)


def jobs_for(user: User) -> QuerySet[Job]:
    return Job.objects.visible_to(user).select_related("created_by")


def exports_for(user: User) -> QuerySet[Export]:
    return Export.objects.visible_to(user).select_related("job__created_by", "owner")


def export_by_id(pk: int) -> Export:
    """The export a job makes; its owner was checked when it was asked for and is checked again in the making."""
    return Export.objects.select_related("owner__region").get(pk=pk)


def views_for(user: User) -> QuerySet[SavedView]:
    """Saved views a person may see, each with whether it is the one their list opens with."""
    mine = DefaultView.objects.filter(user=user, view=OuterRef("pk"))
    return SavedView.objects.visible_to(user).annotate(is_default=Exists(mine)).select_related("owner")


def view_with_link(user: User, token: str) -> SavedView | None:
    return SavedView.objects.with_link(user).select_related("owner").filter(token=token).first()


def default_view(user: User, page: str) -> SavedView | None:
    """The view the list opens with, as long as the person may still see it."""
    return SavedView.objects.visible_to(user).filter(defaults__user=user, page=page).first()


def table_views(user: User, table: Table, data: QueryDict) -> TableViews:
    """Hook TABLE_VIEWS: one query, a second when a view is open that came by its address."""
    token = data.get(VIEW, "")
    rows = list(views_for(user).filter(page=table.name))
    current = next((row for row in rows if row.token == token), None)
    if token and current is None:
        current = SavedView.objects.with_link(user).filter(token=token, page=table.name).first()
    facts = tuple(_view_facts(row, user) for row in rows)
    shown = _view_facts(current, user) if current else None
    return TableViews(
        rows=facts,
        current=shown,
        changed=bool(current) and view_query(data.urlencode()) != current.query,  # type: ignore[union-attr]
        has_office=user.region_id is not None,
    )


def _view_facts(view: SavedView, user: User) -> ViewFacts:
    mine = view.owner_id == user.pk
    opened = "&".join(filter(None, [view.query, f"{VIEW}={view.token}"]))
    return ViewFacts(
        pk=view.pk,
        name=view.name,
        query=opened,
        mine=mine,
        is_default=getattr(view, "is_default", False),
        sharing=view.sharing,
        owner=view.owner.name,
    )


def bulk_runs_for(user: User) -> QuerySet[BulkRun]:
    return BulkRun.objects.visible_to(user).select_related("job__created_by", "undo_of")


def bulk_rows_for(user: User) -> QuerySet[BulkRow]:
    return BulkRow.objects.visible_to(user).select_related("run")


def bulk_waiting(run_id: int) -> tuple[list[int], int]:
    """The rows still to be done, in their order, and how many there are in all."""
    rows = BulkRow.objects.filter(run_id=run_id)
    waiting = rows.filter(state=BulkState.WAITING).order_by("number").values_list("pk", flat=True)
    return list(waiting), rows.count()


def bulk_counts(run_id: int) -> dict[str, int]:
    """How many rows came out how."""
    rows = BulkRow.objects.filter(run_id=run_id).order_by().values_list("state").annotate(n=Count("pk"))
    return dict.fromkeys(BulkState.values, 0) | dict(rows)


def bulk_result_href(run_id: int) -> str:
    return f"{reverse('operations:bulk_row_list')}?run={run_id}"


def person_now(pk: int) -> User:
    """The person as they are at this moment, with their rights and territory."""
    return User.objects.select_related("region").get(pk=pk)


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


def mails_due(at: datetime, until: date | None = None) -> QuerySet[Mail]:
    """Letters to send now: waiting ones whose time has come, and those whose sender died; written up to `until`."""
    waiting = Q(state__in=[MailState.QUEUED, MailState.UNCERTAIN], next_try_at__lte=at)
    due = Mail.objects.filter(waiting | Q(state=MailState.SENDING, lease_until__lt=at))
    return due if until is None else due.filter(on__lte=until)


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


def last_beat(name: str) -> datetime | None:
    """When that work of the platform was last done."""
    return Pulse.objects.filter(name=name).values_list("at", flat=True).first()


def database_is_migrated() -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())
