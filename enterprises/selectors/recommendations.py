"""Reads of recommendations, by who may see them."""

from typing import Any

from django.db.models import QuerySet

from accounts.models import User
from enterprises.enums import RecommendationState
from enterprises.models import Enterprise, ListRecommendation, MandatoryList


def recommendations_for(user: User) -> QuerySet[ListRecommendation]:
    """In the person's sight, with what a row shows."""
    return ListRecommendation.objects.visible_to(user).select_related(
        "enterprise__industry", "region__city", "region__parent", "moved_by", "created_by"
    )


def recommendations_to_take(user: User, mandatory_list: MandatoryList) -> QuerySet[ListRecommendation]:
    """Passed by a city for the list's year, and not on the draft yet."""
    waiting = recommendations_for(user).filter(
        year=mandatory_list.year,
        state=RecommendationState.PASSED,
        region__province_id=mandatory_list.region_id,
    )
    return waiting.exclude(enterprise__listings__mandatory_list=mandatory_list).order_by("region__code", "pk")


def recommendable_enterprises(user: User) -> QuerySet[Enterprise]:
    return Enterprise.objects.visible_to(user).select_related("region")


def recommendation_years(user: User) -> list[int]:
    rows: Any = ListRecommendation.objects.visible_to(user).order_by("-year")
    return list(rows.values_list("year", flat=True).distinct())
