"""Signing in and what ends it: so many at once, the oldest goes first; one, all others, or a new password."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import SignIn, User
from accounts.selectors.sign_ins import live_sign_ins
from accounts.services.activity import activity_record
from config.common.context import call_facts
from config.common.errors import Refused

KEPT_DAYS = 30


@transaction.atomic
def sign_in_begin(*, user: User, agent: str, by: User, at: datetime) -> SignIn:
    """A person has signed in; beyond SESSIONS_AT_ONCE the oldest ends, and its browser is told."""
    person = User.objects.select_for_update().get(pk=user.pk)  # two at once count one after the other
    SignIn.objects.filter(user=person, started_at__lt=at - timedelta(days=KEPT_DAYS)).delete()
    address = call_facts.get().address[:45]
    made = SignIn.objects.create(user=person, address=address, agent=agent[:300], started_at=at, seen_at=at)
    live = list(live_sign_ins(person, at).exclude(pk=made.pk))
    for row in live[: max(0, len(live) + 1 - settings.SESSIONS_AT_ONCE)]:
        _end(row, SignIn.End.LIMIT, by, at)
    return made


@transaction.atomic
def sign_in_end(*, sign_in: SignIn, by: User, at: datetime) -> SignIn:
    """The person ends one of the own from elsewhere."""
    if sign_in.ended_at is not None:
        raise Refused(_("这次登录已经结束。"))
    _end(sign_in, SignIn.End.ENDED, by, at)
    return sign_in


@transaction.atomic
def sign_ins_end(*, user: User, why: str, by: User, at: datetime, but: int | None = None) -> int:
    """End all that are live, except the one with the id `but`; returns how many."""
    rows = [row for row in live_sign_ins(user, at) if row.pk != but]
    for row in rows:
        _end(row, why, by, at)
    return len(rows)


def sign_in_leave(*, user: User, pk: int | None, at: datetime) -> None:
    """Signed out by hand: over, and nothing to tell of."""
    rows = SignIn.objects.filter(user=user, pk=pk or 0, ended_at__isnull=True)
    rows.update(ended_at=at, end=SignIn.End.LEFT)


def sign_in_seen(*, sign_in: SignIn, at: datetime) -> None:
    """Still in use; noted once a minute."""
    SignIn.objects.filter(pk=sign_in.pk, ended_at__isnull=True).update(seen_at=at)


def _end(row: SignIn, why: str, by: User, at: datetime) -> None:
    """Whoever comes first ends it, and the trail tells it once."""
    if SignIn.objects.filter(pk=row.pk, ended_at__isnull=True).update(ended_at=at, end=why):
        row.ended_at, row.end = at, why
        told = {"address": row.address, "end": str(SignIn.End(why).label)}
        activity_record(by=by, at=at, verb="sign_in_end", thing=row.user, region=row.user.region, new=told)
