"""Where a listing is worked on and which agency's people to tell, for reminders of its legal duties."""

from collections.abc import Collection, Sequence

from django.urls import reverse

from audits.models import Auditor, Round
from enterprises.facts import RoundWork


def work_of_listings(listing_ids: Sequence[int]) -> dict[int, RoundWork]:
    """Hook LISTING_WORK: the round's page and the active accounts of its agency, in two queries."""
    rounds = list(
        Round.objects.filter(listing_id__in=listing_ids).values_list("listing_id", "pk", "agency_id")
    )
    agents = people_of_agencies({row[2] for row in rounds if row[2]})
    return {
        listing_id: RoundWork(reverse("audits:round_detail", args=[round_id]), agents.get(agency_id, ()))
        for listing_id, round_id, agency_id in rounds
    }


def people_of_agencies(agency_ids: Collection[int]) -> dict[int | None, tuple[int, ...]]:
    """The active accounts of each agency's people."""
    people: dict[int | None, tuple[int, ...]] = {}
    active = Auditor.objects.filter(agency_id__in=agency_ids, user__is_active=True)
    for agency_id, user_id in active.order_by("pk").values_list("agency_id", "user__pk"):
        people[agency_id] = (*people.get(agency_id, ()), user_id)
    return people
