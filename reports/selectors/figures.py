"""The figures of a report, computed by the database in a fixed number of queries and folded once.

Each query of events.py groups one kind of event by place, key industry, categories and year; a million
measures come back as a few thousand groups. docs/how-to/add-a-report-table.md tells how to add one.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from django.utils.translation import gettext as _

from accounts.models import Level, Region
from enterprises.models import Industry
from measures.models import BenefitIndicator
from measures.selectors.measures import DERIVED, energy_weights
from reports.calculations.folding import Book, Sums, row_of, rows_of
from reports.calculations.tables import Names, category_names, industry_names, place_names, year_names
from reports.facts import UNRESOLVED, Figures, Indicator, Period, Place
from reports.selectors.events import SOURCES
from reports.selectors.grouping import Scope
from reports.selectors.packing import Packing
from reports.selectors.territory import region_ids, units_of


def figures(region: Region, since: int, until_year: int, as_of: date) -> Figures:
    """All figures of a region for the years since–until_year, as they stand on `as_of`.

    The number of queries is the same for every region and every number of rows. The caller has made sure
    that the reader may see `region`.
    """
    scope = scope_of(region, Period(since, until_year, as_of))
    indicators = scope.indicators
    book = Book(since)
    for source in SOURCES:
        for key, sums in source(scope):
            book.add(key, sums)
    units = units_of(region)
    places = by_code(book.place, units)
    return Figures(
        place=Place(region.code, region.name, region.level),
        period=scope.period,
        indicators=indicators,
        totals=row_of(region.code, region.name, book.total, indicators),
        by_place=tuple(rows_of(place_rows(region, units, places, as_of), places, indicators)),
        by_industry=tuple(rows_of(industry_names(book.industry), book.industry, indicators)),
        by_category=tuple(rows_of(category_names(book.category), book.category, indicators)),
        by_year=tuple(rows_of(year_names(scope.period, book.year), book.year, indicators)),
    )


def scope_of(region: Region, period: Period) -> Scope:
    """What every query of one report shares, read once."""
    industries = dict(Industry.objects.order_by().values_list("pk", "plan_industry"))
    return Scope(region, region_ids(region), period, indicators_all(), Packing(industries))


def indicators_all() -> tuple[Indicator, ...]:
    """All benefit indicators; standard coal is derived from the energies by their factors (GB/T 2589)."""
    derived = {DERIVED: energy_weights()}
    return tuple(
        Indicator(row.pk, row.code, row.name, row.english, row.unit, derived.get(row.code, ()))
        for row in BenefitIndicator.objects.order_by("order", "pk")
    )


def by_code(sums: Mapping[int, Sums], units: Sequence[Region]) -> dict[str, Sums]:
    """Sums under the codes of a table's rows; what hangs at the region itself is unresolved."""
    codes = {unit.pk: unit.code for unit in units}
    return {codes.get(pk, UNRESOLVED): row for pk, row in sums.items()}


def place_rows(region: Region, units: Sequence[Region], found: Collection[str], on: date) -> Names:
    """The rows of a table by place: those in force on the day, so that a later change of divisions adds none."""
    unresolved = _("未落实到市") if region.level == Level.PROVINCE else _("未落实到县")
    return place_names([(unit.code, unit.name, unit.stands(on)) for unit in units], found, unresolved)
