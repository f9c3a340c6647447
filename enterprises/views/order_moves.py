"""What happens to an order after it was issued: proof, its return, the way back by document."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from config.common.access import Permission, needs
from config.common.downloads import attachment_answer
from config.common.errors import Refused
from config.common.forms import add_refusal, sent
from enterprises.forms.order_moves import OrderAnswerForm, OrderReturnForm, WithdrawalForm
from enterprises.models import CorrectionOrder
from enterprises.presenters.orders import order_light
from enterprises.rules.orders import AnswerTerms, WithdrawalTerms
from enterprises.selectors import orders as reads
from enterprises.services import order_answers, order_withdrawals
from operations.services.attachments import attachment_checked, attachment_read

PROOF_KINDS = ("pdf", "jpeg", "png")


@needs(Permission.ORDERS_ANSWER)
def order_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """The enterprise says what it has done and hands in the proof."""
    order = get_object_or_404(reads.orders_for(request.user), pk=pk)
    today = timezone.localdate()
    initial = {"version": order.version, "corrected_on": today}
    form = OrderAnswerForm(sent(request), request.FILES or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            _answer(request, order, form)
        except Refused as error:
            add_refusal(form, error)
        else:
            messages.success(request, _("改正证明已提交，等待主管部门核查。"))
            return redirect("enterprises:order_detail", pk=pk)
    context = {"form": form, "order": order, "light": order_light(order, today)}
    status = 422 if form.errors else 200
    return TemplateResponse(request, "enterprises/order_answer.html", context, status=status)


def _answer(request: HttpRequest, order: CorrectionOrder, form: OrderAnswerForm) -> None:
    at, by = timezone.now(), request.user
    values = form.cleaned_data
    files = [
        attachment_checked(upload=upload, kinds=PROOF_KINDS, by=by, at=at) for upload in values["proofs"]
    ]
    order_answers.order_answer(
        order=order,
        terms=AnswerTerms(values["corrected_on"], values["text"]),
        files=files,
        version=values["version"],
        by=by,
        at=at,
    )


@needs(Permission.ORDERS_WRITE)
@require_POST
def order_return(request: HttpRequest, pk: int) -> HttpResponse:
    order = get_object_or_404(reads.orders_for(request.user), pk=pk)
    form = OrderReturnForm(request.POST)
    if not form.is_valid():
        raise Refused(_("退回要写明理由（不超过 300 字），没有退回。"))
    order_answers.order_return(order=order, **form.cleaned_data, by=request.user, at=timezone.now())
    messages.success(request, _("已退回改正证明，企业会收到退回理由。"))
    return redirect("enterprises:order_detail", pk=pk)


@needs(Permission.ORDERS_READ)
def order_proof(request: HttpRequest, pk: int) -> HttpResponse:
    """A file of proof, for who may see the order."""
    file = get_object_or_404(reads.proofs_for(request.user), pk=pk).file
    return attachment_answer(attachment_read(file), file.name)


@needs(Permission.ORDERS_WRITE)
def order_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the order `pk` back by a document."""
    order = get_object_or_404(reads.orders_for(request.user), pk=pk)

    def withdraw(**facts: Any) -> None:
        order_withdrawals.order_withdraw(order=order, **facts)

    return _withdraw(request, order, withdraw, version=order.version, number=order.document_no)


@needs(Permission.ORDERS_WRITE)
def penalty_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the fine `pk` back by a document."""
    penalty = get_object_or_404(reads.penalties_for(request.user), pk=pk)

    def withdraw(**facts: Any) -> None:
        order_withdrawals.penalty_withdraw(penalty=penalty, **facts)

    return _withdraw(request, penalty.order, withdraw, version=penalty.version, number=penalty.document_no)


def _withdraw(
    request: HttpRequest,
    order: CorrectionOrder,
    withdraw: Callable[..., None],
    *,
    version: int,
    number: str,
) -> HttpResponse:
    initial = {"version": version, "withdrawn_on": timezone.localdate()}
    form = WithdrawalForm(sent(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        version = values.pop("version")
        try:
            withdraw(terms=WithdrawalTerms(**values), version=version, by=request.user, at=timezone.now())
        except Refused as error:
            add_refusal(form, error)
        else:
            messages.success(request, _("已撤销 %(number)s。") % {"number": number})
            return redirect("enterprises:order_detail", pk=order.pk)
    context = {"form": form, "order": order, "number": number}
    status = 422 if form.errors else 200
    return TemplateResponse(request, "enterprises/withdraw.html", context, status=status)
