"""The page of an expert: who they are, their load, and each panel they sat on."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from audits.models import Expert, ExpertTie, ReviewExpert
from audits.presenters.reviews import outcome_light
from audits.presenters.rounds import round_words
from config.common.wording import date_words, listed


def expert_facts(expert: Expert) -> list[dict[str, Any]]:
    return [
        {"term": _("职称"), "value": expert.title},
        {"term": _("工作单位"), "value": expert.employer},
        {"term": _("熟悉的行业"), "value": listed(industry.name for industry in expert.industries.all())},
        {"term": _("平台账号"), "value": expert.user.username if expert.user else ""},
    ]


def expert_kpis(expert: Any) -> list[dict[str, Any]]:
    """`expert` as annotated by experts_for."""
    return [
        {"label": _("参加评审"), "value": expert.reviews_n},
        {"label": _("本年评审"), "value": expert.year_n},
        {"label": _("未完成"), "value": expert.open_n},
        {"label": _("谢绝或回避"), "value": expert.declined_n},
    ]


def tie_row(tie: ExpertTie) -> dict[str, Any]:
    return {
        "pk": tie.pk,
        "organisation": tie.organisation,
        "kind": tie.get_kind_display(),
        "note": tie.note,
        "told": f"{date_words(timezone.localdate(tie.declared_at))} · {tie.declared_by.name}",
    }


def seat_row(seat: ReviewExpert) -> dict[str, Any]:
    """One panel; the own total only when the review is decided, as sheets are blind until then."""
    review = seat.review
    return {
        "href": reverse("audits:review_detail", args=[review.pk]),
        "name": review.round.enterprise.name,
        "words": round_words(review.round),
        "kind": review.get_kind_display(),
        "applied_on": review.applied_on,
        "state": seat.get_state_display(),
        "lead": seat.is_lead,
        "total": seat.total if review.outcome else None,
        "score": review.score if review.outcome else None,
        "outcome": outcome_light(review),
    }
