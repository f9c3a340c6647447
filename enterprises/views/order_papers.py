"""An order to publish prepared from what is overdue, and orders as papers."""

from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone

from config.common.access import Permission, needs
from config.common.downloads import attachment_answer
from enterprises.enums import OrderState, PenaltyState
from enterprises.forms.orders import OrderForm
from enterprises.models import Listing, PenaltyArticle
from enterprises.presenters import decision_papers as decisions
from enterprises.presenters import order_papers as papers
from enterprises.rules.orders import PUBLISH_WITHIN_DAYS, check_publication_overdue
from enterprises.selectors import order_drafts as drafts
from enterprises.selectors import orders as reads
from enterprises.selectors.disclosures import fields_owed, listing_for
from enterprises.views.orders import form_choices

ARTICLE = "P36"


@needs(Permission.ORDERS_WRITE)
def order_draft(request: HttpRequest, pk: int) -> HttpResponse:
    """The order to publish for an overdue entry, with its facts in it, ready to be read, mended and issued."""
    today = timezone.localdate()
    listing, article, text = _draft(request, pk, today)
    duty = reads.publication_duty(listing)
    initial: dict[str, Any] = {
        "article": article,
        "listing": listing,
        "duty": duty.pk if duty else None,
        "issued_on": today,
        "due_on": today + timedelta(days=PUBLISH_WITHIN_DAYS),
        "text": text,
    }
    draft = drafts.draft_of(request.user, listing.enterprise, listing)
    form = OrderForm(
        **form_choices(request, listing.enterprise), initial=initial | drafts.draft_values(draft)
    )
    context = {
        "form": form,
        "listing": listing,
        "enterprise": listing.enterprise,
        "draft": draft,
        "earlier": reads.publication_order(request.user, listing),
    }
    return TemplateResponse(request, "enterprises/order_draft.html", context)


@needs(Permission.ORDERS_WRITE)
def order_draft_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """The draft as a paper, without number and day."""
    today = timezone.localdate()
    listing, article, text = _draft(request, pk, today)
    kept = drafts.draft_of(request.user, listing.enterprise, listing)
    text = kept.text if kept and kept.text else text
    content = papers.paper_pdf(papers.draft_paper(listing, article, text, request.user, today))
    return attachment_answer(
        content, f"{listing.name}责令公布决定书（草稿）.pdf", content_type="application/pdf"
    )


@needs(Permission.ORDERS_READ)
def order_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """An issued order as a paper."""
    order = get_object_or_404(reads.orders_for(request.user), pk=pk)
    return _pdf(papers.paper_pdf(papers.issued_paper(order)), order.document_no)


@needs(Permission.ORDERS_READ)
def order_withdrawal_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """The document that took an order back."""
    withdrawn = reads.orders_for(request.user).filter(state=OrderState.WITHDRAWN)
    order = get_object_or_404(withdrawn, pk=pk)
    return _pdf(decisions.decision_pdf(decisions.order_withdrawal(order)), order.withdrawn_document)


@needs(Permission.ORDERS_READ)
def penalty_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """A fine as a paper."""
    penalty = get_object_or_404(reads.penalties_for(request.user), pk=pk)
    return _pdf(decisions.decision_pdf(decisions.penalty_decision(penalty)), penalty.document_no)


@needs(Permission.ORDERS_READ)
def penalty_withdrawal_paper(request: HttpRequest, pk: int) -> HttpResponse:
    withdrawn = reads.penalties_for(request.user).filter(state=PenaltyState.WITHDRAWN)
    penalty = get_object_or_404(withdrawn, pk=pk)
    return _pdf(decisions.decision_pdf(decisions.penalty_withdrawal(penalty)), penalty.withdrawn_document)


def _pdf(content: bytes, name: str) -> HttpResponse:
    return attachment_answer(content, f"{name}.pdf", content_type="application/pdf")


def _draft(request: HttpRequest, pk: int, today: date) -> tuple[Listing, PenaltyArticle, str]:
    listing = get_object_or_404(listing_for(request.user, pk))
    duty = reads.publication_duty(listing)
    check_publication_overdue(listing, duty, today)
    return (
        listing,
        reads.article_coded(ARTICLE),
        papers.draft_text(listing, duty, fields_owed(listing), today),
    )
