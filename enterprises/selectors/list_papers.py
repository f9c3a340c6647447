"""Reads of the papers of lists."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import Prefetch, QuerySet

from accounts.models import Region, User
from config.common.access import Role
from enterprises.enums import AmendmentKind, ListState
from enterprises.models import AmendmentItem, ListAmendment, ListDocument, Listing, MandatoryList
from enterprises.selectors.list_history import read_after

LETTERS_A_PART = 100
_RECENT = 5


def list_papers(user: User, mandatory_list: MandatoryList) -> QuerySet[ListDocument]:
    """The papers of one list's publication in the person's sight."""
    rows = ListDocument.objects.visible_to(user).filter(mandatory_list=mandatory_list, amendment__isnull=True)
    return rows.select_related("file", "region", "mandatory_list")


def amendment_papers(user: User, amendment: ListAmendment) -> QuerySet[ListDocument]:
    """The papers of one amendment in the person's sight."""
    rows = ListDocument.objects.visible_to(user).filter(amendment=amendment)
    return rows.select_related("file", "region", "mandatory_list")


def list_paper_for(user: User, pk: int) -> QuerySet[ListDocument]:
    return ListDocument.objects.visible_to(user).filter(pk=pk).select_related("file")


def list_to_print(list_id: int) -> MandatoryList:
    return MandatoryList.objects.select_related("region").get(pk=list_id)


def entries_to_print(mandatory_list: MandatoryList) -> list[Listing]:
    """The entries as published, with what the papers say of them; a fixed number of queries."""
    return _to_print(Listing.objects.filter(mandatory_list=mandatory_list, added_by__isnull=True), 0)


def _to_print(entries: QuerySet[Listing], number: int) -> list[Listing]:
    """In the words of the list's document of that number: its publication is 0."""
    related = entries.select_related(
        "enterprise__industry", "region__city", "region__parent", "mandatory_list"
    )
    return read_after(list(related.prefetch_related("duties__regime").order_by("number")), number)


def amendment_to_print(amendment_id: int) -> ListAmendment:
    return ListAmendment.objects.select_related("mandatory_list__region").get(pk=amendment_id)


def items_to_print(amendment: ListAmendment) -> list[AmendmentItem]:
    """What an amendment changed, with what its papers say; a fixed number of queries."""
    rows = AmendmentItem.objects.filter(amendment=amendment).select_related(
        "enterprise", "listing__enterprise__industry", "listing__region__city", "listing__region__parent"
    )
    items = list(rows.prefetch_related("listing__duties__regime").order_by("listing__number"))
    read_after([item.listing for item in items if item.listing], amendment.number)
    return items


def entries_after(amendment: ListAmendment) -> list[Listing]:
    """The list as it stands once this amendment and those before it hold, as its papers print it."""
    mandatory_list = amendment.mandatory_list
    later = ListAmendment.objects.filter(mandatory_list=mandatory_list, number__gt=amendment.number)
    off = AmendmentItem.objects.filter(
        kind=AmendmentKind.REMOVE,
        amendment__mandatory_list=mandatory_list,
        amendment__number__lte=amendment.number,
    )
    entries = Listing.objects.filter(mandatory_list=mandatory_list).exclude(added_by__in=later)
    issued = off.filter(amendment__state=ListState.PUBLISHED)
    return _to_print(entries.exclude(pk__in=issued.values("listing")), amendment.number)


def entry_for_letter(user: User, pk: int) -> QuerySet[Listing]:
    """At most the one entry of a published list, with what its letter says."""
    rows = Listing.objects.visible_to(user).filter(pk=pk, mandatory_list__state=ListState.PUBLISHED)
    related = rows.select_related(
        "mandatory_list", "added_by", "enterprise__industry", "region__city", "region__parent"
    )
    return related.prefetch_related("duties__regime", "duties__changes")


def item_for_letter(user: User, pk: int) -> QuerySet[AmendmentItem]:
    """At most the one item of an issued amendment, whose entry the person may see."""
    seen = Listing.objects.visible_to(user)
    rows = AmendmentItem.objects.filter(pk=pk, amendment__state=ListState.PUBLISHED, listing__in=seen)
    related = rows.select_related(
        "amendment__mandatory_list",
        "enterprise",
        "listing__enterprise__industry",
        "listing__region__city",
        "listing__region__parent",
    )
    return related.prefetch_related("listing__duties__regime", "listing__duties__changes")


def addition_of(entry: Listing) -> AmendmentItem | None:
    """The item that put an entry on a list published before."""
    return entry.amendment_items.filter(amendment=entry.added_by_id).first() if entry.added_by_id else None


def letters_of(user: User, entry: Listing) -> list[AmendmentItem]:
    """What amendments told the enterprise of an entry after it was listed, oldest first."""
    return list(told_later().filter(listing=entry, listing__in=Listing.objects.visible_to(user)))


def told_later() -> QuerySet[AmendmentItem]:
    """What issued amendments told enterprises that were on the list already, oldest first."""
    rows = AmendmentItem.objects.filter(amendment__state=ListState.PUBLISHED).exclude(kind=AmendmentKind.ADD)
    return rows.select_related("amendment").order_by("amendment__number", "pk")


def entries_told(user: User) -> list[Listing]:
    """The entries of the enterprises a person acts for, newest first, with what they were told later."""
    if user.role != Role.ENTERPRISE:
        return []
    rows = Listing.objects.visible_to(user).filter(mandatory_list__state=ListState.PUBLISHED)
    rows = rows.filter(mandatory_list__imported=False).select_related("mandatory_list", "added_by")
    later = Prefetch("amendment_items", told_later(), to_attr="told_later")
    return list(rows.prefetch_related(later).order_by("-mandatory_list__published_on", "-pk")[:_RECENT])


def entries_of_county(user: User, mandatory_list: MandatoryList) -> QuerySet[Listing]:
    """The entries published in a county officer's own county; who else asks has none."""
    if user.role != Role.COUNTY or mandatory_list.imported:
        return Listing.objects.none()
    rows = Listing.objects.visible_to(user).filter(mandatory_list=mandatory_list, added_by__isnull=True)
    return rows.filter(mandatory_list__state=ListState.PUBLISHED).order_by("number")


def items_of_county(user: User, amendment: ListAmendment) -> QuerySet[AmendmentItem]:
    """What an issued amendment changed in a county officer's own county."""
    if user.role != Role.COUNTY:
        return AmendmentItem.objects.none()
    rows = AmendmentItem.objects.filter(amendment=amendment, amendment__state=ListState.PUBLISHED)
    return rows.filter(listing__in=Listing.objects.visible_to(user)).order_by("listing__number")


def county_entries_to_print(rows: QuerySet[Listing], part: int) -> list[Listing]:
    """A part of them as their letters told them; a fixed number of queries."""
    related = rows.select_related(
        "enterprise__industry", "region__city", "region__parent", "mandatory_list"
    ).prefetch_related("duties__regime", "duties__changes")
    found = read_after(list(related[(part - 1) * LETTERS_A_PART : part * LETTERS_A_PART]), 0)
    return [_with_first_days(entry) for entry in found]


def county_items_to_print(rows: QuerySet[AmendmentItem], number: int, part: int) -> list[AmendmentItem]:
    """The same for an amendment of that number."""
    related = rows.select_related(
        "enterprise", "listing__enterprise__industry", "listing__region__city", "listing__region__parent"
    ).prefetch_related("listing__duties__regime", "listing__duties__changes")
    items = list(related[(part - 1) * LETTERS_A_PART : part * LETTERS_A_PART])
    read_after([item.listing for item in items if item.listing], number)
    for item in items:
        if item.listing:
            _with_first_days(item.listing)
    return items


def as_first_told(entry: Listing, number: int) -> Listing:
    """An entry in memory as its letter told it: the words of that document, the days as they were counted first."""
    read_after([entry], number)
    return _with_first_days(entry)


def _with_first_days(entry: Listing) -> Listing:
    for duty in entry.duties.all():
        first = min(duty.changes.all(), key=lambda change: change.number, default=None)
        duty.due_on = first.due_on if first else duty.due_on
    return entry


def papers_made(
    mandatory_list: MandatoryList, amendment: ListAmendment | None = None
) -> set[tuple[str, int, int]]:
    """(kind, region, part) of the papers of the publication, or of an amendment, that are there."""
    rows = ListDocument.objects.filter(mandatory_list=mandatory_list, amendment=amendment)
    return set(rows.values_list("kind", "region_id", "part"))


def letter_batches(rows: Sequence[Any]) -> Iterator[tuple[Region, int, list[Any]]]:
    """The letters city by city, at most a hundred in one file; `rows` are entries, or items that name one."""
    cities: dict[int, tuple[Region, list[Any]]] = {}
    for row in rows:
        region: Region = row.region if isinstance(row, Listing) else row.listing.region
        city = region.city or region
        cities.setdefault(city.pk, (city, []))[1].append(row)
    for city, found in sorted(cities.values(), key=lambda one: one[0].code):
        for part, start in enumerate(range(0, len(found), LETTERS_A_PART), start=1):
            yield city, part, found[start : start + LETTERS_A_PART]
