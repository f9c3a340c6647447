"""Enterprises whose county is not certain: they hang above the counties, or in a county that was abolished."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from accounts.models import Level, Region, User
from enterprises.models import Enterprise
from enterprises.selectors.places import PlaceTable


def unplaced_for(user: User, on: date) -> QuerySet[Enterprise]:
    """Those that hang above the counties, municipal ones too, and those whose county was abolished by the day."""
    uncertain = ~Q(region__level=Level.COUNTY) | Q(region__effective_to__lte=on)
    rows = Enterprise.objects.visible_to(user).filter(uncertain)
    return rows.select_related("region__city", "region__province", "region__parent", "industry")


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
        found.append(Unplaced(row, table.candidates(row.region, _written(row))))
    return found


def _written(row: Enterprise) -> str:
    """An abolished county names its heirs better than any text."""
    return row.region.code if row.region.effective_to is not None else row.region_as_published


def places_below(region: Region) -> QuerySet[Region]:
    """Counties an enterprise that hangs at `region` may be confirmed in; of an abolished one all of its city."""
    around = region.parent if region.effective_to is not None and region.parent else region
    rows = Region.objects.current().within(around).filter(level=Level.COUNTY)
    return rows.select_related("city").order_by("code")
