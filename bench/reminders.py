"""The reminders of a day on which very many duties fall due: queries for each thousand, seconds, and memory."""

from datetime import date, timedelta

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from bench.parts import peak_mb, timed
from config.common.access import Role
from enterprises.enums import ListingState
from enterprises.models import Duty, Listing, Representative
from operations.models import Notice
from operations.services.notices import notices_write

ON = date(2035, 5, 10)  # nothing of the scale data falls due near it
_PEOPLE = 200


def main(duties: str) -> dict[str, float]:
    """One run over that many open duties, each with a representative to tell; undone at the end."""
    connection.queries_limit = 1_000_000
    with transaction.atomic():
        wanted = _prepare(int(duties))
        empty = _queries(ON + timedelta(days=300))
        with CaptureQueriesContext(connection) as queries:
            seconds = timed(lambda: _run(ON))
        told = Notice.objects.filter(due_on=ON).values("case_id").distinct().count()
        transaction.set_rollback(True)
    if told != wanted:
        raise SystemExit(f"{told} of {wanted} duties were spoken of")
    per_thousand = (len(queries) - empty) / (wanted / 1_000)
    return {"seconds": seconds, "queries": per_thousand, "peak_mb": peak_mb()}


def _prepare(number: int) -> int:
    """Let `number` duties fall due on the day, whatever became of them."""
    Listing.objects.exclude(state=ListingState.LISTED).update(state=ListingState.LISTED)
    chosen = Duty.objects.order_by("pk").values_list("pk", flat=True)[:number]
    last = list(chosen)[-1]
    Duty.objects.filter(pk__lte=last).update(due_on=ON, met_on=None)
    people = [
        User(
            username=f"bench-{n}",
            name=f"代表{n}",
            role=Role.ENTERPRISE,
            password="!",
            created_at=timezone.now(),
        )
        for n in range(_PEOPLE)
    ]
    User.objects.bulk_create(people)
    plants = Duty.objects.filter(due_on=ON).values_list("listing__enterprise_id", flat=True).distinct()
    rows = [
        Representative(enterprise_id=plant, user=people[n % _PEOPLE], since=ON - timedelta(days=9))
        for n, plant in enumerate(plants.order_by("listing__enterprise_id"))
    ]
    Representative.objects.bulk_create(rows)
    return Duty.objects.filter(due_on=ON).count()


def _run(on: date) -> None:
    notices_write(days=[on], at=timezone.now(), fence=lambda: None, checkpoint=lambda _words: None)


def _queries(on: date) -> int:
    with CaptureQueriesContext(connection) as queries:
        _run(on)
    return len(queries)
