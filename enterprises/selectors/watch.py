"""Reads of the watchlist and of parks."""

from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from accounts.models import Region, User
from enterprises.enums import ListingState, ListState, WatchState
from enterprises.models import Enterprise, Listing, Park, WatchEntry

_KEY_INDUSTRIES = ("煤炭", "焦化", "冶金", "电力", "化工", "建材")


def watched_for(user: User) -> QuerySet[WatchEntry]:
    """Entries a person may see, each with whether its enterprise came onto a published list since."""
    listed = Listing.objects.with_listed_on().exclude(state=ListingState.REMOVED)
    published = listed.filter(
        enterprise=OuterRef("enterprise"),
        mandatory_list__state=ListState.PUBLISHED,
        listed_day__gte=OuterRef("added_on"),
    )
    rows = WatchEntry.objects.visible_to(user).annotate(is_listed=Exists(published))
    return rows.select_related("enterprise__region__city", "enterprise__industry")


def watch_late(on: date) -> Q:
    """The audit, or the acceptance, is past its day and not done."""
    unaudited = Q(audited_on__isnull=True, audit_by__lt=on)
    return Q(state=WatchState.OPEN) & (unaudited | Q(accepted_on__isnull=True, accept_by__lt=on))


def watchable(user: User) -> QuerySet[Enterprise]:
    """Enterprises that are not in the library."""
    return Enterprise.objects.visible_to(user).exclude(in_library()).select_related("region")


def in_library() -> Q:
    return Q(pk__in=WatchEntry.objects.filter(state=WatchState.OPEN).values("enterprise"))


def library_candidates() -> Q:
    """Enterprises of the plan's six key industries that are on no published list and not in the library."""
    listed = Listing.objects.filter(mandatory_list__state=ListState.PUBLISHED).exclude(
        state=ListingState.REMOVED
    )
    key = Q(industry__plan_industry__in=_KEY_INDUSTRIES)
    return key & ~Q(pk__in=listed.values("enterprise")) & ~in_library()


def parks_for(user: User) -> QuerySet[Park]:
    """Parks of an officer's territory; of the whole country for others."""
    rows = Park.objects.select_related("region__city")
    return rows.filter(region__path__startswith=user.region.path) if user.region else rows


def parks_counted(user: User) -> QuerySet[Park]:
    """The same with the number of the enterprises in each that the person may see."""
    seen = Q(enterprise__in=Enterprise.objects.visible_to(user))
    return (
        parks_for(user)
        .annotate(members=Count("enterprise", filter=seen))
        .order_by("region__code", "name", "pk")
    )


def places_for_parks(user: User) -> QuerySet[Region]:
    regions = Region.objects.current().select_related("city")
    return regions.within(user.region) if user.region else regions.none()
