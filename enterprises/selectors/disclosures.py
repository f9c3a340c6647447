"""Who owes a disclosure, who has disclosed, and how late."""

from datetime import date
from typing import Any

from django.db.models import Case, DateField, F, FilteredRelation, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce

from accounts.models import User
from enterprises.enums import DisclosureState, DutyCode, ListingState, ListState
from enterprises.models import Disclosure, DisclosureField, DisclosureVersion, Listing


def fields_owed(listing: Listing) -> list[DisclosureField]:
    """What the listing's categories must make public, in their order."""
    return list(DisclosureField.objects.filter(category__in=listing.categories).order_by("order"))


def listings_owing(user: User) -> QuerySet[Any]:
    """Entries of published lists that owe a disclosure or made one: `due_on`, `done_on` beside each.

    A returned disclosure is none. An entry exempted, deferred or rolled over owes no longer what it has not
    done: its next list does.
    """
    rows: QuerySet[Any] = (
        Listing.objects.visible_to(user)
        .filter(mandatory_list__state=ListState.PUBLISHED)
        .exclude(state=ListingState.REMOVED)
        .annotate(owed=FilteredRelation("duties", condition=Q(duties__code=DutyCode.DISCLOSE)))
        .annotate(due_on=F("owed__due_on"), done_on=_done_on())
        .select_related("mandatory_list", "enterprise", "region__city", "disclosure")
    )
    owes = Q(due_on__isnull=False, state=ListingState.LISTED)
    return rows.filter(owes | Q(done_on__isnull=False))


def _done_on() -> Case:
    """The day of a disclosure that stands, else that of the duty."""
    returned = When(disclosure__state=DisclosureState.RETURNED, then=Value(None))
    done = Coalesce(F("disclosure__disclosed_on"), F("owed__met_on"))
    return Case(returned, default=done, output_field=DateField())


def undisclosed(user: User) -> QuerySet[Any]:
    """Owed and not yet done, soonest first."""
    return listings_owing(user).filter(done_on__isnull=True).order_by("due_on", "pk")


def overdue_disclosures(user: User, on: date) -> QuerySet[Any]:
    """Owed, not done, and past due on that day."""
    return undisclosed(user).filter(due_on__lt=on)


def disclosures_to_check(user: User) -> QuerySet[Any]:
    """Entries whose disclosure waits for the bureau, the longest waiting first."""
    waiting = listings_owing(user).filter(disclosure__state=DisclosureState.SUBMITTED)
    return waiting.order_by("disclosure__submitted_at", "pk")


def versions_of(disclosure: Disclosure) -> list[DisclosureVersion]:
    """The chain, oldest first; the caller has checked that the disclosure is the reader's."""
    rows = DisclosureVersion.objects.filter(disclosure=disclosure).order_by("number")
    return list(rows.select_related("submitted_by", "checked_by", "proof", "photo"))


def years_listed(user: User) -> list[int]:
    """The years of the published lists, newest first."""
    rows = Listing.objects.visible_to(user).filter(mandatory_list__state=ListState.PUBLISHED)
    return list(
        rows.order_by("-mandatory_list__year").values_list("mandatory_list__year", flat=True).distinct()
    )


def listing_for(user: User, pk: int) -> QuerySet[Listing]:
    """At most the one entry, with what its disclosure page needs."""
    return (
        Listing.objects.visible_to(user)
        .filter(pk=pk)
        .select_related(
            "mandatory_list", "added_by", "enterprise__region", "disclosure__proof", "disclosure__photo"
        )
    )


def disclosures_for(user: User) -> QuerySet[Disclosure]:
    """Disclosures of the entries a person may see."""
    related = ("listing__mandatory_list", "listing__enterprise__region", "listing__region__city")
    files = ("proof", "photo", "submitted_by", "checked_by")
    return Disclosure.objects.visible_to(user).select_related(*related, *files)


def duty_date(listing: Listing) -> date | None:
    """The day by which the entry must disclose, if it owes one."""
    duty = listing.duties.filter(code=DutyCode.DISCLOSE).first()
    return duty.due_on if duty else None
