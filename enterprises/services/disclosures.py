"""What a listed enterprise made public; a submitted disclosure meets the duty unless it is returned."""

from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services.activity import activity_record
from config.common.errors import Refused
from config.common.kept import edition_bump
from config.common.versions import guarded_update
from enterprises.enums import DisclosureState, DutyCode
from enterprises.models import Disclosure, DisclosureVersion, Listing, Representative
from enterprises.rules.disclosures import Values, check_disclosure, check_proof, check_values
from enterprises.rules.registry import check_acts_for
from enterprises.selectors.disclosures import fields_owed
from enterprises.services.duties import duty_meet
from operations.models import Attachment
from operations.services.attachments import attachment_write

_KEPT = (
    "disclosed_on",
    "place",
    "url",
    "values",
    "proof",
    "photo",
    "submitted_by",
    "submitted_at",
    "state",
    "checked_by",
    "checked_at",
    "reasons",
)


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
    proofs: dict[str, Attachment] | None = None,
) -> Disclosure:
    """Record where and when an enterprise disclosed, and meet its duty.

    `values` is {category: {label: text}} and must then be complete for each category of the listing, with a
    link or one of `proofs` (`proof`, `photo`); without it (history loaded by the platform) only date and
    place are known.
    """
    _check(listing, disclosed_on, place, by, at)
    if values is not None:
        check_values(fields_owed(listing), values)
        check_proof(url, proofs)
    try:
        with transaction.atomic():
            disclosure = Disclosure.objects.create(
                listing=listing,
                disclosed_on=disclosed_on,
                place=place.strip(),
                url=url,
                values=_plain(values or {}),
                submitted_by=by,
                submitted_at=at,
                **_written(proofs or {}),
            )
    except IntegrityError as error:
        raise Refused(_("这一条目的公示已经登记过，请打开后修改。")) from error
    _settle(disclosure, by, at, {"disclosed_on": disclosed_on, "place": disclosure.place})
    return disclosure


@transaction.atomic
def disclosure_amend(
    *, disclosure: Disclosure, version: int, by: User, at: datetime, values: Values, **changes: Any
) -> Disclosure:
    """Submit again, corrected: `disclosed_on, place, url`, and `proof` or `photo` when a new one is given.

    Whatever the bureau found before, the new version waits to be checked; the old one stays in the chain.
    """
    listing = disclosure.listing
    _check(listing, changes["disclosed_on"], changes["place"], by, at)
    check_values(fields_owed(listing), values)
    proof, photo = changes.get("proof", disclosure.proof), changes.get("photo", disclosure.photo)
    check_proof(changes["url"], proof, photo)
    version_keep(disclosure=disclosure)
    changes |= _written({name: changes[name] for name in ("proof", "photo") if name in changes})
    changes |= {"values": _plain(values), "place": changes["place"].strip()}
    changed = {name: value for name, value in changes.items() if getattr(disclosure, name) != value}
    submitted = {"submitted_by": by, "submitted_at": at, "state": DisclosureState.SUBMITTED}
    undecided: dict[str, Any] = {"checked_by": None, "checked_at": None, "reasons": []}
    guarded_update(disclosure, version=version, **changed, **submitted, **undecided)
    told = {name: value for name, value in changed.items() if name in {"disclosed_on", "place", "url"}}
    _settle(disclosure, by, at, told)
    return disclosure


def version_keep(*, disclosure: Disclosure) -> DisclosureVersion:
    """The version in the chain that says what the disclosure says now; written if it is not there yet."""
    last = disclosure.versions.order_by("number").last()
    facts = {name: getattr(disclosure, name) for name in _KEPT}
    if last is not None and last.submitted_at == disclosure.submitted_at:
        return last
    return DisclosureVersion.objects.create(
        disclosure=disclosure, number=last.number + 1 if last else 1, **facts
    )


def _check(listing: Listing, disclosed_on: date, place: str, by: User, at: datetime) -> None:
    represents = Representative.objects.filter(
        enterprise=listing.enterprise_id, user=by, until__isnull=True
    ).exists()
    check_acts_for(by, represents=represents)
    check_disclosure(listing, disclosed_on, place, timezone.localtime(at).date())


def _settle(disclosure: Disclosure, by: User, at: datetime, told: dict[str, Any]) -> None:
    listing = disclosure.listing
    edition_bump()
    version_keep(disclosure=disclosure)
    duty_meet(listing=listing, code=DutyCode.DISCLOSE, on=disclosure.disclosed_on, by=by, at=at)
    activity_record(
        by=by, at=at, verb="disclosure_submit", thing=listing, region=listing.enterprise.region, new=told
    )


def _written(proofs: dict[str, Attachment]) -> dict[str, Attachment]:
    """Files that were only checked get their rows with the disclosure they prove."""
    return {name: attachment_write(attachment=proof) for name, proof in proofs.items()}


def _plain(values: Values) -> dict[str, dict[str, str]]:
    return {
        category: {label: text.strip() for label, text in texts.items()} for category, texts in values.items()
    }
