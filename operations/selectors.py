"""Reads of operations."""

from datetime import datetime, timedelta

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import QuerySet

from accounts.models import User
from operations.models import Job, Notice, Pulse

PULSE_LIMIT = timedelta(minutes=2)


def jobs_for(user: User) -> QuerySet[Job]:
    return Job.objects.visible_to(user).select_related("created_by")


def notices_for(user: User) -> QuerySet[Notice]:
    return Notice.objects.filter(recipient=user)


def worker_is_well(at: datetime) -> bool:
    """Whether the sweep's own row is under two minutes old."""
    return Pulse.objects.filter(name="sweep", at__gte=at - PULSE_LIMIT).exists()


def database_is_migrated() -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())
