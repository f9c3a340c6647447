"""Issuing an amendment once: what it says takes effect entry by entry, each with its own line in the trail."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services.activity import activity_record
from config.common.document_no import document_no_tidy
from config.common.errors import Refused
from config.common.kept import edition_bump
from config.common.plug import hooks
from config.common.versions import guarded_update
from enterprises.calculations.list_history import words_of
from enterprises.enums import AmendmentKind, ListingState, ListState
from enterprises.facts import Paper
from enterprises.gates.list_amendment import AmendmentFacts, amendment_problems, amendment_warnings
from enterprises.models import AmendmentItem, ListAmendment, Listing
from enterprises.rules.amendments import check_is_open, check_may_amend
from enterprises.selectors.amendments import amendment_facts, items_of
from enterprises.services.duties import duties_open
from enterprises.services.list_papers import amendment_request
from enterprises.services.lists import category_flags, next_number


@transaction.atomic
def amendment_issue(
    *, amendment: ListAmendment, paper: Paper, version: int, by: User, at: datetime
) -> ListAmendment:
    """Issue a draft once under `paper`: added entries owe from its day on, removed ones owe nothing more.

    Refused with every problem of the gate; refused when it is issued already or was changed since `version`.
    """
    check_may_amend(by, amendment.mandatory_list.region)
    check_is_open(amendment)
    paper = Paper(document_no_tidy(paper.document_no), paper.authority.strip(), paper.on)
    facts = amendment_facts(amendment, paper, timezone.localtime(at).date())
    if problems := amendment_problems(facts):
        raise Refused(_("修订还不能发布，请先处理下列问题。"), problems)
    guarded_update(
        amendment,
        version=version,
        state=ListState.PUBLISHED,
        document_no=paper.document_no,
        authority=paper.authority,
        amended_on=paper.on,
        issued_by=by,
        issued_at=at,
    )
    deed = _Deed(amendment, paper.on or facts.today, by, at)
    for item in items_of(amendment):
        _EFFECTS[AmendmentKind(item.kind)](deed, item)
    deed.begin_duties(list(Listing.objects.filter(added_by=amendment)))
    _record(amendment, facts, by, at)
    amendment_request(amendment=amendment, by=by, at=at)
    edition_bump()
    for hook in hooks("LIST_AMENDED"):
        hook(amendment=amendment, by=by, at=at)
    return amendment


@dataclass(frozen=True)
class _Deed:
    """Who carries an item out, when, and from which day it holds."""

    amendment: ListAmendment
    on: date
    by: User
    at: datetime

    def tell(self, verb: str, listing: Listing, **facts: dict[str, Any]) -> None:
        region, note = listing.region, f"{self.amendment.document_no}"
        activity_record(by=self.by, at=self.at, verb=verb, thing=listing, region=region, note=note, **facts)

    def begin_duties(self, listings: list[Listing]) -> None:
        """The terms that begin with publication, from the amendment's day; what is owed already stays as it is."""
        event = "list_published"
        duties_open(listings=listings, base_event=event, base_on=self.on, by=self.by, at=self.at)


def _add(deed: _Deed, item: AmendmentItem) -> None:
    enterprise, values = item.enterprise, item.values
    listing = Listing.objects.create(
        mandatory_list=deed.amendment.mandatory_list,
        enterprise=enterprise,
        number=next_number(deed.amendment.mandatory_list),
        name=enterprise.name,
        uscc=enterprise.uscc,
        region=enterprise.region,
        region_as_published=enterprise.region_as_published,
        reason=values["reason"],
        facts=values["facts"],
        added_by=deed.amendment,
        **category_flags(values["categories"]),
    )
    item.listing, item.values = listing, words_of(listing)
    item.save(update_fields=["listing", "values"])
    deed.tell("amendment_add", listing, new=item.values)


def _remove(deed: _Deed, item: AmendmentItem) -> None:
    listing = _entry(item)
    item.old = words_of(listing) | {"state": listing.state}
    item.save(update_fields=["old"])
    guarded_update(
        listing,
        state=ListingState.REMOVED,
        state_on=deed.on,
        state_reason=item.reason,
        state_document=deed.amendment.document_no,
    )
    new = {"state": listing.state, "on": deed.on, "reason": item.reason}
    deed.tell("amendment_remove", listing, old={"state": item.old["state"]}, new=new)


def _correct(deed: _Deed, item: AmendmentItem) -> None:
    """A category that is added brings its own duties from now on; none that was begun is taken back."""
    listing, values = _entry(item), dict(item.values)
    before = words_of(listing)
    item.old = {name: before[name] for name in values}
    item.save(update_fields=["old"])
    flags = category_flags(values.pop("categories")) if "categories" in values else {}
    guarded_update(listing, **values, **flags)
    if flags:
        deed.begin_duties([listing])
    deed.tell("amendment_correct", listing, old=item.old, new=item.values)


def _entry(item: AmendmentItem) -> Listing:
    listing = item.listing
    if listing is None:
        raise TypeError("a removal or correction names its entry")
    return listing


_EFFECTS: dict[AmendmentKind, Callable[[_Deed, AmendmentItem], None]] = {
    AmendmentKind.ADD: _add,
    AmendmentKind.REMOVE: _remove,
    AmendmentKind.CORRECT: _correct,
}


def _record(amendment: ListAmendment, facts: AmendmentFacts, by: User, at: datetime) -> None:
    """The trail says what was issued, and which warnings the issuer accepted."""
    kinds = [item.kind for item in facts.items]
    new = {
        "document_no": amendment.document_no,
        "authority": amendment.authority,
        "amended_on": amendment.amended_on,
        **{kind.value: kinds.count(kind) for kind in AmendmentKind},
        "accepted": sorted({problem.code for problem in amendment_warnings(facts)}),
    }
    region = amendment.mandatory_list.region
    activity_record(by=by, at=at, verb="amendment_issue", thing=amendment, region=region, new=new)
