"""Where an event counts: the unit of the table (city, county) that the enterprise lay in on that day."""

from collections.abc import Sequence

from django.db.models import F, Q
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce

from accounts.models import Level, Region


def region_ids(region: Region) -> list[int]:
    """The region and everything below it, as it was and is: abolished counties keep their events."""
    return list(Region.objects.within(region).values_list("pk", flat=True))


def placed(enterprise: str, on: str, ids: Sequence[int]) -> Q:
    """Events whose enterprise lay in `ids` on their day: the placement in force, one join in one filter().

    `enterprise` is the lookup path to it with its underscores, `on` the column of the event's date.
    """
    row = f"{enterprise}placements__"
    begun = Q(**{f"{row}from_on__isnull": True}) | Q(**{f"{row}from_on__lte": F(on)})
    still = Q(**{f"{row}to_on__isnull": True}) | Q(**{f"{row}to_on__gt": F(on)})
    return Q(**{f"{row}region_id__in": ids}) & begun & still


def unit_of(region: Region, path: str) -> Combinable:
    """The id of the table's row an event belongs to: the city under a province, else the place itself.

    A place that could not be resolved below the region gives the region's own id.
    """
    if region.level == Level.PROVINCE:
        return Coalesce(F(f"{path}__city_id"), F(f"{path}_id"))
    return F(f"{path}_id")


def units_of(region: Region) -> list[Region]:
    """The rows of a region's tables in the order of their codes; a county is its own row."""
    if region.level == Level.COUNTY:
        return [region]
    return list(Region.objects.filter(parent=region).order_by("code"))
