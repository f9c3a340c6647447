"""A list on any day: from what stands now, back through what its amendments changed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from enterprises.models import Listing

# The published words of an entry, as amendments keep them: `number`, `name`, `uscc`, `categories`, `reason`, `facts`.
Words = Mapping[str, Any]
CORRECTABLE = ("name", "uscc", "categories", "reason", "facts")
WORDS = ("number", *CORRECTABLE)


@dataclass(frozen=True)
class Correction:
    """One correction of an entry: from which day it holds, its place among all amendments, what stood before."""

    on: date
    order: int
    old: Words


@dataclass(frozen=True)
class EntryHistory:
    """An entry as it reads now, the days between which it stood, and what was corrected in it."""

    words: Words
    listed_on: date
    removed_on: date | None = None
    corrections: Sequence[Correction] = field(default_factory=tuple)


def stood(entry: EntryHistory, on: date) -> bool:
    """Whether it was on the list at the end of the day: from its first day on, until the day it was taken off."""
    return entry.listed_on <= on and (entry.removed_on is None or on < entry.removed_on)


def words_on(words: Words, corrections: Iterable[Correction], on: date) -> dict[str, Any]:
    """How an entry read at the end of a day: later corrections are taken back, the newest first."""
    found = dict(words)
    later = [one for one in corrections if one.on > on]
    for one in sorted(later, key=lambda one: (one.on, one.order), reverse=True):
        found |= one.old
    return found


def list_on(entries: Iterable[EntryHistory], on: date) -> list[dict[str, Any]]:
    """The entries that stood at the end of a day as they read then, in the order of their numbers."""
    rows = [words_on(entry.words, entry.corrections, on) for entry in entries if stood(entry, on)]
    return sorted(rows, key=lambda row: row["number"])


def changed_words(before: Words, after: Words) -> dict[str, Any]:
    """The columns of `after` that say something else than `before`."""
    return {name: value for name, value in after.items() if before.get(name) != value}


def words_of(entry: Listing) -> dict[str, Any]:
    """What is published of an entry, in the shape in which amendments keep it."""
    return {
        "number": entry.number,
        "name": entry.name,
        "uscc": entry.uscc,
        "categories": [category.value for category in entry.categories],
        "reason": entry.reason,
        "facts": list(entry.facts),
    }
