"""Recommendations for tests, brought to a state by walking the real services."""

from typing import Any

from accounts.models import Region, User
from config.common.access import Role
from enterprises.enums import RecommendationState
from enterprises.facts import ListingBasis, ListingFact
from enterprises.models import Enterprise, ListRecommendation
from enterprises.services.recommendations import recommendation_create, recommendation_move
from tests.factories.accounts import make_user, now
from tests.factories.enterprises import make_enterprise

S = RecommendationState
SO2 = ListingFact("pollutant", "二氧化硫", limit="100", measured="160", unit="mg/m³")
BENZENE = ListingFact("toxic", "苯", measured="12", unit="t/a")
COKE = ListingFact("energy", "焦炭", limit="115", measured="128", unit="kgce/t")
OVER = ListingBasis(("OVER_LIMIT",), "二氧化硫排放浓度超过标准限值", (SO2,))
_WAYS: dict[str, tuple[str, ...]] = {
    S.DRAFT: (),
    S.SUBMITTED: ("submit",),
    S.RETURNED: ("submit", "return"),
    S.PASSED: ("submit", "pass"),
    S.LEFT_OUT: ("submit", "pass", "leave_out"),
    S.WITHDRAWN: ("withdraw",),
}


def make_recommendation(
    state: str = S.DRAFT,
    *,
    enterprise: Enterprise | None = None,
    year: int = 2027,
    basis: ListingBasis = OVER,
    people: dict[str, User] | None = None,
) -> ListRecommendation:
    """One by the county of the enterprise's own place; its city and province move it on."""
    plant = enterprise or make_enterprise()
    who = people or officers_of(plant.region)
    row = recommendation_create(enterprise=plant, year=year, basis=basis, by=who[Role.COUNTY], at=now())
    for move in _WAYS[state]:
        role = {"submit": Role.COUNTY, "withdraw": Role.COUNTY, "leave_out": Role.PROVINCE}.get(
            move, Role.CITY
        )
        recommendation_move(recommendation=row, move=move, by=who[role], at=now(), reason="说明")
    return row


def officers_of(region: Region) -> dict[str, Any]:
    """One officer of each level above a place."""
    city = region if region.city is None else region.city
    return {
        Role.COUNTY: make_user(Role.COUNTY, region),
        Role.CITY: make_user(Role.CITY, city),
        Role.PROVINCE: make_user(Role.PROVINCE, region.province),
    }
