"""The papers of an amendment: its notice, the list as it stands after it, letters. Always Chinese."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from django.utils import translation

from config.common.wording import date_words
from enterprises.enums import AmendmentKind
from enterprises.models import AmendmentItem, ListAmendment, Listing
from enterprises.presenters.amendments import change_lines, item_name
from enterprises.presenters.list_papers import Invited, entry_words, typeset, typeset_in_parts


def write_amendment_notice(amendment: ListAmendment, items: Sequence[AmendmentItem], target: Path) -> None:
    """The notice with a table for each kind of change: who is added, who is removed, what is corrected."""
    with translation.override("zh-hans"):
        facts = _head(amendment) | {
            kind.value: [_item(item) for item in items if item.kind == kind] for kind in AmendmentKind
        }
    typeset("amendment_notice", facts, target)


def write_amended_list(amendment: ListAmendment, entries: Sequence[Listing], target: Path) -> Iterator[int]:
    """The whole list as it stands after the amendment, in parts; yields how many rows are typeset."""
    with translation.override("zh-hans"):
        head = _head(amendment)
    yield from typeset_in_parts("amendment_list", head, entries, target)


def write_amendment_letters(
    amendment: ListAmendment, items: Sequence[AmendmentItem], target: Path, invited: Invited
) -> None:
    """A letter to each enterprise concerned, each on a page of its own; `invited` as for letters of a list."""
    with translation.override("zh-hans"):
        rows = [_item(item) | {"invitation": invited.get(item.listing_id or 0)} for item in items]
    facts = _head(amendment) | {"items": rows}
    typeset("amendment_letters", facts, target)


def _head(amendment: ListAmendment) -> dict[str, Any]:
    return {
        "list": amendment.mandatory_list,
        "amendment": amendment,
        "amended_on": date_words(amendment.amended_on),
        "published_on": date_words(amendment.mandatory_list.published_on),
    }


def _item(item: AmendmentItem) -> dict[str, Any]:
    if item.listing is None:
        raise TypeError("an issued amendment names the entry of each item")
    return {
        "kind": item.kind,
        "row": entry_words(item.listing) | {"name": item_name(item)},
        "reason": item.reason,
        "lines": change_lines(item),
    }
