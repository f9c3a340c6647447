"""The yearly mandatory list: drafted, filled, published once, never edited after."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, Max, OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Region, User
from accounts.services.activity import activity_record
from config.common.document_no import document_no_tidy, is_document_no
from config.common.errors import Problem, Refused
from config.common.kept import edition_bump
from config.common.versions import guarded_update
from enterprises.calculations.listing_facts import fact_problem
from enterprises.enums import Category, ListState, RecommendationState
from enterprises.facts import ListingBasis, ListingFact
from enterprises.gates.list_publication import PublicationFacts, publication_problems, publication_warnings
from enterprises.models import Enterprise, Listing, ListRecommendation, MandatoryList
from enterprises.rules.lists import check_is_draft, check_is_province, check_may_draft, published_refusal
from enterprises.selectors.lists import number_is_taken, publication_facts
from enterprises.services.duties import duties_open
from enterprises.services.list_papers import publication_request

_SHIFT = 10_000_000  # numbers move through here, so that no two rows bear the same one in between


def list_title(region: Region, year: int, batch: int) -> str:
    facts = {"place": region.name, "year": year, "batch": batch}
    if batch == 1:
        return _("%(place)s%(year)d年度强制性清洁生产审核企业名单") % facts
    return _("%(place)s%(year)d年度强制性清洁生产审核企业名单（第%(batch)d批）") % facts


@transaction.atomic
def list_create(
    *, region: Region, year: int, by: User, at: datetime, batch: int = 1, title: str = ""
) -> MandatoryList:
    """Begin the draft of a province's list of a year; a year may have several batches."""
    check_is_province(region)
    check_may_draft(by, region)
    if not 2003 <= year <= 2100:
        raise Refused(_("年度应在 2003 至 2100 之间。"))
    try:
        with transaction.atomic():
            mandatory_list = MandatoryList.objects.create(
                region=region,
                year=year,
                batch=batch,
                title=title or list_title(region, year, batch),
                created_by=by,
                created_at=at,
            )
    except IntegrityError as error:
        facts = {"year": year, "batch": batch}
        raise Refused(
            _("%(year)d 年度第 %(batch)d 批名单已经有了，请打开它，或另起一批。") % facts
        ) from error
    activity_record(
        by=by,
        at=at,
        verb="list_create",
        thing=mandatory_list,
        region=region,
        new={"year": year, "batch": batch},
    )
    return mandatory_list


@transaction.atomic
def list_update(
    *, mandatory_list: MandatoryList, version: int, by: User, at: datetime, **changes: Any
) -> MandatoryList:
    """Change a draft's `title`, `document_no`, `authority` or `published_on`."""
    check_may_draft(by, mandatory_list.region)
    check_is_draft(mandatory_list)
    unknown = set(changes) - {"title", "document_no", "authority", "published_on"}
    if unknown:
        raise TypeError(f"a draft has no {sorted(unknown)}")
    if changes.get("document_no"):
        changes["document_no"] = _usable_number(mandatory_list, changes["document_no"])
    old = {name: getattr(mandatory_list, name) for name in changes}
    guarded_update(mandatory_list, version=version, **changes)
    activity_record(
        by=by,
        at=at,
        verb="list_update",
        thing=mandatory_list,
        region=mandatory_list.region,
        old=old,
        new=changes,
    )
    return mandatory_list


def _usable_number(mandatory_list: MandatoryList, text: str) -> str:
    number = document_no_tidy(text)
    if not is_document_no(number):
        sentence = _("文号“%(number)s”不合规范，应形如“晋环发〔2026〕12号”或“公告2026年第12号”。")
        raise Refused(sentence % {"number": text})
    if number_is_taken(mandatory_list, number):
        raise Refused(_("文号“%(number)s”已用于另一份名单。") % {"number": number})
    return number


@transaction.atomic
def listing_add(
    *,
    mandatory_list: MandatoryList,
    enterprise: Enterprise,
    categories: Collection[str],
    by: User,
    at: datetime,
    reason: str = "",
    facts: Sequence[ListingFact] = (),
) -> Listing:
    """Put an enterprise on a draft, as it is registered now; it gets the next number."""
    check_may_draft(by, mandatory_list.region)
    draft_touch(mandatory_list)
    if not mandatory_list.region.covers(enterprise.region):
        told = {"name": enterprise.name, "place": mandatory_list.region.name}
        raise Refused(_("“%(name)s”不在%(place)s。") % told)
    if Listing.objects.filter(mandatory_list=mandatory_list, enterprise=enterprise).exists():
        raise Refused(_("“%(name)s”已在这份名单上。") % {"name": enterprise.name})
    listing = Listing.objects.create(
        mandatory_list=mandatory_list,
        enterprise=enterprise,
        number=next_number(mandatory_list),
        name=enterprise.name,
        region=enterprise.region,
        reason=reason,
        facts=facts_checked(facts),
        **category_flags(categories),
    )
    new = {"list": mandatory_list.title, "categories": sorted(categories)}
    place = mandatory_list.region  # a draft is its province's own: its trail is not told to the counties
    activity_record(by=by, at=at, verb="listing_add", thing=listing, region=place, new=new)
    return listing


@transaction.atomic
def listing_edit(*, listing: Listing, version: int, basis: ListingBasis, by: User, at: datetime) -> Listing:
    """Change an entry's categories, reason and facts while its list is a draft."""
    check_may_draft(by, listing.mandatory_list.region)
    draft_touch(listing.mandatory_list)
    old = {"categories": listing.categories, "reason": listing.reason, "facts": listing.facts}
    changes = {
        "reason": basis.reason,
        "facts": facts_checked(basis.facts),
        **category_flags(basis.categories),
    }
    guarded_update(listing, version=version, **changes)
    new = {"categories": listing.categories, "reason": listing.reason, "facts": listing.facts}
    place = listing.mandatory_list.region
    activity_record(by=by, at=at, verb="listing_edit", thing=listing, region=place, old=old, new=new)
    return listing


@transaction.atomic
def listing_remove(*, listing: Listing, by: User, at: datetime) -> None:
    """Take an entry off a draft; those behind it move up, so that the numbers have no gap."""
    mandatory_list, number = listing.mandatory_list, listing.number
    check_may_draft(by, mandatory_list.region)
    draft_touch(mandatory_list)
    old = {"list": mandatory_list.title, "number": number}
    place = mandatory_list.region
    activity_record(by=by, at=at, verb="listing_remove", thing=listing, region=place, old=old)
    _recommendation_put_back(listing, by, at)
    listing.delete()
    behind = Listing.objects.filter(mandatory_list=mandatory_list)
    behind.filter(number__gt=number).update(number=F("number") + _SHIFT)
    behind.filter(number__gt=_SHIFT).update(number=F("number") - _SHIFT - 1)


def _recommendation_put_back(listing: Listing, by: User, at: datetime) -> None:
    """What was taken into the draft waits for the province again."""
    for row in ListRecommendation.objects.filter(listing=listing):
        old, new = {"state": row.state}, {"state": RecommendationState.PASSED}
        guarded_update(row, state=RecommendationState.PASSED, listing=None, moved_by=by, moved_at=at)
        activity_record(
            by=by, at=at, verb="recommendation_move", thing=row, region=row.region, old=old, new=new
        )


def facts_checked(facts: Sequence[ListingFact]) -> list[dict[str, str]]:
    """The facts as a row keeps them; refused when one proves nothing."""
    problems = [Problem("facts", sentence) for fact in facts if (sentence := fact_problem(fact))]
    if problems:
        raise Refused(_("填写的依据有误，没有保存。"), problems)
    return [fact.plain() for fact in facts]


@transaction.atomic
def list_publish(
    *,
    mandatory_list: MandatoryList,
    document_no: str,
    authority: str,
    published_on: date | None,
    version: int,
    by: User,
    at: datetime,
) -> MandatoryList:
    """Publish a draft once: its legal duties begin on `published_on`, and one job carries out what follows.

    Refused with every problem of the gate; refused when it is published already or was changed since `version`.
    """
    check_may_draft(by, mandatory_list.region)
    check_is_draft(mandatory_list)
    number, authority = document_no_tidy(document_no), authority.strip()
    today = timezone.localtime(at).date()
    facts = publication_facts(
        by, mandatory_list, document_no=number, authority=authority, published_on=published_on, today=today
    )
    _refuse_unready(publication_problems(facts))
    guarded_update(
        mandatory_list,
        version=version,
        state=ListState.PUBLISHED,
        document_no=number,
        authority=authority,
        published_on=published_on,
        published_by=by,
        published_at=at,
    )
    _keep_codes(mandatory_list)
    _begin_duties(mandatory_list, by, at)
    _record_publication(mandatory_list, facts, by, at)
    publication_request(mandatory_list=mandatory_list, by=by, at=at)
    edition_bump()
    return mandatory_list


def _record_publication(
    mandatory_list: MandatoryList, facts: PublicationFacts, by: User, at: datetime
) -> None:
    """The trail says what was published, and which warnings the publisher accepted."""
    new = {
        "document_no": mandatory_list.document_no,
        "authority": mandatory_list.authority,
        "published_on": mandatory_list.published_on,
        "rows": facts.rows,
        "accepted": sorted({problem.code for problem in publication_warnings(facts)}),
    }
    activity_record(
        by=by, at=at, verb="list_publish", thing=mandatory_list, region=mandatory_list.region, new=new
    )


def _refuse_unready(problems: list[Problem]) -> None:
    if problems:
        raise Refused(_("名单还不能公布，请先处理下列问题。"), problems)


def _begin_duties(mandatory_list: MandatoryList, by: User, at: datetime) -> None:
    listings = list(Listing.objects.filter(mandatory_list=mandatory_list))
    base_on = mandatory_list.published_on
    if base_on:
        duties_open(listings=listings, base_event="list_published", base_on=base_on, by=by, at=at)


def _keep_codes(mandatory_list: MandatoryList) -> None:
    """Codes and unresolved places as they are published; a later correction of the registry does not reach them."""
    registered = Enterprise.objects.filter(pk=OuterRef("enterprise"))
    entries = Listing.objects.filter(mandatory_list=mandatory_list)
    entries.filter(uscc="").update(uscc=Subquery(registered.values("uscc")))
    entries.update(region_as_published=Subquery(registered.values("region_as_published")))


def draft_touch(mandatory_list: MandatoryList) -> None:
    """Hold a draft while its rows change: whoever was about to publish it must look again.

    A conditional UPDATE, so that no row slips into a list that is being published.
    """
    drafts = MandatoryList.objects.filter(pk=mandatory_list.pk, state=ListState.DRAFT)
    held = drafts.update(version=F("version") + 1)
    mandatory_list.refresh_from_db(fields=["version", "state", "document_no"])
    if not held:
        raise published_refusal(mandatory_list)


def next_number(mandatory_list: MandatoryList) -> int:
    last = Listing.objects.filter(mandatory_list=mandatory_list).aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


def category_flags(categories: Collection[str]) -> dict[str, bool]:
    """The columns of a listing for its categories; at least one."""
    chosen = set(categories)
    if not chosen or chosen - set(Category.values):
        raise Refused(_("请至少选择一个类别：双超、双有或高耗能。"))
    return {category.value.lower(): category.value in chosen for category in Category}
