"""Pages of correction orders and penalties."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from config.common.access import Permission, allowed, needs
from config.common.errors import Refused
from config.common.forms import add_refusal
from config.common.http import list_answer
from config.common.tables import table_page
from enterprises.forms.order_moves import OrderReturnForm
from enterprises.forms.orders import OrderForm, OrderMeetForm, PenaltyForm
from enterprises.models import Enterprise
from enterprises.presenters import orders as words
from enterprises.rules.orders import OrderTerms, PenaltyTerms
from enterprises.selectors import order_drafts as drafts
from enterprises.selectors import orders as reads
from enterprises.selectors.enterprises import enterprise_for, published_listings
from enterprises.services import orders as writes
from enterprises.tables.law import ORDERS, PENALTIES

_MOST_DRAFTS = 20


@needs(Permission.ORDERS_READ)
def order_list(request: HttpRequest) -> HttpResponse:
    rows = table_page(request, ORDERS)
    waiting = words.draft_rows(list(drafts.drafts_for(request.user)[:_MOST_DRAFTS]))
    return list_answer(request, "enterprises/order_list.html", {"list": rows, "drafts": waiting})


@needs(Permission.ORDERS_READ)
def penalty_list(request: HttpRequest) -> HttpResponse:
    """Fines, those that were taken back among them and told apart."""
    rows = table_page(request, PENALTIES)
    sums = words.penalty_sums(reads.penalty_totals(rows.filter.qs))
    return list_answer(request, "enterprises/penalty_list.html", {"list": rows, "sums": sums})


@needs(Permission.ORDERS_READ)
def order_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The whole story of an order: duty, order, proof, fine, reversal; and what the reader may do now."""
    order = get_object_or_404(reads.order_story(request.user, pk))
    today = timezone.localdate()
    initial = {"version": order.version, "met_on": words.met_on_proposed(order, today)}
    context = {
        **words.order_page(order, today),
        "may_write": allowed(request.user, Permission.ORDERS_WRITE),
        "may_answer": allowed(request.user, Permission.ORDERS_ANSWER),
        "fine_reason": words.fine_reason(order, today),
        "form": OrderMeetForm(initial=initial),
        "return_form": OrderReturnForm(initial=initial),
    }
    return TemplateResponse(request, "enterprises/order_detail.html", context)


@needs(Permission.ORDERS_WRITE)
def order_create(request: HttpRequest, pk: int) -> HttpResponse:
    """Order the enterprise `pk` to publish or to correct."""
    enterprise = get_object_or_404(enterprise_for(request.user, pk))
    draft = drafts.draft_numbered(request.user, enterprise, request.GET.get("draft", ""))
    form = OrderForm(
        request.POST or None,
        **form_choices(request, enterprise),
        initial={"issued_on": timezone.localdate()} | _prefilled(request) | drafts.draft_values(draft),
    )
    if request.method == "POST" and form.is_valid():
        try:
            order = writes.order_issue(
                enterprise=enterprise,
                terms=OrderTerms(**form.cleaned_data),
                by=request.user,
                at=timezone.now(),
            )
        except Refused as error:
            add_refusal(form, error)
        else:
            messages.success(request, _("已下达 %(number)s。") % {"number": order.document_no})
            return redirect("enterprises:order_detail", pk=order.pk)
    context = {"form": form, "enterprise": enterprise, "draft": draft}
    status = 422 if form.errors else 200
    return TemplateResponse(request, "enterprises/order_create.html", context, status=status)


def form_choices(request: HttpRequest, enterprise: Enterprise) -> dict[str, Any]:
    """What an order's form offers: the articles, the enterprise's entries, its duties past due."""
    return {
        "articles": reads.articles(),
        "listings": published_listings(request.user, enterprise),
        "duties": reads.duties_to_order(request.user, enterprise, timezone.localdate()),
    }


def _prefilled(request: HttpRequest) -> dict[str, str]:
    """What the page that led here already knows: the occasion in words, a text, the duty it is about."""
    names = {"occasion": 200, "text": 500, "duty": 12}
    return {name: request.GET[name][:most] for name, most in names.items() if request.GET.get(name)}


@needs(Permission.ORDERS_WRITE)
@require_POST
def order_meet(request: HttpRequest, pk: int) -> HttpResponse:
    order = get_object_or_404(reads.orders_for(request.user), pk=pk)
    form = OrderMeetForm(request.POST)
    if not form.is_valid():
        raise Refused(_("改正日期不是有效日期，没有登记。"))
    writes.order_meet(order=order, **form.cleaned_data, by=request.user, at=timezone.now())
    messages.success(request, _("已登记改正。"))
    return redirect("enterprises:order_detail", pk=pk)


@needs(Permission.ORDERS_WRITE)
def penalty_create(request: HttpRequest, pk: int) -> HttpResponse:
    """A fine that follows the order `pk`, under the order's own article."""
    order = get_object_or_404(reads.orders_for(request.user), pk=pk)
    form = PenaltyForm(
        request.POST or None,
        range_help=words.range_words(order.article),
        initial={"decided_on": timezone.localdate()},
    )
    context: dict[str, Any] = {"form": form, "order": order}
    if request.method == "POST" and form.is_valid():
        terms = PenaltyTerms(article=order.article, **form.cleaned_data)
        try:
            writes.penalty_decide(order=order, terms=terms, by=request.user, at=timezone.now())
        except Refused as error:
            add_refusal(form, error)
        else:
            messages.success(request, _("处罚决定已登记。"))
            return redirect("enterprises:order_detail", pk=pk)
    status = 422 if form.errors else 200
    return TemplateResponse(request, "enterprises/penalty_create.html", context, status=status)
