"""Pages of findings: the list, one finding with its story, the enterprise's answer, the bureau's word."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from config.common.access import Permission, needs
from config.common.errors import Refused
from config.common.forms import add_refusal
from config.common.http import list_answer
from config.common.tables import table_page
from enterprises.selectors.order_drafts import draft_href
from measures.forms.findings import FindingAnswerForm, FindingDecideForm
from measures.presenters.findings import finding_card
from measures.selectors import findings as reads
from measures.services import findings as services
from measures.tables import FINDINGS
from operations.services.attachments import attachment_path


@needs(Permission.VERIFICATIONS_READ)
def finding_list(request: HttpRequest) -> HttpResponse:
    return list_answer(request, "measures/finding_list.html", {"list": table_page(request, FINDINGS)})


@needs(Permission.VERIFICATIONS_READ)
def finding_detail(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, get_object_or_404(reads.finding_whole(request.user), pk=pk))


def _page(request: HttpRequest, finding: Any, form: Any = None) -> HttpResponse:
    """The finding with the one form that this person may fill now."""
    card = finding_card(finding, request.user, timezone.localdate())
    if form is None and card["form"]:
        kind = FindingAnswerForm if card["form"] == "answer" else FindingDecideForm
        form = kind(initial={"version": finding.version})
    context = {"card": card, "form": form, "finding": finding, "trail": card["trail"]}
    status = 422 if form is not None and form.errors else 200
    return TemplateResponse(request, "measures/finding_detail.html", context, status=status)


@needs(Permission.MEASURES_WRITE)
@require_POST
def finding_answer(request: HttpRequest, pk: int) -> HttpResponse:
    finding = get_object_or_404(reads.finding_whole(request.user), pk=pk)
    form = FindingAnswerForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, finding, form)
    try:
        services.finding_answer(finding=finding, by=request.user, at=timezone.now(), **form.cleaned_data)
    except Refused as error:
        add_refusal(form, error)
        return _page(request, finding, form)
    messages.success(request, _("整改情况已提交，等待主管部门复核。"))
    return redirect("measures:finding_detail", pk=pk)


@needs(Permission.VERIFIERS_ASSIGN)
@require_POST
def finding_decide(request: HttpRequest, pk: int) -> HttpResponse:
    finding = get_object_or_404(reads.finding_whole(request.user), pk=pk)
    form = FindingDecideForm(request.POST)
    if not form.is_valid():
        return _page(request, finding, form)
    try:
        services.finding_decide(finding=finding, by=request.user, at=timezone.now(), **form.cleaned_data)
    except Refused as error:
        add_refusal(form, error)
        return _page(request, finding, form)
    messages.success(request, _("已登记复核意见。"))
    return redirect("measures:finding_detail", pk=pk)


@needs(Permission.ORDERS_WRITE)
@require_POST
def finding_order(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin the order form with the finding's words; the officer goes on there."""
    finding = get_object_or_404(reads.finding_whole(request.user), pk=pk)
    draft = services.finding_order_draft(finding=finding, by=request.user, at=timezone.now())
    messages.success(request, _("已按这个问题起草责令改正，请核对条款后下达。"))
    return redirect(draft_href(draft))


@needs(Permission.VERIFICATIONS_READ)
def finding_proof(request: HttpRequest, pk: int) -> HttpResponseBase:
    proof = get_object_or_404(reads.proofs_for(request.user), pk=pk)
    response = FileResponse(
        attachment_path(proof.attachment).open("rb"), as_attachment=True, filename=proof.attachment.name
    )
    response["X-Content-Type-Options"] = "nosniff"
    return response
