"""What a listed enterprise made public; a submitted disclosure meets the duty."""

from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services.activity import activity_record
from config.common.errors import Refused
from config.common.versions import guarded_update
from enterprises.enums import DutyCode
from enterprises.models import Disclosure, Listing, Representative
from enterprises.rules.disclosures import Values, check_disclosure, check_values
from enterprises.rules.registry import check_acts_for
from enterprises.selectors.disclosures import fields_owed
from enterprises.services.duties import duty_meet
from operations.models import Attachment


@transaction.atomic
def disclosure_submit(
    *,
    listing: Listing,
    disclosed_on: date,
    place: str,
    by: User,
    at: datetime,
    url: str = "",
    values: Values | None = None,
    proof: Attachment | None = None,
) -> Disclosure:
    """Record where and when an enterprise disclosed, and meet its duty.

    `values` is {category: {label: text}} and must then be complete for each category of the listing;
    without it (history loaded by the platform) only date and place are known.
    """
    _check(listing, disclosed_on, place, by, at)
    if values is not None:
        check_values(fields_owed(listing), values)
    try:
        with transaction.atomic():
            disclosure = Disclosure.objects.create(
                listing=listing,
                disclosed_on=disclosed_on,
                place=place.strip(),
                url=url,
                values=_plain(values or {}),
                proof=proof,
                submitted_by=by,
                submitted_at=at,
            )
    except IntegrityError as error:
        raise Refused(_("这一条目的公示已经登记过，请打开后修改。")) from error
    _settle(disclosure, by, at, {"disclosed_on": disclosed_on, "place": disclosure.place})
    return disclosure


@transaction.atomic
def disclosure_amend(
    *, disclosure: Disclosure, version: int, by: User, at: datetime, values: Values, **changes: Any
) -> Disclosure:
    """Correct what was disclosed (`disclosed_on, place, url`, and `proof` when a new one is given)."""
    listing = disclosure.listing
    _check(listing, changes["disclosed_on"], changes["place"], by, at)
    check_values(fields_owed(listing), values)
    changes |= {"values": _plain(values), "place": changes["place"].strip()}
    changed = {name: value for name, value in changes.items() if getattr(disclosure, name) != value}
    guarded_update(disclosure, version=version, **changed)
    told = {name: value for name, value in changed.items() if name in {"disclosed_on", "place", "url"}}
    _settle(disclosure, by, at, told)
    return disclosure


def _check(listing: Listing, disclosed_on: date, place: str, by: User, at: datetime) -> None:
    represents = Representative.objects.filter(
        enterprise=listing.enterprise_id, user=by, until__isnull=True
    ).exists()
    check_acts_for(by, represents=represents)
    check_disclosure(listing, disclosed_on, place, timezone.localtime(at).date())


def _settle(disclosure: Disclosure, by: User, at: datetime, told: dict[str, Any]) -> None:
    listing = disclosure.listing
    duty_meet(listing=listing, code=DutyCode.DISCLOSE, on=disclosure.disclosed_on, by=by, at=at)
    activity_record(
        by=by, at=at, verb="disclosure_submit", thing=listing, region=listing.enterprise.region, new=told
    )


def _plain(values: Values) -> dict[str, dict[str, str]]:
    return {
        category: {label: text.strip() for label, text in texts.items()} for category, texts in values.items()
    }
