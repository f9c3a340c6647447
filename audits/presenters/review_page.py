"""One review's page: its steps, who may do what next, seats, the sheets side by side once they are open."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from audits.enums import REQUIRED, Mark, Requirement, ReviewKind, ReviewState, SeatState
from audits.lifecycle_reviews import LIFECYCLE
from audits.models import Expert, PanelDraw, Review, ReviewExpert, ReviewMaterial, SheetItem
from audits.presenters.review_papers import papers_for
from audits.selectors.scoring import Merged
from config.common.access import Role
from config.common.wording import Light, date_words, number_words

_TONES = {
    SeatState.NAMED: "done",
    SeatState.INVITED: "todo",
    SeatState.ACCEPTED: "done",
    SeatState.REFUSED: "paused",
    SeatState.CONFLICTED: "paused",
}
_PAGES = {
    "accept": "audits:review_accept",
    "return": "audits:review_return",
    "draw": "audits:panel_draw",
    "send": "audits:panel_send",
    "close": "audits:scoring_close",
    "merge": "audits:review_merge",
    "decide": "audits:review_decide",
}


def state_light(review: Review) -> Light:
    """Where a review stands; decided ones show their outcome elsewhere."""
    tones = {ReviewState.DECIDED: "done", ReviewState.RETURNED: "returned", ReviewState.SCORING: "info"}
    state = ReviewState(review.state)
    return Light(tones.get(state, "todo"), str(state.label))


def steps_of(review: Review) -> list[dict[str, Any]]:
    """The way of a review through the panel; what was entered by hand has none."""
    if review.by_hand:
        return []
    labels = {
        ReviewState.APPLIED: _("申请"),
        ReviewState.ACCEPTED: _("受理"),
        ReviewState.PANEL: _("抽取专家"),
        ReviewState.SCORING: _("送达材料"),
        ReviewState.CLOSED: _("各自评分"),
        ReviewState.MERGED: _("汇总意见"),
        ReviewState.DECIDED: _("作出结论"),
    }
    order = list(labels)
    now = 0 if review.state == ReviewState.RETURNED else order.index(ReviewState(review.state))
    over = review.state == ReviewState.DECIDED
    return [
        {
            "number": number + 1,
            "label": label,
            "state": _step_state(number, now, review.state, over),
            "note": _step_note(review, state),
            "href": "",
        }
        for number, (state, label) in enumerate(labels.items())
    ]


def _step_state(number: int, now: int, state: str, over: bool) -> str:
    if number < now or over or (number == now and state not in {ReviewState.RETURNED}):
        return "done"
    if number == now:
        return "returned"
    return "now" if number == now + 1 and state != ReviewState.RETURNED else "todo"


def _step_note(review: Review, state: str) -> str:
    days = {
        ReviewState.APPLIED: review.applied_on,
        ReviewState.SCORING: review.papers_on,
        ReviewState.CLOSED: review.held_on,
        ReviewState.DECIDED: review.decided_on,
    }
    day = days.get(ReviewState(state))
    return date_words(day) if day else ""


def review_actions(user: User, review: Review, seat: ReviewExpert | None) -> list[dict[str, Any]]:
    """What this person may do with the review now; the last of them is the primary one."""
    if review.by_hand:
        return []
    if user.role == Role.EXPERT:
        return _expert_actions(review, seat)
    moves = [move for move in LIFECYCLE.leaving(review.state) if user.role in move.roles]
    moves = [move for move in moves if move.name in _PAGES]
    if review.state == ReviewState.PANEL:
        moves = [move for move in moves if move.name != "draw"]
    if review.state == ReviewState.APPLIED:
        moves.reverse()
    return [_button(str(move.label), _PAGES[move.name], review, move is moves[-1]) for move in moves]


def _expert_actions(review: Review, seat: ReviewExpert | None) -> list[dict[str, Any]]:
    if seat is None:
        return []
    found = []
    if review.state in {ReviewState.PANEL, ReviewState.SCORING} and seat.state != SeatState.NAMED:
        found.append(_button(_("申明回避"), "audits:seat_conflict", review, False))
    if seat.state == SeatState.INVITED:
        found.append(_button(_("答复邀请"), "audits:seat_answer", review, True))
    elif review.state == ReviewState.SCORING:
        label = _("修改评分") if seat.submitted_at else _("评分")
        found.append(_button(label, "audits:seat_score", review, True))
    elif review.state == ReviewState.CLOSED and seat.is_lead:
        found.append(_button(_("汇总意见"), "audits:review_merge", review, True))
    return found


def answer_note(seat: ReviewExpert) -> str:
    """Until when an invitation is answered, and what follows from declining."""
    follows = _("谢绝的，由抽取次序中的下一位专家递补。")
    if seat.answer_due_on is None:
        return follows
    return _("请于%(day)s前答复。%(follows)s") % {"day": date_words(seat.answer_due_on), "follows": follows}


def _button(label: str, page: str, review: Review, primary: bool) -> dict[str, Any]:
    posts = page == "audits:review_accept"
    return {"label": label, "href": reverse(page, args=[review.pk]), "primary": primary, "post": posts}


def seat_rows(seats: list[ReviewExpert], draw: PanelDraw | None) -> list[dict[str, Any]]:
    """Everybody who was asked, with what they answered and whether their sheet is in; never what it says."""
    return [
        {
            "name": seat.expert.name,
            "words": "·".join(word for word in (seat.expert.title, seat.expert.employer) if word),
            "lead": seat.is_lead,
            "state": Light(_TONES[SeatState(seat.state)], str(SeatState(seat.state).label)),
            "position": seat.position,
            "reason": seat.reason or seat.excused,
            "sheet": _sheet_words(seat) if draw else "",
        }
        for seat in seats
    ]


def _sheet_words(seat: ReviewExpert) -> str:
    if seat.submitted_at:
        return _("评分表已提交")
    return _("未提交（已说明）") if seat.excused else ""


def requirement_rows(
    kind: str, materials: list[ReviewMaterial], known: dict[str, str], *, removable: bool = False
) -> list[dict[str, Any]]:
    """Each requirement with what proves it, or that it is wanting."""
    rows = []
    for requirement in REQUIRED[ReviewKind(kind)]:
        files = [
            {
                "name": row.attachment.name,
                "href": reverse("audits:review_material", args=[row.pk]),
                "remove_href": reverse("audits:material_remove", args=[row.pk])
                if removable and row.review_id is None
                else "",
            }
            for row in materials
            if row.requirement == requirement
        ]
        platform = known.get(requirement.value, "")
        proved = bool(files or platform)
        light = Light("done", _("已有")) if proved else Light("late", _("缺少"))
        label = Requirement(requirement).label
        rows.append({"label": label, "files": files, "platform": platform, "light": light})
    return rows


def score_table(result: Merged | None, limit: Any) -> dict[str, Any] | None:
    """Item by expert with the means; a spread above the sheet's limit is a warning for the lead."""
    if result is None:
        return None
    wide = result.spread > limit
    warning = _("专家总分最多相差 %(n)s 分，超过提示线 %(limit)s 分，请组长核实分歧所在的项目。") % {
        "n": number_words(result.spread),
        "limit": number_words(limit),
    }
    return {
        "experts": [seat.expert.name for seat in result.seats],
        "rows": [
            {
                "title": item.title,
                "maximum": number_words(item.maximum),
                "scores": [
                    (seat.expert.name, number_words(result.sheets[seat.pk].get(item.pk)))
                    for seat in result.seats
                ],
                "mean": number_words(result.means.get(item.pk)),
            }
            for item in result.items
        ],
        "totals": [(seat.expert.name, number_words(seat.total)) for seat in result.seats],
        "total": number_words(result.total),
        "warning": warning if wide else "",
        "vetoes": [
            {"text": veto.text, "n": number, "of": len(result.seats)}
            for veto, number in result.vetoes
            if number
        ],
        "remarks": [
            {"name": seat.expert.name, "text": seat.remarks} for seat in result.seats if seat.remarks
        ],
    }


def paper_rows(user: User, review: Review) -> list[dict[str, str]]:
    """The documents this person may have now."""
    labels = {"minutes": _("会议纪要"), "opinion": _("评审意见表"), "letter": _("结果通知")}
    return [
        {"label": labels[kind], "href": reverse("audits:review_paper", args=[review.pk, kind])}
        for kind in papers_for(user.role, review)
    ]


def draw_facts(draw: PanelDraw) -> list[dict[str, Any]]:
    """What anybody needs to repeat a draw."""
    industry = draw.industry
    return [
        {"term": _("抽取时间"), "value": draw.at},
        {"term": _("抽取人"), "value": draw.by.name},
        {"term": _("范围"), "value": draw.get_scope_display()},
        {"term": _("企业所属行业"), "value": f"{industry.code} {industry.name}" if industry else ""},
        {"term": _("人数"), "value": draw.size},
        {"term": _("可抽取的专家"), "value": len(draw.pool)},
        {"term": _("回避或不能参加"), "value": len(draw.excluded)},
        {"term": _("随机种子"), "value": str(draw.seed)},
        {"term": _("算法"), "value": draw.algorithm},
    ]


def excluded_rows(draw: PanelDraw) -> list[dict[str, Any]]:
    """Who stood aside, and why."""
    words = {
        "employer": _("在%(party)s任职"),
        "employed": _("在%(party)s任职"),
        "former": _("曾在%(party)s任职"),
        "advised": _("为%(party)s提供过咨询"),
        "group": _("所在单位与%(party)s同属一个集团"),
        "account": _("没有平台账号，不能在线评分"),
    }
    return [
        {
            "name": row["name"],
            "employer": row["employer"],
            "why": words[row["why"]] % {"party": row["party"]},
        }
        for row in draw.excluded
    ]


def order_rows(order: list[int], names: dict[int, Expert], seats: list[ReviewExpert]) -> list[dict[str, Any]]:
    """The order of the draw, and who of it was asked."""
    states = {seat.expert_id: SeatState(seat.state) for seat in seats}
    return [
        {
            "number": number,
            "name": names[pk].name if pk in names else "",
            "employer": names[pk].employer if pk in names else "",
            "state": Light(_TONES[states[pk]], str(states[pk].label)) if pk in states else None,
        }
        for number, pk in enumerate(order, 1)
    ]


def score_sections(form: Any, items: list[SheetItem]) -> list[dict[str, Any]]:
    """The inputs of a sheet under their sections, each with its maximum and how sure that is."""
    made: list[dict[str, Any]] = []
    for item in items:
        if not made or made[-1]["name"] != item.section:
            made.append({"name": item.section, "rows": []})
        field = form[f"item_{item.pk}"]
        facts = {"n": number_words(item.maximum), "mark": Mark(item.mark).label}
        note = _("满分 %(n)s 分（%(mark)s）") % facts
        made[-1]["rows"].append({"field": field, "note": note, "is_bonus": item.is_bonus})
    return made
