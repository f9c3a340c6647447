"""Due dates by day: what a person may see of a month, of a day, and as a feed."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Max, QuerySet

from accounts.models import User
from config.common.access import Role
from enterprises.enums import DutyCode
from enterprises.models import Duty
from enterprises.selectors.duties import duties_for, listings_in_force, open_duties

FEED_BACK, FEED_AHEAD = timedelta(days=60), timedelta(days=400)
FEED_MOST = 2_000


@dataclass(frozen=True)
class DueDay:
    """The open duties of one kind that fall due on one day; `name` is the enterprise when there is one only."""

    on: date
    code: DutyCode
    count: int
    name: str


def due_days(user: User, first: date, last: date) -> list[DueDay]:
    """What falls due in a span of days, by day and kind: one query, whoever asks."""
    rows = (
        _open(user)
        .filter(due_on__range=(first, last))
        .order_by("due_on", "code")
        .values("due_on", "code")
        .annotate(n=Count("pk"), name=Max("listing__enterprise__name"))
    )
    return [DueDay(row["due_on"], DutyCode(row["code"]), row["n"], row["name"]) for row in rows]


def duties_due(user: User, first: date, last: date) -> QuerySet[Duty]:
    """The open duties that fall due in a span of days, with their enterprises."""
    duties = _open(user).filter(due_on__range=(first, last))
    return duties.select_related("listing__enterprise__region__city").order_by("due_on", "pk")


def duties_owed(user: User) -> QuerySet[Duty]:
    """Duties of entries that stand on a published list, met and unmet, with what a row of a list shows."""
    return (
        duties_for(user)
        .filter(listing__in=listings_in_force(user))
        .select_related("listing__enterprise__region__city", "listing__mandatory_list", "regime")
        .order_by()
    )


def next_due_on(user: User, after: date) -> date | None:
    """The soonest day from that one on with an open duty."""
    duties = _open(user).filter(due_on__gte=after).order_by("due_on")
    return duties.values_list("due_on", flat=True).first()


def feed_duties(user: User, on: date) -> list[Duty]:
    """An enterprise's or an agency's duties one by one, from two months back to a year ahead."""
    return list(duties_due(user, on - FEED_BACK, on + FEED_AHEAD)[:FEED_MOST])


def feed_days(user: User, on: date) -> list[DueDay]:
    return due_days(user, on - FEED_BACK, on + FEED_AHEAD)


def sees_singly(user: User) -> bool:
    """Who has few duties gets each as an entry of its own; an officer gets each day's number."""
    return user.role in {Role.ENTERPRISE, Role.AGENCY}


def _open(user: User) -> QuerySet[Duty]:
    return open_duties(user).order_by().select_related(None)
