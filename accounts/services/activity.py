"""The trail: writing a deed, sealing the chain, verifying it."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import Activity, ActivitySeal, Region, User
from config.common.context import call_facts
from config.common.errors import Refused

GENESIS = "0" * 64
_BATCH = 2_000
_LOOK_BACK = 100_000


def activity_record(
    *,
    by: User,
    at: datetime,
    verb: str,
    thing: Any,
    region: Region | None = None,
    old: dict[str, Any] | None = None,
    new: dict[str, Any] | None = None,
    note: str = "",
) -> Activity:
    """Write one deed beside the change it tells of, in the same transaction: if it can't be written, the change fails.

    `thing` is a saved row. Personal data in `old` and `new` must come masked.
    """
    return activity_records(
        by=by, at=at, verb=verb, things=[(thing, region, old or {}, new or {})], note=note
    )[0]


def activity_records(
    *, by: User, at: datetime, verb: str, things: list[tuple[Any, Region | None, dict, dict]], note: str = ""
) -> list[Activity]:
    """The same deed on many things at once: (thing, region, old, new) for each, one INSERT for all."""
    if by is None or not getattr(by, "pk", None):
        raise Refused(_("没有经办人，不能记入操作记录，改动未保存。"))
    facts = call_facts.get()
    rows = [
        Activity(
            at=at,
            actor_id=by.pk,
            actor=by.name,
            role=by.role,
            address=facts.address,
            request_id=facts.request_id,
            verb=verb,
            thing_kind=thing._meta.label_lower,
            thing_id=thing.pk,
            thing=_named(thing)[:200],
            region_path=region.path if region else "",
            old=old,
            new=new,
            note=note[:500],
        )
        for thing, region, old, new in things
    ]
    return Activity.objects.bulk_create(rows, batch_size=1_000)


def _named(thing: Any) -> str:
    """What people call it, in Chinese whoever writes: `trail_name` where the row's own name is not enough."""
    with override(settings.LANGUAGE_CODE):
        return str(getattr(thing, "trail_name", thing))


def activities_seal(*, at: datetime) -> int:
    """Chain what is not sealed yet, in the order of ids; returns how many. Only one sealer can win a link.

    A row whose id is lower than the last sealed one (its transaction ended later) is sealed next: the
    chain's order is the order of sealing, and every activity is in it exactly once.
    """
    sealed = 0
    while batch := _unsealed(_BATCH):
        try:
            with transaction.atomic():
                last = ActivitySeal.objects.order_by("-pk").first()
                ActivitySeal.objects.bulk_create(_links(batch, last.digest if last else GENESIS, at))
        except IntegrityError:
            return sealed  # another sealer took the link; it goes on from there
        sealed += len(batch)
    return sealed


def _unsealed(limit: int) -> list[Activity]:
    """The oldest unsealed activities; looks back far enough for transactions that ended late."""
    newest = ActivitySeal.objects.aggregate(newest=Max("activity_id"))["newest"] or 0
    floor = newest - _LOOK_BACK
    sealed = ActivitySeal.objects.filter(activity_id__gt=floor).values("activity_id")
    return list(Activity.objects.filter(pk__gt=floor).exclude(pk__in=sealed).order_by("pk")[:limit])


def _links(activities: list[Activity], previous: str, at: datetime) -> list[ActivitySeal]:
    links = []
    for activity in activities:
        digest = activity_digest(activity, previous)
        links.append(ActivitySeal(activity_id=activity.pk, previous=previous, digest=digest, sealed_at=at))
        previous = digest
    return links


def activity_digest(activity: Activity, previous: str) -> str:
    """SHA-256 over the previous link and every column of the activity."""
    values = {field.attname: getattr(activity, field.attname) for field in Activity._meta.concrete_fields}
    values["at"] = activity.at.timestamp()
    text = json.dumps(values, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(f"{previous}\n{text}".encode()).hexdigest()


@dataclass(frozen=True)
class ChainFacts:
    """What a verification found; `broken` is the id of the first activity that does not fit, if any."""

    checked: int
    unsealed: int
    broken: int | None = None
    reason: str = ""


def activities_verify() -> ChainFacts:
    """Walk the chain from its first link; stops at the first activity that is missing or was changed."""
    previous, checked = GENESIS, 0
    for seal in ActivitySeal.objects.order_by("pk").iterator(chunk_size=_BATCH):
        activity = Activity.objects.filter(pk=seal.activity_id).first()
        if activity is None:
            return ChainFacts(checked, 0, seal.activity_id, _("记录已被删除"))
        if seal.previous != previous:
            return ChainFacts(checked, 0, seal.activity_id, _("链条在此断开"))
        if activity_digest(activity, previous) != seal.digest:
            return ChainFacts(checked, 0, seal.activity_id, _("记录已被改动"))
        previous, checked = seal.digest, checked + 1
    return ChainFacts(checked, Activity.objects.count() - checked)
