"""Words for people: recommendations, their facts, what can be done with them."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from config.common.lifecycles import Move
from config.common.wording import date_words
from enterprises.calculations.listing_facts import fact_words
from enterprises.enums import RecommendationState
from enterprises.facts import facts_of
from enterprises.lifecycle import BELOW, EDITABLE, RECOMMENDATION
from enterprises.models import ListRecommendation
from enterprises.presenters.lists import place_words
from enterprises.selectors.next_list import Proposal

S = RecommendationState
_TONES = {
    S.DRAFT: "todo",
    S.SUBMITTED: "soon",
    S.RETURNED: "late",
    S.PASSED: "soon",
    S.TAKEN: "done",
    S.LEFT_OUT: "paused",
    S.WITHDRAWN: "paused",
}


def recommendation_state(row: ListRecommendation) -> dict[str, str]:
    return {"label": row.get_state_display(), "tone": _TONES[S(row.state)]}


def fact_lines(row: Any) -> list[str]:
    return [fact_words(fact) for fact in facts_of(row.facts)]


def recommendation_rows(rows: list[ListRecommendation]) -> list[dict[str, Any]]:
    return [
        {
            "pk": row.pk,
            "href": reverse("enterprises:recommendation_detail", args=[row.pk]),
            "name": row.enterprise.name,
            "place": place_words(row),
            "year": row.year,
            "categories": [category.label for category in row.categories],
            "reason": row.reason,
            "facts": fact_lines(row),
            "state": recommendation_state(row),
            "state_reason": row.state_reason,
            "moved_at": row.moved_at,
        }
        for row in rows
    ]


def proposal_rows(proposals: list[Proposal]) -> list[dict[str, Any]]:
    return [
        {
            "pk": one.listing.pk,
            "name": one.listing.enterprise.name,
            "href": reverse("enterprises:enterprise_detail", args=[one.listing.enterprise_id]),
            "place": place_words(one.listing),
            "categories": [category.label for category in one.listing.categories],
            "reason": one.reason,
        }
        for one in proposals
    ]


def recommendation_page(row: ListRecommendation, user: User) -> dict[str, Any]:
    """What it says, where it stands, and the moves of this person."""
    return {
        "row": row,
        "state": recommendation_state(row),
        "facts": [
            {
                "term": _("企业"),
                "value": row.enterprise.name,
                "href": reverse("enterprises:enterprise_detail", args=[row.enterprise_id]),
            },
            {"term": _("所在地"), "value": place_words(row)},
            {"term": _("名单年度"), "value": row.year},
            {"term": _("类别"), "value": "、".join(str(one.label) for one in row.categories)},
            {"term": _("入列原因"), "value": row.reason},
            {"term": _("办理"), "value": row.moved_by.name, "note": date_words(row.moved_at)},
        ],
        "fact_lines": fact_lines(row),
        "moves": _moves(row, user),
        "editable": user.role in BELOW and row.state in EDITABLE,
    }


def _moves(row: ListRecommendation, user: User) -> list[Move]:
    """What this person can do here; taking into a draft and off it again is done on the draft's own page."""
    on_the_draft = {"take"} | ({"put_back"} if row.listing_id else set())
    moves = RECOMMENDATION.leaving(row.state)
    return [move for move in moves if user.role in move.roles and move.name not in on_the_draft]
