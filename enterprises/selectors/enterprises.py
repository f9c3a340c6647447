"""Reads of the registry: lists, search, and one enterprise's whole story."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, QuerySet

from accounts.models import Activity, Level, Region, User
from accounts.selectors.people import activities_of
from config.common.access import Permission, Role, allowed
from config.common.story import StoryEvent, story_of
from enterprises.enums import ListingState, ListState
from enterprises.models import (
    CorrectionOrder,
    DuplicatePair,
    Enterprise,
    EnterpriseCode,
    EnterpriseName,
    EnterprisePlacement,
    Industry,
    KeyArea,
    Listing,
    Penalty,
    Permit,
    Representative,
    VoluntaryAgreement,
)
from enterprises.selectors.agreements import agreements_of
from enterprises.selectors.duplicates import pairs_of
from enterprises.selectors.list_papers import told_later
from enterprises.selectors.search import matching

_RECENT = 15
_EDITED = (
    "name",
    "uscc",
    "region",
    "industry",
    "address",
    "legal_representative",
    "scale",
    "status",
    "old_code",
    "kind",
    "plan_field",
    "park",
    "founded_on",
    "version",
)


def enterprises_for(user: User) -> QuerySet[Enterprise]:
    """What the person may see, with place and industry."""
    return Enterprise.objects.visible_to(user).select_related("region__city", "industry")


def enterprises_with_listings(user: User) -> QuerySet[Enterprise]:
    """The same, each with its published listings, newest first (one more query for a page)."""
    published = (
        Listing.objects.filter(mandatory_list__state=ListState.PUBLISHED)
        .exclude(state=ListingState.REMOVED)
        .select_related("mandatory_list")
        .order_by("-mandatory_list__year", "-mandatory_list__batch")
    )
    rows = enterprises_for(user).select_related("region__city", "industry", "park")
    return rows.prefetch_related(Prefetch("listings", published, to_attr="published"))


def enterprise_search(user: User, text: str) -> QuerySet[Enterprise]:
    """Found by name, former name, code, permit number or pinyin initials, inside the reader's scope."""
    if not text.strip():
        return Enterprise.objects.none()
    return enterprises_for(user).filter(matching(text)).order_by("pinyin", "pk")


def enterprise_for(user: User, pk: int) -> QuerySet[Enterprise]:
    """At most the one row, for get_object_or_404: another tenant's is not found."""
    return (
        enterprises_for(user)
        .select_related("region__city", "region__province", "industry", "park")
        .filter(pk=pk)
    )


@dataclass(frozen=True)
class Places:
    """Cities and counties of a person's territory to choose from."""

    cities: list[Region]
    counties: list[Region]


def places_of(user: User) -> Places:
    """One query; officers see their territory, others the whole tree."""
    regions = Region.objects.current().select_related("city")
    if user.region is not None and (user.is_officer or user.role == Role.DEPARTMENT):
        regions = regions.within(user.region)
    rows = list(regions)
    return Places(
        cities=[row for row in rows if row.level == Level.CITY],
        counties=[row for row in rows if row.level == Level.COUNTY],
    )


def registrable_places(user: User) -> QuerySet[Region]:
    """Places an officer may register an enterprise in: the own territory, as it is today."""
    regions = Region.objects.current().select_related("city")
    return regions.within(user.region) if user.region else regions.none()


def places_ever(user: User) -> QuerySet[Region]:
    """The same with what has been abolished, for moves of the past."""
    regions = Region.objects.select_related("city")
    return regions.within(user.region).order_by("code") if user.region else regions.none()


def plan_industries() -> list[str]:
    """The key industries of the plan, in the order of the industry codes."""
    names = (
        Industry.objects.exclude(plan_industry="").order_by("code").values_list("plan_industry", flat=True)
    )
    return list(dict.fromkeys(names))


def industries() -> QuerySet[Industry]:
    return Industry.objects.order_by("-edition", "code")


def key_areas() -> QuerySet[KeyArea]:
    return KeyArea.objects.all()


@dataclass(frozen=True)
class EnterpriseStory:
    """All that is known of one enterprise, for its page."""

    enterprise: Enterprise
    former_names: list[EnterpriseName]
    placements: list[EnterprisePlacement]
    sites: list[Enterprise]
    permits: list[Permit]
    key_areas: list[KeyArea]
    listings: list[Listing]
    orders: list[CorrectionOrder]
    representatives: list[Representative]
    activities: list[Activity]
    former_codes: list[EnterpriseCode]
    events: list[StoryEvent]
    pairs: list[DuplicatePair]
    agreements: list[VoluntaryAgreement]


def enterprise_story(user: User, enterprise: Enterprise) -> EnterpriseStory:
    """A constant number of queries; the caller has checked that the enterprise is the reader's."""
    mine = enterprises_with_listings(user).exclude(pk=enterprise.pk)
    sites = mine.filter(uscc=enterprise.uscc).order_by("site_no")
    penalties = Prefetch("penalties", Penalty.objects.select_related("article"))
    orders = CorrectionOrder.objects.visible_to(user).filter(enterprise=enterprise)
    activities = activities_of(user, "enterprises.enterprise", enterprise.pk)[:_RECENT]
    return EnterpriseStory(
        enterprise=enterprise,
        former_names=list(enterprise.former_names.all()),
        placements=list(enterprise.placements.select_related("region__city")),
        sites=list(sites) if enterprise.uscc else [],
        permits=list(enterprise.permits.all()),
        key_areas=list(enterprise.key_areas.all()),
        listings=listings_of(user, enterprise),
        orders=list(orders.select_related("article", "enterprise__region").prefetch_related(penalties))
        if allowed(user, Permission.ORDERS_READ)
        else [],
        representatives=list(enterprise.representatives.filter(until__isnull=True).select_related("user")),
        activities=list(activities) if user.is_officer else [],
        former_codes=list(enterprise.former_codes.all()),
        events=story_of(user, [enterprise.pk]),
        pairs=list(pairs_of(user, enterprise.pk)) if user.is_officer else [],
        agreements=agreements_of(user, enterprise),
    )


def listings_of(user: User, enterprise: Enterprise) -> list[Listing]:
    """The enterprise's entries on lists, newest first, with duties and disclosure."""
    rows = Listing.objects.visible_to(user).filter(enterprise=enterprise)
    return list(
        rows.select_related("mandatory_list", "added_by", "disclosure", "enterprise__industry")
        .prefetch_related(
            "duties__adjustments", Prefetch("amendment_items", told_later(), to_attr="told_later")
        )
        .order_by("-mandatory_list__year", "-mandatory_list__batch", "-pk")
    )


def enterprise_values(enterprise: Enterprise) -> dict[str, Any]:
    """What the editing form begins with, its version too."""
    values = {name: getattr(enterprise, name) for name in _EDITED}
    return values | {
        "permits": "\n".join(enterprise.permits.values_list("number", flat=True)),
        "key_areas": list(enterprise.key_areas.all()),
    }


def published_listings(user: User, enterprise: Enterprise) -> QuerySet[Listing]:
    """The enterprise's entries on published lists, newest first."""
    rows = Listing.objects.visible_to(user).filter(
        enterprise=enterprise, mandatory_list__state=ListState.PUBLISHED
    )
    return rows.select_related("mandatory_list").order_by("-mandatory_list__year", "-pk")
