"""Amendments of a published list while they are drafted: begun, filled item by item, withdrawn."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services.activity import activity_record
from config.common import uscc as codes
from config.common.document_no import document_no_tidy, is_document_no
from config.common.errors import Problem, Refused
from config.common.versions import guarded_update
from enterprises.calculations.list_history import changed_words, words_of
from enterprises.enums import AmendmentKind, ListingState
from enterprises.facts import EntryChange, ListingBasis
from enterprises.models import AmendmentItem, Enterprise, ListAmendment, Listing, MandatoryList
from enterprises.rules.amendments import check_is_open, check_is_published, check_may_amend
from enterprises.selectors.lists import number_is_taken
from enterprises.services.lists import category_flags, facts_checked

_OWN = {"reason", "document_no", "authority", "amended_on", "amends"}


@transaction.atomic
def amendment_create(
    *,
    mandatory_list: MandatoryList,
    reason: str,
    by: User,
    at: datetime,
    amends: ListAmendment | None = None,
) -> ListAmendment:
    """Begin to amend a published list; one amendment is drafted at a time, so that their numbers have no gap."""
    check_may_amend(by, mandatory_list.region)
    check_is_published(mandatory_list)
    last = ListAmendment.objects.filter(mandatory_list=mandatory_list).aggregate(last=Max("number"))["last"]
    try:
        with transaction.atomic():
            amendment = ListAmendment.objects.create(
                mandatory_list=mandatory_list,
                amends=_earlier(mandatory_list, amends),
                number=(last or 0) + 1,
                reason=reason.strip(),
                authority=mandatory_list.authority,
                created_by=by,
                created_at=at,
            )
    except IntegrityError as error:
        raise Refused(_("这份名单已有一次修订在起草，请先发布或撤回它，再起草下一次。")) from error
    new = {"number": amendment.number, "reason": amendment.reason}
    _tell("amendment_create", amendment, amendment, by, at, new=new)
    return amendment


def _check_may_write(amendment: ListAmendment, by: User) -> None:
    check_may_amend(by, amendment.mandatory_list.region)
    check_is_open(amendment)


def _earlier(mandatory_list: MandatoryList, amends: ListAmendment | None) -> ListAmendment | None:
    if amends is not None and amends.mandatory_list_id != mandatory_list.pk:
        raise Refused(_("只能更正同一份名单的修订。"))
    return amends


@transaction.atomic
def amendment_update(
    *, amendment: ListAmendment, version: int, by: User, at: datetime, **changes: Any
) -> ListAmendment:
    """Change a draft's `reason`, `document_no`, `authority`, `amended_on` or `amends`."""
    _check_may_write(amendment, by)
    if unknown := set(changes) - _OWN:
        raise TypeError(f"an amendment has no {sorted(unknown)}")
    if changes.get("document_no"):
        changes["document_no"] = _usable_number(amendment, changes["document_no"])
    _earlier(amendment.mandatory_list, changes.get("amends"))
    old = {name: getattr(amendment, name) for name in changes}
    guarded_update(amendment, version=version, **changes)
    _tell("amendment_update", amendment, amendment, by, at, old=_plain(old), new=_plain(changes))
    return amendment


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    earlier = values.get("amends")
    return values | ({"amends": earlier.number if earlier else None} if "amends" in values else {})


def _usable_number(amendment: ListAmendment, text: str) -> str:
    number = document_no_tidy(text)
    if not is_document_no(number):
        sentence = _("文号“%(number)s”不合规范，应形如“晋环发〔2026〕12号”或“公告2026年第12号”。")
        raise Refused(sentence % {"number": text})
    if number_is_taken(amendment.mandatory_list, number, amendment):
        raise Refused(_("文号“%(number)s”已用于另一份名单或修订文件。") % {"number": number})
    return number


@transaction.atomic
def amendment_withdraw(*, amendment: ListAmendment, version: int, by: User, at: datetime) -> None:
    """Take a draft back as if it had never been; its number is the next one's."""
    _check_may_write(amendment, by)
    guarded_update(amendment, version=version)
    items = list(amendment.items.values("kind", "enterprise__name"))
    old = {"number": amendment.number, "items": [f"{one['kind']} {one['enterprise__name']}" for one in items]}
    _tell("amendment_withdraw", amendment, amendment, by, at, old=old)
    amendment.delete()


# ---- items ------------------------------------------------------------------------------------


@transaction.atomic
def entry_add(
    *,
    amendment: ListAmendment,
    enterprise: Enterprise,
    basis: ListingBasis,
    version: int,
    by: User,
    at: datetime,
) -> AmendmentItem:
    """Write down that an enterprise comes onto the list; its code and number are taken when it is issued."""
    _check_may_write(amendment, by)
    region = amendment.mandatory_list.region
    if not region.covers(enterprise.region):
        raise Refused(_("“%(name)s”不在%(place)s。") % {"name": enterprise.name, "place": region.name})
    if _standing(amendment, enterprise) is not None:
        raise Refused(_("“%(name)s”已在这份名单上，不能再增列。") % {"name": enterprise.name})
    category_flags(basis.categories)
    values = {
        "categories": sorted(basis.categories),
        "reason": basis.reason.strip(),
        "facts": facts_checked(basis.facts),
    }
    change = EntryChange(AmendmentKind.ADD, basis.reason.strip(), values)
    return _item_put(amendment, enterprise, None, change, version, by, at)


@transaction.atomic
def entry_remove(
    *,
    amendment: ListAmendment,
    enterprise: Enterprise,
    reason: str,
    version: int,
    by: User,
    at: datetime,
) -> AmendmentItem:
    """Write down that an enterprise is taken off the list, and why."""
    _check_may_write(amendment, by)
    listing = _listed(amendment, enterprise)
    if not reason.strip():
        raise Refused(
            _("请写明移出的原因。"), [Problem("reason", _("移出要写明原因，企业和公众会看到这段话。"))]
        )
    change = EntryChange(AmendmentKind.REMOVE, reason.strip())
    return _item_put(amendment, enterprise, listing, change, version, by, at)


@transaction.atomic
def entry_correct(
    *,
    amendment: ListAmendment,
    enterprise: Enterprise,
    words: dict[str, Any],
    reason: str,
    version: int,
    by: User,
    at: datetime,
) -> AmendmentItem:
    """Write down how an entry's published words should read; only what differs is kept.

    `words`: `name`, `uscc`, `categories`, `reason` and `facts` (as ListingFact), all or some of them.
    """
    _check_may_write(amendment, by)
    listing = _listed(amendment, enterprise)
    values = changed_words(words_of(listing), _words_checked(words))
    if not values:
        raise Refused(_("没有更正任何内容：填写的与名单现有内容相同。"))
    change = EntryChange(AmendmentKind.CORRECT, reason.strip(), values)
    return _item_put(amendment, enterprise, listing, change, version, by, at)


def _words_checked(words: dict[str, Any]) -> dict[str, Any]:
    checked = dict(words)
    if "name" in words:
        checked["name"] = " ".join(words["name"].split())
        if not checked["name"]:
            raise Refused(_("更正没有保存。"), [Problem("name", _("请填写公布名称。"))])
    if words.get("uscc"):
        checked["uscc"] = codes.normalise(words["uscc"])
        if wrong := codes.check(checked["uscc"]):
            raise Refused(_("更正没有保存。"), [Problem("uscc", codes.sentence(wrong, checked["uscc"]))])
    if "categories" in words:
        flags = category_flags(words["categories"])
        checked["categories"] = [name.upper() for name, on in flags.items() if on]
    if "facts" in words:
        checked["facts"] = facts_checked(words["facts"])
    return checked


def _standing(amendment: ListAmendment, enterprise: Enterprise) -> Listing | None:
    rows = Listing.objects.filter(mandatory_list=amendment.mandatory_list, enterprise=enterprise)
    return rows.exclude(state=ListingState.REMOVED).first()


def _listed(amendment: ListAmendment, enterprise: Enterprise) -> Listing:
    listing = _standing(amendment, enterprise)
    if listing is None:
        sentence = _("“%(name)s”不在这份名单上，或已经移出，不能移出或更正；要列入名单，请用“增列企业”。")
        raise Refused(sentence % {"name": enterprise.name})
    return listing


def _item_put(
    amendment: ListAmendment,
    enterprise: Enterprise,
    listing: Listing | None,
    change: EntryChange,
    version: int,
    by: User,
    at: datetime,
) -> AmendmentItem:
    """Each enterprise has one item in an amendment: writing it again replaces it."""
    guarded_update(amendment, version=version)
    facts = {"kind": change.kind, "listing": listing, "reason": change.reason, "values": change.values}
    item, _made = AmendmentItem.objects.update_or_create(
        amendment=amendment, enterprise=enterprise, defaults=facts
    )
    new = {"kind": change.kind, "reason": change.reason, "enterprise": enterprise.name} | change.values
    _tell("amendment_item", item, amendment, by, at, new=new)
    return item


@transaction.atomic
def item_drop(*, item: AmendmentItem, version: int, by: User, at: datetime) -> ListAmendment:
    """Leave something out of a draft again."""
    amendment = item.amendment
    _check_may_write(amendment, by)
    guarded_update(amendment, version=version)
    old = {"kind": item.kind, "reason": item.reason, "enterprise": item.enterprise.name}
    _tell("amendment_item_drop", item, amendment, by, at, old=old)
    item.delete()
    return amendment


def _tell(verb: str, thing: Any, amendment: ListAmendment, by: User, at: datetime, **facts: Any) -> None:
    """The trail of a draft is its province's own: it is not told to the counties."""
    region = amendment.mandatory_list.region
    activity_record(by=by, at=at, verb=verb, thing=thing, region=region, **facts)
