"""The bureau looks at what was made public: in order, or returned with a reason for each field."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services.activity import activity_record
from config.common.kept import edition_bump
from config.common.versions import guarded_update
from enterprises.enums import DisclosureState, DutyCode
from enterprises.models import Disclosure, DisclosureVersion
from enterprises.rules.disclosures import check_is_waiting, check_reasons, reason_labels
from enterprises.rules.registry import check_in_charge
from enterprises.selectors.disclosures import fields_owed
from enterprises.services.disclosures import version_keep
from enterprises.services.duties import duty_reopen
from operations.models import Notice


@transaction.atomic
def disclosure_check(*, disclosure: Disclosure, version: int, by: User, at: datetime) -> Disclosure:
    """What was made public is as prescribed."""
    _may(disclosure, by)
    _decide(disclosure, version, DisclosureState.CHECKED, by, at)
    _record(disclosure, "disclosure_check", by, at, {})
    return disclosure


@transaction.atomic
def disclosure_return(
    *, disclosure: Disclosure, version: int, reasons: Mapping[str, str], by: User, at: datetime
) -> Disclosure:
    """It is not as prescribed: the enterprise is told why, and its duty stands open with the day it had.

    `reasons` is {key of a field or column: what is wanting}.
    """
    _may(disclosure, by)
    labels = reason_labels(fields_owed(disclosure.listing))
    check_reasons(reasons, labels)
    given = [{"key": key, "reason": reasons[key].strip()} for key in labels if reasons.get(key, "").strip()]
    _decide(disclosure, version, DisclosureState.RETURNED, by, at, reasons=given)
    words = "；".join(f"{labels[row['key']]}：{row['reason']}" for row in given)
    on = timezone.localtime(at).date()
    listing = disclosure.listing
    duty_reopen(listing=listing, code=DutyCode.DISCLOSE, on=on, reason=words[:300], by=by, at=at)
    _tell(disclosure, words, at)
    _record(disclosure, "disclosure_return", by, at, {"reasons": words})
    return disclosure


def _may(disclosure: Disclosure, by: User) -> None:
    check_in_charge(by, disclosure.listing.enterprise.region)
    check_is_waiting(disclosure)


def _decide(
    disclosure: Disclosure, version: int, state: DisclosureState, by: User, at: datetime, **found: Any
) -> None:
    kept = version_keep(disclosure=disclosure)
    decided = {"state": state, "checked_by": by, "checked_at": at, **found}
    guarded_update(disclosure, version=version, **decided)
    DisclosureVersion.objects.filter(pk=kept.pk).update(**decided)


def _tell(disclosure: Disclosure, words: str, at: datetime) -> None:
    """A notice to each of the site's people; the version makes it once."""
    listing = disclosure.listing
    text = _("%(name)s的公示被退回：%(why)s") % {"name": listing.name, "why": words}
    people = User.objects.filter(
        is_active=True, represents__enterprise=listing.enterprise_id, represents__until__isnull=True
    )
    Notice.objects.bulk_create(
        Notice(
            rule="disclosure_returned",
            case_kind="enterprises.disclosure",
            case_id=disclosure.pk,
            recipient=person,
            key=f"disclosure_returned:{disclosure.pk}:{disclosure.version}:{person.pk}",
            text=text[:500],
            href=reverse("enterprises:disclosure_edit", args=[listing.pk]),
            created_at=at,
        )
        for person in people.distinct()
    )


def _record(disclosure: Disclosure, verb: str, by: User, at: datetime, new: dict[str, Any]) -> None:
    edition_bump()
    region = disclosure.listing.enterprise.region
    activity_record(by=by, at=at, verb=verb, thing=disclosure.listing, region=region, new=new)
