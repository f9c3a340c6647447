"""A list as it stood: entries read back to the words of an earlier day or of an earlier document."""

from collections import defaultdict
from datetime import date

from django.db.models import Q

from enterprises.calculations.list_history import Correction, words_of, words_on
from enterprises.enums import AmendmentKind, Category, ListState
from enterprises.models import AmendmentItem, Listing, MandatoryList

_BATCH = 500


def read_on(entries: list[Listing], on: date) -> list[Listing]:
    """Entries in memory, brought back to what was published of them at the end of a day; not to be saved."""
    return _read_back(entries, Q(amendment__amended_on__gt=on))


def read_after(entries: list[Listing], number: int) -> list[Listing]:
    """The same as they read after the amendment of that number; 0: as they were first published."""
    return _read_back(entries, Q(amendment__number__gt=number))


def _read_back(entries: list[Listing], later: Q) -> list[Listing]:
    found = _corrections([entry.pk for entry in entries], later)
    for entry in entries:
        if entry.pk in found:
            words = words_on(words_of(entry), found[entry.pk], date.min)
            entry.name, entry.uscc = words["name"], words["uscc"]
            entry.reason, entry.facts = words["reason"], words["facts"]
            for category in Category:
                setattr(entry, category.value.lower(), category in words["categories"])
    return entries


def _corrections(ids: list[int], later: Q) -> dict[int, list[Correction]]:
    """The later corrections of some entries, by their ids; none at all is the common case and one query."""
    found: dict[int, list[Correction]] = defaultdict(list)
    items = AmendmentItem.objects.filter(
        later, kind=AmendmentKind.CORRECT, amendment__state=ListState.PUBLISHED
    ).select_related("amendment")
    for start in range(0, len(ids), _BATCH):
        for item in items.filter(listing__in=ids[start : start + _BATCH]):
            amendment = item.amendment
            on = amendment.amended_on or date.max
            found[item.listing_id or 0].append(Correction(on, amendment.number, item.old))
    return found


def categories_then(mandatory_list: MandatoryList, on: date) -> dict[int, list[str]]:
    """The categories, at the end of a day, of those entries whose categories were corrected after it."""
    later = AmendmentItem.objects.filter(
        amendment__mandatory_list=mandatory_list,
        amendment__amended_on__gt=on,
        amendment__state=ListState.PUBLISHED,
        kind=AmendmentKind.CORRECT,
        old__has_key="categories",
    )
    newest_first = later.order_by("-amendment__amended_on", "-amendment__number")
    return {pk: old["categories"] for pk, old in newest_first.values_list("listing_id", "old") if pk}


def in_category(category: Category, then: dict[int, list[str]]) -> Q:
    """Entries of a category, with `then` as categories_then found it."""
    now = Q(**{category.value.lower(): True})
    if not then:
        return now
    return now & ~Q(pk__in=list(then)) | Q(pk__in=[pk for pk, held in then.items() if category in held])
