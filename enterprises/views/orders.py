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
from enterprises.forms.orders import OrderForm, OrderMeetForm, PenaltyForm
from enterprises.presenters import orders as words
from enterprises.rules.orders import OrderTerms, PenaltyTerms
from enterprises.selectors import order_drafts as drafts
from enterprises.selectors import orders as reads
from enterprises.selectors.enterprises import enterprise_for, published_listings
from enterprises.services import orders as writes
from enterprises.tables.law import ORDERS

_MOST_DRAFTS = 20


@needs(Permission.ORDERS_READ)
def order_list(request: HttpRequest) -> HttpResponse:
    rows = table_page(request, ORDERS)
    waiting = words.draft_rows(list(drafts.drafts_for(request.user)[:_MOST_DRAFTS]))
    return list_answer(request, "enterprises/order_list.html", {"list": rows, "drafts": waiting})


@needs(Permission.ORDERS_READ)
def order_detail(request: HttpRequest, pk: int) -> HttpResponse:
    order = get_object_or_404(reads.orders_for(request.user), pk=pk)
    today = timezone.localdate()
    context = {
        "order": order,
        "light": words.order_light(order, today),
        "facts": words.order_facts(order, today),
        "penalties": words.penalty_rows(list(order.penalties.all())),
        "may_write": allowed(request.user, Permission.ORDERS_WRITE),
        "fine_reason": words.fine_reason(order, today),
        "form": OrderMeetForm(initial={"version": order.version, "met_on": today}),
    }
    return TemplateResponse(request, "enterprises/order_detail.html", context)


@needs(Permission.ORDERS_WRITE)
def order_create(request: HttpRequest, pk: int) -> HttpResponse:
    """Order the enterprise `pk` to publish or to correct."""
    enterprise = get_object_or_404(enterprise_for(request.user, pk))
    draft = drafts.draft_numbered(request.user, enterprise, request.GET.get("draft", ""))
    form = OrderForm(
        request.POST or None,
        articles=reads.articles(),
        listings=published_listings(request.user, enterprise),
        initial={"issued_on": timezone.localdate()} | drafts.draft_values(draft),
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
