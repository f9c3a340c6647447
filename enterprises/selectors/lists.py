"""Reads of mandatory lists and their entries."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery

from accounts.models import User
from config.common.wording import listed
from enterprises.calculations.listing_facts import kinds_missing
from enterprises.enums import Category, ListingState, ListState
from enterprises.facts import facts_of
from enterprises.gates.list_publication import (
    LISTED_THIS_YEAR,
    TOO_SOON,
    WITHOUT_CODE,
    WITHOUT_FACTS,
    WITHOUT_REASON,
    EntryFacts,
    PublicationFacts,
)
from enterprises.models import Duty, Enterprise, ListAmendment, Listing, MandatoryList
from enterprises.selectors.list_history import categories_then, in_category
from enterprises.selectors.next_list import next_round_words, next_rounds


def lists_for(user: User) -> QuerySet[MandatoryList]:
    """Lists the person may see, each with `rows`: how many of its entries lie in their sight."""
    mine = Listing.objects.visible_to(user).filter(mandatory_list=OuterRef("pk")).order_by()
    mine = mine.exclude(state=ListingState.REMOVED)
    rows = mine.values("mandatory_list").annotate(n=Count("pk")).values("n")
    return MandatoryList.objects.visible_to(user).select_related("region").annotate(rows=Subquery(rows))


def drafts_of(user: User) -> QuerySet[MandatoryList]:
    """Drafts the person keeps."""
    return lists_for(user).filter(state=ListState.DRAFT, region=user.region)


def entries_for(user: User) -> QuerySet[Listing]:
    """Entries in the person's sight with what a row of a list shows."""
    return Listing.objects.visible_to(user).select_related(
        "mandatory_list__region", "enterprise__industry", "region__city", "region__parent", "added_by"
    )


def entries_of(user: User, mandatory_list: MandatoryList, today: date, on: date) -> QuerySet[Listing]:
    """Entries on one list at the end of a day, with `next_due` (the soonest open duty) and `is_late` as of today."""
    return _with_dues(_on_list(entries_for(user), mandatory_list, on), today)


def entries_listed(user: User, today: date) -> QuerySet[Listing]:
    """Entries of every list in the person's sight, with `next_due` and `is_late`; what was taken off owes nothing."""
    return _with_dues(entries_for(user), today)


def list_choices(user: User) -> list[tuple[int, str]]:
    """The lists whose entries a person may ask for, the newest first."""
    lists = MandatoryList.objects.visible_to(user).order_by("-year", "-batch", "-pk")
    return list(lists.values_list("pk", "title"))


def _with_dues(rows: Any, today: date) -> Any:
    """Entries with the soonest open duty of those that still stand on their list, and whether one is late."""
    open_duties = Duty.objects.filter(
        listing=OuterRef("pk"), listing__state=ListingState.LISTED, met_on__isnull=True
    )
    soonest = open_duties.order_by("due_on").values("due_on")[:1]
    return rows.annotate(next_due=Subquery(soonest), is_late=Exists(open_duties.filter(due_on__lt=today)))


def entries_on(rows: Any, on: date) -> Any:
    """Of some entries those that stood on published lists at the end of a day."""
    published = rows.filter(mandatory_list__state=ListState.PUBLISHED, mandatory_list__published_on__lte=on)
    return published.standing(on)


def _on_list(rows: Any, mandatory_list: MandatoryList, on: date) -> Any:
    """Of some entries those of a list that stood on it on a day; before its publication there were none."""
    published_on = mandatory_list.published_on
    if mandatory_list.state == ListState.PUBLISHED and published_on and on < published_on:
        return rows.none()
    return rows.filter(mandatory_list=mandatory_list).standing(on)


@dataclass(frozen=True)
class ListCounts:
    """What a list holds, within the reader's sight."""

    rows: int
    over_limit: int
    toxic: int
    energy: int
    without_code: int
    late: int


def list_counts(user: User, mandatory_list: MandatoryList, today: date, on: date) -> ListCounts:
    """What was on a list at the end of a day; late is who is late today."""
    late = Duty.objects.filter(listing=OuterRef("pk"), met_on__isnull=True, due_on__lt=today)
    entries = _on_list(Listing.objects.visible_to(user), mandatory_list, on)
    then = categories_then(mandatory_list, on)
    of = {category.value.lower(): Count("pk", filter=in_category(category, then)) for category in Category}
    facts = entries.annotate(is_late=Exists(late)).aggregate(
        rows=Count("pk"),
        without_code=Count("pk", filter=Q(enterprise__uscc="")),
        late=Count("pk", filter=Q(is_late=True, state=ListingState.LISTED)),
        **{f"n_{name}": count for name, count in of.items()},
    )
    return ListCounts(**{name.removeprefix("n_"): count for name, count in facts.items()})


@dataclass(frozen=True)
class DutyCount:
    """One duty of a list's entries: its code, last day, and how many met it."""

    code: str
    due_on: date
    basis: str
    total: int
    met: int


def duty_counts(user: User, mandatory_list: MandatoryList) -> list[DutyCount]:
    """The duties of a published list in order of their last day; of entries taken off it none is owed."""
    entries = Listing.objects.visible_to(user).exclude(state=ListingState.REMOVED)
    rows = (
        Duty.objects.filter(listing__in=entries.filter(mandatory_list=mandatory_list))
        .values("code", "due_on", "regime__basis")
        .annotate(total=Count("pk"), met=Count("pk", filter=Q(met_on__isnull=False)))
        .order_by("due_on", "code")
    )
    return [
        DutyCount(row["code"], row["due_on"], row["regime__basis"], row["total"], row["met"]) for row in rows
    ]


def listable_enterprises(user: User, mandatory_list: MandatoryList) -> QuerySet[Enterprise]:
    """Enterprises of the list's province that are not on it, or not any more."""
    there = Listing.objects.filter(mandatory_list=mandatory_list).exclude(state=ListingState.REMOVED)
    return (
        Enterprise.objects.visible_to(user)
        .filter(region__province=mandatory_list.region)
        .exclude(pk__in=there.values("enterprise"))
        .select_related("region")
    )


def publication_facts(
    user: User,
    mandatory_list: MandatoryList,
    *,
    document_no: str,
    authority: str,
    published_on: date | None,
    today: date,
) -> PublicationFacts:
    """What the gate of publication looks at; the whole list, whatever the reader's sight."""
    entries = Listing.objects.filter(mandatory_list=mandatory_list)
    doubles = (
        entries.values("enterprise__name", "enterprise__uscc", "region", "enterprise__address")
        .annotate(n=Count("pk"))
        .filter(n__gt=1)
        .order_by("enterprise__name")
        .values_list("enterprise__name", flat=True)
    )
    uncategorised = entries.filter(over_limit=False, toxic=False, energy=False)
    return PublicationFacts(
        document_no=document_no,
        authority=authority,
        published_on=published_on,
        today=today,
        rows=entries.count(),
        document_no_taken=bool(document_no) and number_is_taken(mandatory_list, document_no),
        doubles=tuple(doubles),
        without_category=tuple(uncategorised.values_list("name", flat=True)),
        entries=tuple(_entry_facts(mandatory_list, published_on or today)),
    )


def number_is_taken(
    mandatory_list: MandatoryList, number: str, amendment: ListAmendment | None = None
) -> bool:
    """Whether another list or amendment of the province bears this document number.

    Asked for a list itself its own number does not count, asked for an amendment its own does not.
    """
    region = mandatory_list.region_id
    lists = MandatoryList.objects.filter(region=region, document_no=number)
    amendments = ListAmendment.objects.filter(mandatory_list__region=region, document_no=number)
    if amendment is None:
        lists = lists.exclude(pk=mandatory_list.pk)
    else:
        amendments = amendments.exclude(pk=amendment.pk)
    return lists.exists() or amendments.exists()


def _entry_facts(mandatory_list: MandatoryList, on: date) -> Iterator[EntryFacts]:
    """What is to be said of single entries, in the order of the list; a handful of queries for all."""
    entries = list(
        Listing.objects.filter(mandatory_list=mandatory_list).select_related("enterprise__industry")
    )
    taken = listed_elsewhere(mandatory_list)
    rounds = next_rounds(entries)
    for entry in entries:
        if entry.enterprise_id in taken:
            yield EntryFacts(LISTED_THIS_YEAR, entry.pk, entry.name, taken[entry.enterprise_id])
        if not entry.enterprise.uscc:
            yield EntryFacts(WITHOUT_CODE, entry.enterprise_id, entry.name)
        upcoming = rounds.get(entry.enterprise_id)
        if upcoming and upcoming.on > on:
            yield EntryFacts(TOO_SOON, entry.pk, entry.name, next_round_words(upcoming))
        if not entry.reason.strip():
            yield EntryFacts(WITHOUT_REASON, entry.pk, entry.name)
        missing = kinds_missing(entry.categories, facts_of(entry.facts))
        if missing:
            yield EntryFacts(WITHOUT_FACTS, entry.pk, entry.name, listed(str(kind.label) for kind in missing))


def listed_elsewhere(mandatory_list: MandatoryList) -> dict[int, str]:
    """Enterprises on another published list of the same province and year, with its title."""
    others = Listing.objects.filter(
        mandatory_list__region_id=mandatory_list.region_id,
        mandatory_list__year=mandatory_list.year,
        mandatory_list__state=ListState.PUBLISHED,
    ).exclude(Q(mandatory_list=mandatory_list) | Q(state=ListingState.REMOVED))
    return dict(others.values_list("enterprise_id", "mandatory_list__title"))
