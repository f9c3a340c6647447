"""Reviews in words: rows of the list, the facts of one review."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from audits.calculations.outcomes import Threshold
from audits.enums import Outcome
from audits.models import Agency, Expert, Review, ReviewExpert
from audits.presenters.rounds import round_words
from audits.selectors.agencies import TryFacts
from config.common.wording import Light, listed, number_words, percent_of, percent_words

_TONES = {
    Outcome.PASSED: "done",
    Outcome.SUPPLEMENT: "returned",
    Outcome.REDO: "returned",
    Outcome.RECTIFY: "returned",
    Outcome.FAILED: "late",
}


def outcome_light(review: Review) -> Light:
    """The outcome as a light; undecided ones say what they wait for."""
    if review.outcome:
        return Light(_TONES[Outcome(review.outcome)], str(Outcome(review.outcome).label))
    return Light("info", _("待定")) if review.score is not None else Light("todo", _("待评审"))


def review_rows(reviews: list[Review]) -> list[dict[str, Any]]:
    return [
        {
            "href": reverse("audits:review_detail", args=[review.pk]),
            "name": review.round.enterprise.name,
            "place": review.round.enterprise.region.full_name,
            "words": round_words(review.round),
            "kind": review.get_kind_display(),
            "attempt": review.attempt,
            "try_words": _("第 %(n)d 次") % {"n": review.attempt},
            "applied_on": review.applied_on,
            "held_on": review.held_on,
            "score": review.score,
            "outcome": outcome_light(review),
            "rectify_due_on": review.rectify_due_on,
            "agency": review.round.agency.name if review.round.agency else "",
        }
        for review in reviews
    ]


def review_facts(review: Review) -> list[dict[str, Any]]:
    """Term and value rows of one review."""
    round_ = review.round
    rows: list[dict[str, Any]] = [
        {
            "term": _("企业"),
            "value": round_.enterprise.name,
            "href": reverse("audits:round_detail", args=[round_.pk]),
        },
        {"term": _("咨询机构"), "value": round_.agency.name if round_.agency else _("企业自行开展")},
        {"term": _("申请日期"), "value": review.applied_on},
        {"term": _("评审日期"), "value": review.held_on},
        {"term": _("得分"), "value": number_words(review.score)},
        {"term": _("结论"), "value": "", "light": outcome_light(review)},
        {"term": _("审核前水平"), "value": review.get_level_before_display() if review.level_before else ""},
        {"term": _("审核后水平"), "value": review.get_level_after_display() if review.level_after else ""},
        {"term": _("作出结论的日期"), "value": review.decided_on},
    ]
    if review.vetoes:
        rows.append({"term": _("否决事项"), "value": review.vetoes})
    if review.rectify_due_on:
        rows.append({"term": _("整改期限"), "value": review.rectify_due_on})
    if review.recorded_by:
        rows.append({"term": _("登记人"), "value": review.recorded_by.name})
    return rows


def panel_rows(panel: list[ReviewExpert]) -> list[dict[str, Any]]:
    return [
        {
            "name": seat.expert.name,
            "title": seat.expert.title,
            "employer": seat.expert.employer,
            "lead": seat.is_lead,
        }
        for seat in panel
    ]


def agency_rows(agencies: list[Any]) -> list[dict[str, Any]]:
    """Rows of agencies_listed."""
    return [
        {
            "href": reverse("audits:agency_detail", args=[agency.pk]),
            "name": agency.name,
            "region": agency.region.name if agency.region else "",
            "staff": agency.staff,
            "auditors": agency.auditors_n or 0,
            "enterprises": agency.enterprises_n or 0,
            "rounds": agency.rounds_n or 0,
            "closed": agency.closed_n or 0,
            "first_try": percent_words(percent_of(agency.first_passed_n or 0, agency.first_n)),
            "first_n": agency.first_n or None,
        }
        for agency in agencies
    ]


def try_kpis(tries: list[TryFacts]) -> list[dict[str, Any]]:
    """First-try pass rates with their sample size."""
    labels = {"evaluation": _("评估一次通过率"), "acceptance": _("验收一次通过率")}
    return [
        {
            "label": labels[one.kind],
            "value": percent_words(percent_of(one.passed, one.decided)),
            "note": _("首次评审 %(n)d 次，通过 %(m)d 次；再次评审通过 %(later)d 次；平均 %(score)s 分")
            % {
                "n": one.decided,
                "m": one.passed,
                "later": one.later,
                "score": number_words(one.mean_score, 1),
            },
        }
        for one in tries
    ]


def agency_facts(agency: Agency) -> list[dict[str, Any]]:
    return [
        {"term": _("统一社会信用代码"), "value": agency.uscc},
        {"term": _("所在区域"), "value": agency.region.name if agency.region else ""},
        {"term": _("专职人员"), "value": agency.staff},
    ]


def expert_rows(experts: list[Expert]) -> list[dict[str, Any]]:
    return [
        {
            "href": reverse("audits:expert_detail", args=[expert.pk]),
            "name": expert.name,
            "title": expert.title,
            "employer": expert.employer,
            "industries": listed(industry.name for industry in expert.industries.all()),
            "account": _("有") if expert.user_id else "",
            "reviews": expert.reviews_n,  # type: ignore[attr-defined]  # annotated by experts_for
            "year": expert.year_n,  # type: ignore[attr-defined]
            "open": expert.open_n,  # type: ignore[attr-defined]
            "declined": expert.declined_n,  # type: ignore[attr-defined]
        }
        for expert in experts
    ]


def threshold_rows(rows: Sequence[Threshold]) -> list[dict[str, Any]]:
    """What a score suggests; people decide."""
    return [
        {
            "from": _("%(score)s 分及以上") % {"score": number_words(row.from_score)},
            "outcome": Outcome(row.outcome).label,
            "basis": row.basis,
        }
        for row in sorted(rows, key=lambda row: -row.from_score)
    ]
