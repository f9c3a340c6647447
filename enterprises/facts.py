"""What the registry hands around as frozen values."""

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

# Entries, each with the day of a duty whose clock stands still (selectors.clock.paused_dues).
Paused = Collection[tuple[int | None, date | None]]


@dataclass(frozen=True)
class ListingFact:
    """One fact that puts an enterprise on the list: a pollutant or a use of energy above its limit, a toxic material.

    Numbers are kept as they were written, so that the paper says what the bureau measured.
    """

    kind: str
    name: str
    limit: str = ""
    measured: str = ""
    unit: str = ""

    def plain(self) -> dict[str, str]:
        return asdict(self)


@dataclass(frozen=True)
class ListingBasis:
    """Why an enterprise is on a list: its categories, the reason in words, and the facts behind it."""

    categories: Collection[str]
    reason: str = ""
    facts: Sequence[ListingFact] = ()


@dataclass(frozen=True)
class Paper:
    """What a document of the bureau bears: number, authority, day."""

    document_no: str
    authority: str
    on: date | None


def facts_of(values: Sequence[dict[str, Any]]) -> tuple[ListingFact, ...]:
    """The facts kept in a row's column."""
    return tuple(ListingFact(**value) for value in values)


@dataclass(frozen=True)
class RoundWork:
    """The page of a listing's round, and the ids of its agency's people."""

    href: str
    agents: tuple[int, ...] = ()


@dataclass(frozen=True)
class EntryChange:
    """What an amendment does to one entry; `values` as AmendmentItem keeps them, empty for a removal."""

    kind: str
    reason: str
    values: dict[str, Any] = field(default_factory=dict)
