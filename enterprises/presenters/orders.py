"""Words for people: orders and penalties."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from config.common.wording import Light, date_words, due_light, number_words
from enterprises.models import CorrectionOrder, OrderDraft, Penalty, PenaltyArticle
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
            "fine": sum((penalty.amount_yuan for penalty in order.penalties.all()), start=0) or None,
        }
        for order in orders
    ]


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
    return due_light(order.due_on, order.met_on, today)


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
        {"term": _("依据"), "value": order.article.basis},
        {"term": _("名单"), "value": listing.mandatory_list.title if listing else ""},
        {"term": _("下达日期"), "value": date_words(order.issued_on), "note": order.issued_by.name},
        {"term": _("改正期限"), "value": date_words(order.due_on), "light": order_light(order, today)},
    ]


def penalty_rows(penalties: list[Penalty]) -> list[dict[str, Any]]:
    return [
        {
            "document_no": penalty.document_no,
            "article": penalty.article.basis,
            "decided_on": penalty.decided_on,
            "amount": penalty.amount_yuan,
        }
        for penalty in penalties
    ]


def range_words(article: PenaltyArticle) -> str:
    """The article's range for the help beside the amount."""
    facts = {"least": number_words(article.min_yuan), "most": number_words(article.max_yuan)}
    return _("法定幅度 %(least)s 至 %(most)s 元") % facts


def fine_reason(order: CorrectionOrder, today: date) -> str:
    """Why no fine can follow this order today; empty when one can."""
    if order.penalties.all():
        return _("已作出处罚")
    return "".join(problem.sentence for problem in precondition_problems(order, order.article, today))
