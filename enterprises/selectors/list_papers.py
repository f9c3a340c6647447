"""Reads of the papers of lists."""

from collections.abc import Iterator

from django.db.models import QuerySet

from accounts.models import Region, User
from enterprises.models import ListDocument, Listing, MandatoryList

LETTERS_A_PART = 100


def list_papers(user: User, mandatory_list: MandatoryList) -> QuerySet[ListDocument]:
    """The papers of one list in the person's sight."""
    rows = ListDocument.objects.visible_to(user).filter(mandatory_list=mandatory_list)
    return rows.select_related("file", "region", "mandatory_list")


def list_paper_for(user: User, pk: int) -> QuerySet[ListDocument]:
    return ListDocument.objects.visible_to(user).filter(pk=pk).select_related("file")


def list_to_print(list_id: int) -> MandatoryList:
    return MandatoryList.objects.select_related("region").get(pk=list_id)


def entries_to_print(mandatory_list: MandatoryList) -> list[Listing]:
    """The entries as published, with what the papers say of them; a fixed number of queries."""
    entries = Listing.objects.filter(mandatory_list=mandatory_list, added_by__isnull=True)
    related = entries.select_related(
        "enterprise__industry", "region__city", "region__parent", "mandatory_list"
    )
    return list(related.prefetch_related("duties__regime").order_by("number"))


def papers_made(mandatory_list: MandatoryList) -> set[tuple[str, int, int]]:
    """(kind, region, part) of the papers that are there."""
    rows = ListDocument.objects.filter(mandatory_list=mandatory_list, amendment__isnull=True)
    return set(rows.values_list("kind", "region_id", "part"))


def letter_batches(entries: list[Listing]) -> Iterator[tuple[Region, int, list[Listing]]]:
    """The letters city by city, at most a hundred in one file."""
    cities: dict[int, tuple[Region, list[Listing]]] = {}
    for entry in entries:
        city = entry.region.city or entry.region
        cities.setdefault(city.pk, (city, []))[1].append(entry)
    for city, rows in sorted(cities.values(), key=lambda one: one[0].code):
        for part, start in enumerate(range(0, len(rows), LETTERS_A_PART), start=1):
            yield city, part, rows[start : start + LETTERS_A_PART]
