"""Folds the database's groups into the tables of a report. Exact amounts are scaled integers until the end."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from config.common.quantities import DECIMALS, plain
from enterprises.enums import Category
from reports.facts import (
    EARLIER,
    FIGURES,
    OTHER_INDUSTRY,
    REPEATED,
    UNKNOWN_INDUSTRY,
    VOLUNTARY,
    Indicator,
    Row,
)

_CATEGORIES = (Category.OVER_LIMIT.value, Category.TOXIC.value, Category.ENERGY.value)


class GroupKey(NamedTuple):
    """What the database groups by: place id, key industry, the categories of the listing, the year.

    `plan_industry` is None where the industry is not known and "" where it is none of the plan's; a round
    without any category is voluntary.
    """

    place: int
    plan_industry: str | None
    over_limit: bool
    toxic: bool
    energy: bool
    year: int


Sums = dict[str, int]


class Book:
    """Sums for each row of each table, figures and indicators under their codes in one mapping."""

    def __init__(self, since: int) -> None:
        self.since = since
        self.total: Sums = {}
        self.place: dict[int, Sums] = {}
        self.industry: dict[str, Sums] = {}
        self.category: dict[str, Sums] = {}
        self.year: dict[str, Sums] = {}
        self._rows: dict[GroupKey, list[tuple[Sums, int]]] = {}

    def add(self, key: GroupKey, sums: Mapping[str, int | None]) -> None:
        """One group: its sums go into the total and into one row (by category: several) of each table."""
        for code, amount in sums.items():
            if amount:
                exact = int(amount)
                for row, times in self._rows_of(key):
                    row[code] = row.get(code, 0) + exact * times

    def _rows_of(self, key: GroupKey) -> list[tuple[Sums, int]]:
        """The rows a group goes into, and how often; the deduction by category takes what counts too often."""
        rows = self._rows.get(key)
        if rows is None:
            categories, repeats = categories_of(key)
            rows = [
                (self.total, 1),
                (self.place.setdefault(key.place, {}), 1),
                (self.industry.setdefault(industry_of(key), {}), 1),
                (self.year.setdefault(year_of(key, self.since), {}), 1),
                *((self.category.setdefault(category, {}), 1) for category in categories),
            ]
            if repeats:
                rows.append((self.category.setdefault(REPEATED, {}), repeats))
            self._rows[key] = rows
        return rows


def industry_of(key: GroupKey) -> str:
    if key.plan_industry is None:
        return UNKNOWN_INDUSTRY
    return key.plan_industry or OTHER_INDUSTRY


def categories_of(key: GroupKey) -> tuple[list[str], int]:
    """The categories a group counts in, and how often it is counted too many."""
    flags = (key.over_limit, key.toxic, key.energy)
    categories = [category for category, on in zip(_CATEGORIES, flags, strict=True) if on]
    return categories or [VOLUNTARY], max(0, len(categories) - 1)


def year_of(key: GroupKey, since: int) -> str:
    """The row of the table by year: what began before the period keeps a row of its own."""
    return str(key.year) if key.year >= since else EARLIER


def row_of(code: str, name: str, sums: Mapping[str, int], indicators: Sequence[Indicator]) -> Row:
    """A finished row: counts as they are, amounts as exact decimals, 0 where there is nothing."""
    values = {
        kind.code: _decimal(sums.get(kind.code, 0)) if kind.exact else sums.get(kind.code, 0)
        for kind in FIGURES
    }
    return Row(code, name, values, benefits_of(sums, indicators))


def benefits_of(sums: Mapping[str, int], indicators: Iterable[Indicator]) -> dict[str, Decimal]:
    """Each indicator's amount by its code; a derived one from its sources, exact, so that it adds up too."""
    return {indicator.code: _benefit(sums, indicator) for indicator in indicators}


def _benefit(sums: Mapping[str, int], indicator: Indicator) -> Decimal:
    if not indicator.derived_from:
        return _decimal(sums.get(indicator.code, 0))
    parts = (_decimal(sums.get(code, 0)) * weight for code, weight in indicator.derived_from)
    return plain(sum(parts, Decimal(0)))


def rows_of(
    names: Iterable[tuple[str, str]], sums: Mapping[str, Mapping[str, int]], indicators: Sequence[Indicator]
) -> Iterator[Row]:
    """A row for each (code, name), empty ones too."""
    for code, name in names:
        yield row_of(code, name, sums.get(code, {}), indicators)


def _decimal(scaled: int) -> Decimal:
    return plain(Decimal(scaled).scaleb(-DECIMALS))
