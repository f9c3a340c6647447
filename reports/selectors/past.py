"""Which of a report's figures come from rounds that were imported from the past."""

from typing import Any

from django.db.models import Count, Q

from accounts.models import Region
from audits.models import Round
from reports.facts import ROUND_EVENTS, Period
from reports.selectors.territory import region_ids


def imported_in(region: Region, period: Period) -> dict[str, Any]:
    """The years of the imported lists, and how many of their rounds have a day in P: for the report's notes."""
    days = ("opened_on", *(f"{event}_on" for event in ROUND_EVENTS))
    results = tuple(f"past_result__{name}" for name in ("disclosed_on", "proposed_on", "implemented_on"))
    in_period = Q(pk__in=[])
    for day in (*days, *results):
        in_period |= Q(**{f"{day}__range": (period.first, period.last)})
    rows = Round.objects.filter(in_period, imported=True, listing__region_id__in=region_ids(region))
    by_year = dict(rows.order_by("year").values_list("year").annotate(rounds=Count("pk")))
    return {"years": sorted(by_year), "rounds": sum(by_year.values())}
