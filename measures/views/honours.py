"""Pages of honours: who was honoured, who meets the criteria, publishing and taking back."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Region
from config.common.access import Permission, allowed, needs
from config.common.errors import Refused
from config.common.forms import add_refusal, sent
from config.common.http import list_answer
from config.common.tables import table_page
from enterprises.rules.orders import WithdrawalTerms
from measures.enums import HonourKind
from measures.forms.honours import HonourRollForm, HonourWithdrawalForm
from measures.presenters import honours as shown
from measures.selectors import honours as reads
from measures.services.honours import RollTerms, honour_roll_publish
from measures.services.honours import honour_withdraw as withdraw
from measures.tables import HONOURS


@needs(Permission.HONOURS_READ)
def honour_list(request: HttpRequest) -> HttpResponse:
    may_write = allowed(request.user, Permission.HONOURS_WRITE)
    context = {"list": table_page(request, HONOURS), "may_write": may_write, "kinds": HonourKind}
    return list_answer(request, "measures/honour_list.html", context)


@needs(Permission.HONOURS_READ)
def honour_detail(request: HttpRequest, pk: int) -> HttpResponse:
    today = timezone.localdate()
    honour = get_object_or_404(reads.honours_for(request.user, today), pk=pk)
    context = {
        "honour": shown.honour_row(honour),
        "facts": shown.honour_facts(honour),
        "may_withdraw": allowed(request.user, Permission.HONOURS_WRITE) and honour.withdrawn_on is None,
    }
    return TemplateResponse(request, "measures/honour_detail.html", context)


@needs(Permission.HONOURS_WRITE)
def honour_ranking(request: HttpRequest, kind: str) -> HttpResponse:
    """Who meets the criteria, ranked, with every fact; ticking and a document publish the honour."""
    today, region = timezone.localdate(), request.user.region
    criteria = reads.criteria_in_force(kind, today) if kind in HonourKind.values else None
    if criteria is None or region is None:
        raise Http404
    initial = {"published_on": today, "authority": region.bureau_name}
    form = HonourRollForm(sent(request), initial=initial)
    chosen = {int(value) for value in request.POST.getlist("chosen") if value.isdecimal()}
    if request.method == "POST" and form.is_valid():
        try:
            _publish(request, region, criteria, chosen, form)
        except Refused as error:
            add_refusal(form, error)
        else:
            messages.success(request, _("已公布，企业页面和公众网站会显示。"))
            return redirect("measures:honour_list")
    rows = reads.ranking(region, criteria, today)
    context = {"form": form, "criteria": criteria, "chosen": chosen} | shown.ranking_page(criteria, rows)
    status = 422 if form.errors else 200
    return TemplateResponse(request, "measures/honour_ranking.html", context, status=status)


def _publish(request: HttpRequest, region: Region, criteria: Any, chosen: set[int], form: Any) -> None:
    honour_roll_publish(
        region=region,
        criteria=criteria,
        chosen=chosen,
        terms=RollTerms(**form.cleaned_data),
        by=request.user,
        at=timezone.now(),
    )


@needs(Permission.HONOURS_WRITE)
def honour_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the award `pk` back by a document."""
    today = timezone.localdate()
    honour = get_object_or_404(reads.honours_for(request.user, today), pk=pk)
    form = HonourWithdrawalForm(sent(request), initial={"version": honour.version, "withdrawn_on": today})
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        version = values.pop("version")
        try:
            withdraw(
                honour=honour,
                terms=WithdrawalTerms(**values),
                version=version,
                by=request.user,
                at=timezone.now(),
            )
        except Refused as error:
            add_refusal(form, error)
        else:
            messages.success(request, _("荣誉已撤销。"))
            return redirect("measures:honour_detail", pk=pk)
    context = {"form": form, "honour": shown.honour_row(honour)}
    status = 422 if form.errors else 200
    return TemplateResponse(request, "measures/honour_withdraw.html", context, status=status)
