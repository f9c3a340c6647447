"""Pages of the fee ledger: what is owed and paid, one payment, the bureau's rates."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from audits import rules
from audits.forms.fees import PaidForm, RateForm
from audits.presenters import fees as words
from audits.selectors import fees as reads
from audits.services import fees as writes
from audits.tables_reviews import FEES
from audits.views.saving import status_of, try_to_save
from config.common.access import Permission, needs
from config.common.http import list_answer, page_or_part
from config.common.tables import table_page


@needs(Permission.FEES_READ)
def fee_list(request: HttpRequest) -> HttpResponse:
    """The ledger of a bureau, or an expert's own fees; the file holds what is filtered."""
    page = table_page(request, FEES)
    summary = words.sums_words(reads.fee_sums(page.filter.qs))
    context = {"list": page, "summary": summary, "is_officer": request.user.is_officer}
    return list_answer(request, "audits/fee_list.html", context)


@needs(Permission.ROUNDS_DECIDE)
def fee_pay(request: HttpRequest, pk: int) -> HttpResponse:
    """Book that a fee was paid: day, voucher, from whose account."""
    fee = get_object_or_404(reads.fees_for(request.user), pk=pk)
    rules.check_payer(fee, request.user)
    first = {"paid_on": timezone.localdate(), "paid_from": fee.payer.bureau_name}
    form = PaidForm(request.POST or None, initial=first)
    context: dict[str, Any] = {"form": form, "facts": words.fee_facts(fee)}
    if request.method == "POST" and form.is_valid():
        payment = writes.Payment(**form.cleaned_data)
        done = partial(writes.fee_pay, fee=fee, payment=payment, by=request.user, at=timezone.now())
        if try_to_save(form, done, context):
            messages.success(request, _("劳务费发放已登记。"))
            return redirect("audits:fee_list")
    return page_or_part(request, "audits/fee_pay.html", context, status=status_of(form, context))


@needs(Permission.ROUNDS_DECIDE)
def fee_rates(request: HttpRequest) -> HttpResponse:
    """The versions of the rate, and the form for the bureau's next one."""
    today = timezone.localdate()
    form = RateForm(request.POST or None, initial={"effective_from": today})
    context: dict[str, Any] = {"form": form}
    if request.method == "POST" and form.is_valid():
        done = partial(writes.rate_set, **form.cleaned_data, by=request.user, at=timezone.now())
        if try_to_save(form, done, context):
            messages.success(request, _("新一版劳务费标准已制定，自启用日期起的评审按它计算。"))
            return redirect("audits:fee_rates")
    now_in_force = reads.rate_on(today, request.user.region) if request.user.region else None
    context["rates"] = words.rate_rows(reads.rates_for(request.user), now_in_force)
    return page_or_part(request, "audits/fee_rates.html", context, status=status_of(form, context))
