"""One enterprise's own letter, made when it is asked for, from what was published. Always Chinese.

Without the invitation that the letter in the post carries: who opens it here can sign in.
"""

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from config.common.access import Permission, allowed
from config.common.wording import date_words
from enterprises.enums import AmendmentKind
from enterprises.models import AmendmentItem, ListAmendment, Listing, MandatoryList
from enterprises.presenters.amendment_papers import write_amendment_letters
from enterprises.presenters.list_papers import write_letters
from enterprises.selectors.list_papers import LETTERS_A_PART, letters_of


def entry_letter(entry: Listing, addition: AmendmentItem | None) -> bytes:
    """That it was listed: by the publication, or by the amendment that added it."""
    if addition is not None:
        return item_letter(addition, entry)
    return _made(lambda target: write_letters(entry.mandatory_list, [entry], target, {}))


def item_letter(item: AmendmentItem, entry: Listing) -> bytes:
    """That an amendment added it, took it off the list, or put its words right."""
    item.listing = entry
    return _made(lambda target: write_amendment_letters(item.amendment, [item], target, {}))


def _made(write: Callable[[Path], None]) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "letter.pdf"
        write(target)
        return target.read_bytes()


def county_letters(mandatory_list: MandatoryList, entries: list[Listing]) -> bytes:
    """The letters of a publication to one county's enterprises, as they were told; without invitations."""
    return _made(lambda target: write_letters(mandatory_list, entries, target, {}))


def county_item_letters(amendment: ListAmendment, items: list[AmendmentItem]) -> bytes:
    """The same of an amendment."""
    return _made(lambda target: write_amendment_letters(amendment, items, target, {}))


def county_rows(page: str, pk: int, count: int) -> list[dict[str, Any]]:
    """One line for each file of a county's own letters, beside the papers of the list."""
    rows = []
    for part, start in enumerate(range(0, count, LETTERS_A_PART), start=1):
        number = min(LETTERS_A_PART, count - start)
        href = f"{reverse(page, args=[pk])}?part={part}"
        rows.append(
            {"label": _("告知书"), "place": _("本县企业"), "href": href, "rows": number, "pages": number}
        )
    return rows


def letter_rows(user: User, entry: Listing) -> list[dict[str, str]]:
    """The letters of an entry that this person may open."""
    if not allowed(user, Permission.LETTERS_READ):
        return []
    return letter_links(entry, letters_of(user, entry))


def letter_links(entry: Listing, told_later: Sequence[AmendmentItem]) -> list[dict[str, str]]:
    """By which letters the enterprise was told: that it is listed, then what amendments changed."""
    listed_on = entry.listed_on
    if listed_on is None:
        return []
    first = {
        "label": _("列入名单告知书"),
        "note": date_words(listed_on),
        "href": reverse("enterprises:listing_letter", args=[entry.pk]),
    }
    words = {AmendmentKind.REMOVE: _("移出名单告知书"), AmendmentKind.CORRECT: _("名单更正告知书")}
    later = [
        {
            "label": words[AmendmentKind(item.kind)],
            "note": date_words(item.amendment.amended_on),
            "href": reverse("enterprises:amendment_letter", args=[item.pk]),
        }
        for item in told_later
    ]
    return [first, *later]
