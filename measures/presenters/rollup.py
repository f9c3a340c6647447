"""Sums of effects as tables: by indicator, and of one indicator by place and by year."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Region
from config.common.wording import percent_of, percent_words
from measures.models import BenefitIndicator
from measures.selectors.rollup import Rolled


def indicator_rows(
    rolled: Iterable[Rolled], indicators: Sequence[BenefitIndicator], year: int | None
) -> list[dict[str, Any]]:
    """One row for each indicator that any measure claims, in the order of the indicators."""
    found = {row.keys[0]: row for row in rolled}
    query = f"&year={year}" if year else ""
    address = reverse("measures:effect_summary")
    return [
        _row(one.words, found[one.pk], href=f"{address}?indicator={one.code}{query}")
        | {"unit": one.unit_words}
        for one in indicators
        if one.pk in found
    ]


def place_rows(
    rolled: Sequence[Rolled], regions: Mapping[int, Region], by_city: bool
) -> list[dict[str, Any]]:
    """By place; a province's counties are told as their cities."""
    sums: dict[Region, list[Rolled]] = defaultdict(list)
    for row in rolled:
        region = regions[row.keys[0]]
        sums[region.city if by_city and region.city else region].append(row)
    return [
        _row(region.name, _together(rows))
        for region, rows in sorted(sums.items(), key=lambda one: one[0].code)
    ]


def year_rows(rolled: Sequence[Rolled]) -> list[dict[str, Any]]:
    """By the year in which the measures were implemented, the newest first."""
    sums: dict[int, list[Rolled]] = defaultdict(list)
    for row in rolled:
        sums[row.keys[1]].append(row)
    return [_row(str(year), _together(rows)) for year, rows in sorted(sums.items(), reverse=True)]


def total_row(rolled: Sequence[Rolled]) -> dict[str, Any]:
    return _row(_("合计"), _together(rolled))


def _together(rows: Sequence[Rolled]) -> Rolled:
    zero = Decimal(0)
    return Rolled(
        keys=(),
        measures=sum(row.measures for row in rows),
        expected=sum((row.expected for row in rows), zero),
        achieved=sum((row.achieved for row in rows), zero),
        verified=sum((row.verified for row in rows), zero),
        counted=sum((row.counted for row in rows), zero),
        read=sum(row.read for row in rows),
    )


def _row(name: str, row: Rolled, href: str = "") -> dict[str, Any]:
    return {
        "name": name,
        "href": href,
        "measures": row.measures,
        "expected": row.expected,
        "achieved": row.achieved,
        "verified": row.verified if row.read else None,
        "counted": row.counted,
        "read": percent_words(percent_of(Decimal(row.read), Decimal(row.measures))),
    }
