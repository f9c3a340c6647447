"""Enterprises that hang at a city or the province because their place could not be told, and where they may lie."""

from dataclasses import dataclass

from django.db.models import QuerySet

from accounts.models import Level, Region, User
from enterprises.models import Enterprise
from enterprises.selectors.places import PlaceTable


def unplaced_for(user: User) -> QuerySet[Enterprise]:
    """Those that hang above the counties; municipal ones without a county are asked about, too."""
    rows = Enterprise.objects.visible_to(user).exclude(region__level=Level.COUNTY)
    return rows.select_related("region__city", "region__province", "industry")


@dataclass(frozen=True)
class Unplaced:
    """One of them with the places its published text may mean, most likely first; empty: the text says nothing."""

    enterprise: Enterprise
    candidates: list[Region]


def with_candidates(rows: list[Enterprise]) -> list[Unplaced]:
    """Two queries for each province of the page."""
    tables: dict[int, PlaceTable] = {}
    found = []
    for row in rows:
        province = row.region.province or row.region
        table = tables.get(province.pk) or tables.setdefault(province.pk, PlaceTable.load(province))
        found.append(Unplaced(row, table.candidates(row.region, row.region_as_published)))
    return found


def places_below(region: Region) -> QuerySet[Region]:
    """Counties an enterprise that hangs at `region` may be confirmed in."""
    rows = Region.objects.current().within(region).filter(level=Level.COUNTY)
    return rows.select_related("city").order_by("code")
