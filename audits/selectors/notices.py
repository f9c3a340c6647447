"""Where a listing is worked on and which agency's people to tell, for reminders of its legal duties."""

from collections.abc import Sequence

from django.urls import reverse

from audits.models import Auditor, Round
from enterprises.facts import RoundWork


def work_of_listings(listing_ids: Sequence[int]) -> dict[int, RoundWork]:
    """Hook LISTING_WORK: the round's page and the active accounts of its agency, in two queries."""
    rounds = list(
        Round.objects.filter(listing_id__in=listing_ids).values_list("listing_id", "pk", "agency_id")
    )
    agents: dict[int, list[int]] = {}
    active = Auditor.objects.filter(agency_id__in={row[2] for row in rounds if row[2]}, user__is_active=True)
    for agency_id, user_id in active.order_by("pk").values_list("agency_id", "user_id"):
        agents.setdefault(agency_id, []).append(user_id)
    return {
        listing_id: RoundWork(
            reverse("audits:round_detail", args=[round_id]), tuple(agents.get(agency_id, ()))
        )
        for listing_id, round_id, agency_id in rounds
    }
