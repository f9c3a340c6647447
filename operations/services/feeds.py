"""The secret address of a person's calendar: made, made anew, revoked."""

import hashlib
import secrets
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services.activity import activity_record
from config.common.errors import Refused
from operations.models import CalendarFeed


@transaction.atomic
def feed_create(*, by: User, at: datetime) -> str:
    """A new address; the one before opens nothing any more. The token is said once and only its hash kept."""
    CalendarFeed.objects.filter(user=by, revoked_at__isnull=True).update(revoked_at=at)
    token = secrets.token_urlsafe(32)
    feed = CalendarFeed.objects.create(user=by, digest=feed_digest(token), created_at=at)
    activity_record(by=by, at=at, verb="calendar_feed_create", thing=feed, region=by.region)
    return token


@transaction.atomic
def feed_revoke(*, by: User, at: datetime) -> None:
    feed = CalendarFeed.objects.filter(user=by, revoked_at__isnull=True).first()
    if feed is None:
        raise Refused(_("您没有正在使用的订阅地址。"))
    CalendarFeed.objects.filter(pk=feed.pk).update(revoked_at=at)
    activity_record(by=by, at=at, verb="calendar_feed_revoke", thing=feed, region=by.region)


def feed_digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
