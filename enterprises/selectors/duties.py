"""Reads of legal duties: whose are open, whose are overdue."""

from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from accounts.models import User
from config.common.plug import hooks
from enterprises.enums import ListingState, ListState
from enterprises.models import Duty, Listing


def listings_in_force(user: User) -> QuerySet[Listing]:
    """Entries of published lists in the reader's sight that still owe an audit."""
    return Listing.objects.visible_to(user).filter(
        mandatory_list__state=ListState.PUBLISHED, state=ListingState.LISTED
    )


def overdue_listings(user: User, on: date) -> QuerySet[Listing]:
    """Entries with at least one legal duty past due and unmet on that day."""
    late = Duty.objects.filter(listing=OuterRef("pk"), met_on__isnull=True, due_on__lt=on)
    return listings_in_force(user).filter(Exists(late))


def duties_for(user: User) -> QuerySet[Duty]:
    """Duties of the entries in the reader's sight, soonest first."""
    return (
        Duty.objects.filter(listing__in=Listing.objects.visible_to(user))
        .select_related("listing__enterprise", "listing__mandatory_list", "regime")
        .order_by("due_on", "pk")
    )


def open_duties(user: User) -> QuerySet[Duty]:
    """Unmet duties of entries that still owe an audit."""
    return duties_for(user).filter(met_on__isnull=True, listing__in=listings_in_force(user))


def dealt_with(duties: QuerySet[Duty], user: User) -> QuerySet[Duty]:
    """Those of entries whose rounds this officer deals with, as the apps above know it."""
    for listing_ids in hooks("LISTINGS_DEALT_WITH"):
        duties = duties.filter(listing__in=listing_ids(user))
    return duties


def duties_of(user: User, listing: Listing) -> QuerySet[Duty]:
    return duties_for(user).filter(listing=listing)
