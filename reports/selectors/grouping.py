"""Groups of events by place, key industry, categories and year, summed by the database."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import BigIntegerField, Q, QuerySet, Sum

from accounts.models import Region
from reports.calculations.folding import GroupKey
from reports.facts import Indicator, Period
from reports.selectors.packing import Packing
from reports.selectors.territory import placed, unit_of

Group = tuple[GroupKey, Mapping[str, int | None]]


@dataclass(frozen=True)
class Scope:
    """What every query of one report shares: region and ids below it, period, indicators, how keys are read."""

    region: Region
    ids: Sequence[int]
    period: Period
    indicators: tuple[Indicator, ...]
    packing: Packing

    def within(self, on: str) -> Q:
        """Events whose date falls in P."""
        return Q(**{f"{on}__range": (self.period.first, self.period.last)})


@dataclass(frozen=True)
class Event:
    """Where an event's row keeps its date, its enterprise and its listing (lookup paths with underscores)."""

    on: str
    enterprise: str
    listing: str

    def rows(self, queryset: QuerySet, scope: Scope) -> QuerySet:
        """The events of P whose enterprise lay in the region on their day."""
        return queryset.filter(scope.within(self.on), placed(self.enterprise, self.on, scope.ids))

    def groups(self, queryset: QuerySet, scope: Scope, **sums: Any) -> Iterator[Group]:
        """The events of P in groups; `sums` are aggregates under the codes of their figures."""
        place = unit_of(scope.region, f"{self.enterprise}placements__region")
        return self._groups(self.rows(queryset, scope), scope, place, sums)

    def groups_by_listing(self, queryset: QuerySet, scope: Scope, **sums: Any) -> Iterator[Group]:
        """Listings in groups: they count where they were published to lie."""
        return self._groups(queryset, scope, unit_of(scope.region, "region"), sums)

    def groups_by_indicator(self, queryset: QuerySet, scope: Scope, amount: Any) -> Iterator[Group]:
        """The same for rows of one indicator each: its code is the code of the figure."""
        codes = {one.pk: one.code for one in scope.indicators}
        place = unit_of(scope.region, f"{self.enterprise}placements__region")
        keyed = self._keyed(self.rows(queryset, scope), scope, place).annotate(n_amount=amount)
        for key, indicator, found in keyed.values_list("k_key", "indicator", "n_amount"):
            yield scope.packing.unpack(key), {codes[indicator]: found}

    def _groups(self, rows: QuerySet, scope: Scope, place: Any, sums: Mapping[str, Any]) -> Iterator[Group]:
        named = {f"n_{code}": aggregate for code, aggregate in sums.items()}
        for key, *values in self._keyed(rows, scope, place).annotate(**named).values_list("k_key", *named):
            yield scope.packing.unpack(key), dict(zip(sums, values, strict=True))

    def _keyed(self, rows: QuerySet, scope: Scope, place: Any) -> QuerySet:
        key = scope.packing.key(place, enterprise=self.enterprise, listing=self.listing, on=self.on)
        return rows.order_by().values(k_key=key)


def count_of(what: str, **options: Any) -> Sum:
    """How many a column of numbers counts."""
    return Sum(what, output_field=BigIntegerField(), **options)


def total(what: Any, **options: Any) -> Sum:
    """The sum of scaled integers, left scaled: exact, and no Decimal for each group."""
    return Sum(what, output_field=BigIntegerField(), **options)
