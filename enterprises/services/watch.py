"""The watchlist (名录库): taken in with dates, met by rounds, taken out with a reason."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services.activity import activity_record
from config.common.errors import Refused
from config.common.versions import guarded_update
from enterprises.enums import WatchState
from enterprises.models import Enterprise, WatchEntry
from enterprises.rules.registry import check_in_charge
from enterprises.rules.watch import WatchTerms, check_watch


@transaction.atomic
def watch_add(*, enterprise: Enterprise, terms: WatchTerms, by: User, at: datetime) -> WatchEntry:
    """Give an enterprise, or another subject, a day by which to audit; one open entry each."""
    check_in_charge(by, enterprise.region)
    today = timezone.localtime(at).date()
    check_watch(terms, today, new=True)
    try:
        with transaction.atomic():
            entry = WatchEntry.objects.create(
                enterprise=enterprise, added_on=today, added_by=by, added_at=at, **_columns(terms)
            )
    except IntegrityError as error:
        raise Refused(
            _("“%(name)s”已在名录库中，请修改原有条目的期限。") % {"name": enterprise.name}
        ) from error
    _tell("watch_add", entry, by, at, new=_told(terms))
    return entry


@transaction.atomic
def watch_update(*, entry: WatchEntry, terms: WatchTerms, version: int, by: User, at: datetime) -> WatchEntry:
    """Other dates; what was given before stays in the trail."""
    check_in_charge(by, entry.enterprise.region)
    if entry.state != WatchState.OPEN:
        raise Refused(_("这一条目已移出名录库，不能再改；需要时请重新入库。"))
    check_watch(terms, timezone.localtime(at).date(), new=terms.audit_by != entry.audit_by)
    old = _told(WatchTerms(entry.audit_by, entry.accept_by, entry.reason, entry.document_no))
    guarded_update(entry, version=version, **_columns(terms))
    _tell("watch_update", entry, by, at, old=old, new=_told(terms))
    return entry


@transaction.atomic
def watch_end(*, entry: WatchEntry, reason: str, version: int, by: User, at: datetime) -> WatchEntry:
    """Out of the library, with the reason."""
    check_in_charge(by, entry.enterprise.region)
    if entry.state != WatchState.OPEN:
        raise Refused(_("这一条目已经移出名录库。"))
    if not reason.strip():
        raise Refused(_("请写明移出理由。"))
    on = timezone.localtime(at).date()
    guarded_update(
        entry, version=version, state=WatchState.ENDED, ended_on=on, end_reason=reason.strip()[:300]
    )
    _tell("watch_end", entry, by, at, note=reason.strip())
    return entry


def watch_met(*, enterprise_id: int, on: date, accepted: bool) -> None:
    """A round of the enterprise was reported, or accepted: the first such day since it came into the library stands.

    Part of the round's move: its transaction and trail row stand for this, too.
    """
    column = "accepted_on" if accepted else "audited_on"
    entries = WatchEntry.objects.filter(enterprise=enterprise_id, state=WatchState.OPEN, added_on__lte=on)
    entries.filter(Q(**{f"{column}__isnull": True})).update(**{column: on}, version=F("version") + 1)


def _columns(terms: WatchTerms) -> dict[str, date | str | None]:
    return {
        "audit_by": terms.audit_by,
        "accept_by": terms.accept_by,
        "reason": terms.reason.strip(),
        "document_no": terms.document_no.strip(),
    }


def _told(terms: WatchTerms) -> dict[str, str]:
    return {name: str(value or "") for name, value in _columns(terms).items()}


def _tell(
    verb: str,
    entry: WatchEntry,
    by: User,
    at: datetime,
    *,
    old: dict[str, str] | None = None,
    new: dict[str, str] | None = None,
    note: str = "",
) -> None:
    thing = entry.enterprise
    activity_record(by=by, at=at, verb=verb, thing=thing, region=thing.region, old=old, new=new, note=note)
