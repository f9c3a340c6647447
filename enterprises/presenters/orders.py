"""Words for people: orders and penalties."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from config.common.wording import Light, date_words, due_light, number_words
from enterprises.calculations.law_titles import basis_cited
from enterprises.enums import AnswerState, OrderState, PenaltyState
from enterprises.lifecycle import ORDER, order_state
from enterprises.models import CorrectionOrder, OrderAnswer, OrderDraft, Penalty, PenaltyArticle
from enterprises.rules.orders import precondition_problems
from enterprises.selectors.order_drafts import draft_href


def order_rows(orders: list[CorrectionOrder], today: date) -> list[dict[str, Any]]:
    return [
        {
            "document_no": order.document_no,
            "href": reverse("enterprises:order_detail", args=[order.pk]),
            "enterprise": order.enterprise.name,
            "enterprise_href": reverse("enterprises:enterprise_detail", args=[order.enterprise_id]),
            "kind": order.get_kind_display(),
            "article": order.article.basis,
            "act": order.article.act,
            "issued_on": order.issued_on,
            "due_on": order.due_on,
            "light": order_light(order, today),
            "fine": _fine_of(order),
            "occasion": order.occasion,
            "place": order.enterprise.region.name,
            "met_on": order.met_on,
            "withdrawn_document": order.withdrawn_document,
            "uscc": order.enterprise.uscc,
        }
        for order in orders
    ]


def _fine_of(order: CorrectionOrder) -> Decimal | None:
    """What stands; a fine taken back is no fine."""
    standing = (fine.amount_yuan for fine in order.penalties.all() if fine.state == PenaltyState.DECIDED)
    return sum(standing, start=Decimal(0)) or None


def penalty_list_rows(penalties: list[Penalty]) -> list[dict[str, Any]]:
    return [
        {
            "document_no": row.document_no,
            "href": reverse("enterprises:order_detail", args=[row.order_id]) + "#penalties",
            "enterprise": row.order.enterprise.name,
            "enterprise_href": reverse("enterprises:enterprise_detail", args=[row.order.enterprise_id]),
            "act": row.article.act,
            "article": basis_cited(row.article.basis),
            "decided_on": row.decided_on,
            "amount": row.amount_yuan,
            "light": penalty_light(row),
            "order": row.order.document_no,
            "place": row.order.enterprise.region.name,
            "uscc": row.order.enterprise.uscc,
            "withdrawn_on": row.withdrawn_on,
            "withdrawn_document": row.withdrawn_document,
            "withdrawn_reason": row.withdrawn_reason,
        }
        for row in penalties
    ]


def penalty_light(penalty: Penalty) -> Light:
    tone = "returned" if penalty.state == PenaltyState.WITHDRAWN else "done"
    return Light(tone, penalty.get_state_display())


def penalty_sums(totals: dict[str, Any]) -> str:
    """The line above the list of fines."""
    facts = {
        "standing": totals["standing"],
        "yuan": number_words(totals["yuan"] or 0),
        "withdrawn": totals["withdrawn"],
    }
    return (
        _("有效处罚 %(standing)d 件，罚款合计 %(yuan)s 元；已撤销 %(withdrawn)d 件，另行统计，不计入合计。")
        % facts
    )


def draft_rows(drafts: list[OrderDraft]) -> list[dict[str, Any]]:
    return [
        {
            "name": draft.enterprise.name,
            "href": draft_href(draft),
            "act": draft.article.act if draft.article else "",
            "who": draft.saved_by.name,
            "saved_at": draft.saved_at,
        }
        for draft in drafts
    ]


def order_light(order: CorrectionOrder, today: date) -> Light:
    if order.state == OrderState.WITHDRAWN:
        return Light("paused", str(OrderState.WITHDRAWN.label))
    if order.state == OrderState.ANSWERED:
        return Light("info", str(OrderState.ANSWERED.label))
    if order.state == OrderState.RETURNED and order.due_on >= today:
        return Light("returned", str(OrderState.RETURNED.label))
    return due_light(order.due_on, order.met_on, today)


def order_page(order: CorrectionOrder, today: date) -> dict[str, Any]:
    """What the page of an order shows beside the forms."""
    state = order_state(order.state, order.due_on, today)
    open_to = {move.name for move in ORDER.leaving(state)}
    fines = list(order.penalties.all())
    return {
        "order": order,
        "light": order_light(order, today),
        "state": ORDER.label(state),
        "facts": order_facts(order, today),
        "penalties": penalty_rows(fines),
        "fined": any(fine.state == PenaltyState.DECIDED for fine in fines),
        "answers": answer_rows(list(order.answers.all())),
        "story": order_story(order, today),
        "can": dict.fromkeys(sorted(open_to), True),
    }


def met_on_proposed(order: CorrectionOrder, today: date) -> date:
    """The day the enterprise names, else today."""
    waiting = [answer for answer in order.answers.all() if answer.state == AnswerState.WAITING]
    return waiting[-1].corrected_on if waiting else today


_ANSWER_TONES = {
    AnswerState.WAITING: "soon",
    AnswerState.ACCEPTED: "done",
    AnswerState.RETURNED: "returned",
}


def answer_rows(answers: list[OrderAnswer]) -> list[dict[str, Any]]:
    """Each proof that was handed in, newest first, with its files and what became of it."""
    return [
        {
            "number": answer.number,
            "text": answer.text,
            "corrected_on": answer.corrected_on,
            "who": answer.answered_by.name,
            "when": date_words(answer.answered_at),
            "light": Light(_ANSWER_TONES[AnswerState(answer.state)], answer.get_state_display()),
            "reason": answer.reason,
            "files": [
                {"name": proof.file.name, "href": reverse("enterprises:order_proof", args=[proof.pk])}
                for proof in answer.proofs.all()
            ],
        }
        for answer in reversed(answers)
    ]


def order_story(order: CorrectionOrder, today: date) -> list[dict[str, Any]]:
    """Everything that happened, newest first: the duty that ran out, the order, proof, fines, reversals."""
    events = [*_order_events(order, today), *_answer_events(order), *_penalty_events(order)]
    events.sort(key=lambda event: event[0], reverse=True)
    return [
        {"text": text, "when": date_words(on), "who": who, "note": note, "tone": tone}
        for on, text, who, note, tone in events
    ]


_Event = tuple[date, str, str, str, str]


def _order_events(order: CorrectionOrder, today: date) -> Iterator[_Event]:
    if order.duty:
        due = _("义务到期：%(duty)s") % {"duty": order.duty.get_code_display()}
        yield order.duty.due_on, due, "", basis_cited(order.duty.regime.basis), "late"
    issued = f"{order.get_kind_display()} {order.document_no}"
    yield order.issued_on, issued, order.issued_by.name, order.occasion, ""
    if order_state(order.state, order.due_on, today) == OrderState.EXPIRED:
        yield order.due_on, _("改正期限届满，企业未改正"), "", "", "late"
    if order.met_on:
        yield order.met_on, _("改正，责令办结"), "", "", "done"
    if order.withdrawn_on and order.withdrawn_by:
        note = order.withdrawn_reason
        yield (
            order.withdrawn_on,
            _("撤销责令 %(number)s") % {"number": order.withdrawn_document},
            order.withdrawn_by.name,
            note,
            "paused",
        )


def _answer_events(order: CorrectionOrder) -> Iterator[_Event]:
    for answer in order.answers.all():
        handed = timezone.localtime(answer.answered_at).date()
        yield handed, _("企业提交改正证明"), answer.answered_by.name, answer.text, ""
        if answer.state == AnswerState.RETURNED and answer.decided_at and answer.decided_by:
            on = timezone.localtime(answer.decided_at).date()
            yield on, _("退回改正证明"), answer.decided_by.name, answer.reason, "returned"


def _penalty_events(order: CorrectionOrder) -> Iterator[_Event]:
    for fine in order.penalties.all():
        facts = {"number": fine.document_no, "amount": number_words(fine.amount_yuan)}
        decided = _("处罚 %(number)s：罚款 %(amount)s 元") % facts
        yield fine.decided_on, decided, fine.decided_by.name, basis_cited(fine.article.basis), "late"
        if fine.withdrawn_on and fine.withdrawn_by:
            text = _("撤销处罚 %(number)s") % {"number": fine.withdrawn_document}
            yield fine.withdrawn_on, text, fine.withdrawn_by.name, fine.withdrawn_reason, "paused"


def order_facts(order: CorrectionOrder, today: date) -> list[dict[str, Any]]:
    listing = order.listing
    return [
        {
            "term": _("企业"),
            "value": order.enterprise.name,
            "href": reverse("enterprises:enterprise_detail", args=[order.enterprise_id]),
        },
        {"term": _("类别"), "value": order.get_kind_display()},
        {"term": _("违法行为"), "value": order.article.act},
        {"term": _("依据"), "value": basis_cited(order.article.basis)},
        {"term": _("起因"), "value": _cause(order)},
        {"term": _("名单"), "value": listing.mandatory_list.title if listing else ""},
        {"term": _("下达日期"), "value": date_words(order.issued_on), "note": order.issued_by.name},
        {"term": _("改正期限"), "value": date_words(order.due_on), "light": order_light(order, today)},
    ]


def _cause(order: CorrectionOrder) -> str:
    """What it rests on: the duty that ran out, or what was found, in words."""
    if order.duty is None:
        return order.occasion
    facts = {"duty": order.duty.get_code_display(), "due": date_words(order.duty.due_on)}
    late = _("%(duty)s逾期（应于%(due)s前履行）") % facts
    return f"{late} {order.occasion}".strip()


def penalty_rows(penalties: list[Penalty]) -> list[dict[str, Any]]:
    return [
        {
            "pk": penalty.pk,
            "document_no": penalty.document_no,
            "article": basis_cited(penalty.article.basis),
            "decided_on": penalty.decided_on,
            "amount": penalty.amount_yuan,
            "light": penalty_light(penalty),
            "withdrawn": penalty.state == PenaltyState.WITHDRAWN,
        }
        for penalty in penalties
    ]


def range_words(article: PenaltyArticle) -> str:
    """The article's range for the help beside the amount."""
    facts = {"least": number_words(article.min_yuan), "most": number_words(article.max_yuan)}
    return _("法定幅度 %(least)s 至 %(most)s 元") % facts


def fine_reason(order: CorrectionOrder, today: date) -> str:
    """Why no fine can follow this order today; empty when one can."""
    if any(fine.state == PenaltyState.DECIDED for fine in order.penalties.all()):
        return _("已作出处罚")
    return "".join(problem.sentence for problem in precondition_problems(order, order.article, today))
