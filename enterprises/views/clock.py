"""Pages of the clock: why a duty is due on its day, pauses and extensions, decisions on them."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from config.common.access import Permission, Role, needs
from config.common.downloads import attachment_answer
from config.common.errors import Refused
from config.common.forms import add_refusal
from enterprises.enums import AdjustmentKind
from enterprises.forms.clock import (
    AdjustmentForm,
    DecisionForm,
    ExtensionForm,
    PauseForm,
    ResumeForm,
    UndoForm,
)
from enterprises.models import DutyAdjustment
from enterprises.presenters import clock as words
from enterprises.presenters.letters import letter_rows
from enterprises.rules.clock import ExtensionTerms, PauseTerms
from enterprises.selectors import clock as reads
from enterprises.services import pauses as writes
from operations.models import Attachment
from operations.services.attachments import attachment_checked, attachment_read


@needs(Permission.LISTS_READ)
def clock_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Why the duties of the entry `pk` are due on their days."""
    listing = get_object_or_404(reads.clock_listings(request.user), pk=pk)
    context = words.clock_page(request.user, listing, reads.working_calendar(), timezone.localdate())
    context["letters"] = letter_rows(request.user, listing)
    return TemplateResponse(request, "enterprises/clock_detail.html", context)


@needs(Permission.DUTIES_ADJUST)
def adjustment_list(request: HttpRequest) -> HttpResponse:
    """Pauses and extensions that wait for this officer's word."""
    rows = words.request_rows(list(reads.requests_waiting(request.user)))
    return TemplateResponse(request, "enterprises/adjustment_list.html", {"rows": rows})


@needs(Permission.DUTIES_ASK)
def pause_create(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask that a duty of the entry `pk` stand still."""
    listing = get_object_or_404(reads.clock_listings(request.user), pk=pk)
    duties = reads.duties_open_of(listing)
    form = PauseForm(request.POST or None, request.FILES or None, duties=duties, initial=_asked_for(request))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data

        def write(document: Attachment | None) -> DutyAdjustment:
            terms = PauseTerms(data["reason"], document, data["from_on"], data["to_on"])
            return writes.pause_request(duty=data["duty"], terms=terms, by=request.user, at=timezone.now())

        if _written(request, form, write):
            return redirect("enterprises:clock_detail", pk=pk)
    context = {"form": form, "listing": listing}
    status = 422 if form.errors else 200
    return TemplateResponse(request, "enterprises/pause_create.html", context, status=status)


@needs(Permission.DUTIES_ASK)
def extension_create(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for a later day for a duty of the entry `pk`."""
    listing = get_object_or_404(reads.clock_listings(request.user), pk=pk)
    duties = reads.duties_open_of(listing)
    form = ExtensionForm(
        request.POST or None, request.FILES or None, duties=duties, initial=_asked_for(request)
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data

        def write(document: Attachment | None) -> DutyAdjustment:
            terms = ExtensionTerms(data["reason"], document, data["until_on"])
            return writes.extension_request(
                duty=data["duty"], terms=terms, by=request.user, at=timezone.now()
            )

        if _written(request, form, write):
            return redirect("enterprises:clock_detail", pk=pk)
    context = {"form": form, "listing": listing}
    status = 422 if form.errors else 200
    return TemplateResponse(request, "enterprises/extension_create.html", context, status=status)


def _asked_for(request: HttpRequest) -> dict[str, Any]:
    return {"duty": request.GET.get("duty")}


def _written(
    request: HttpRequest, form: AdjustmentForm, write: Callable[[Attachment | None], DutyAdjustment]
) -> bool:
    """Keep the paper and write the request; a refusal is shown on the form."""
    upload = form.cleaned_data["document"]
    kinds = ("pdf", "jpeg", "png")
    try:
        document = None
        if upload:
            document = attachment_checked(upload=upload, kinds=kinds, by=request.user, at=timezone.now())
        write(document)
    except Refused as error:
        add_refusal(form, error)
        return False
    if request.user.role == Role.ENTERPRISE:
        messages.success(request, _("申请已提交，等待主管部门审批；批准之前期限不变。"))
    else:
        messages.success(request, _("申请已提交，等待本单位其他人员或上级主管部门审批。"))
    return True


@needs(Permission.DUTIES_ADJUST)
@require_POST
def adjustment_decide(request: HttpRequest, pk: int) -> HttpResponse:
    adjustment = get_object_or_404(reads.adjustments_for(request.user), pk=pk)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        raise Refused(_("请选择批准或不批准。"))
    data = form.cleaned_data
    approve = data["decision"] == "approve"
    write = writes.adjustment_approve if approve else writes.adjustment_refuse
    write(
        adjustment=adjustment, version=data["version"], note=data["note"], by=request.user, at=timezone.now()
    )
    messages.success(request, _("已批准，期限随之变动。") if approve else _("已登记为不批准，期限不变。"))
    return redirect("enterprises:clock_detail", pk=adjustment.duty.listing_id)


@needs(Permission.DUTIES_ADJUST)
@require_POST
def adjustment_end(request: HttpRequest, pk: int) -> HttpResponse:
    """A pause ends early, an extension is taken back."""
    adjustment = get_object_or_404(reads.adjustments_for(request.user), pk=pk)
    facts = {"adjustment": adjustment, "by": request.user, "at": timezone.now()}
    form: ResumeForm | UndoForm
    if adjustment.kind == AdjustmentKind.PAUSE:
        form = ResumeForm(request.POST)
        if not form.is_valid():
            raise Refused(_("恢复计算日不是有效日期，没有登记。"))
        writes.pause_resume(**facts, **form.cleaned_data)
    else:
        form = UndoForm(request.POST)
        if not form.is_valid():
            raise Refused(_("撤销延期请写明理由。"))
        writes.extension_undo(**facts, **form.cleaned_data)
    messages.success(request, _("期限已重新计算。"))
    return redirect("enterprises:clock_detail", pk=adjustment.duty.listing_id)


@needs(Permission.DUTIES_ASK)
@require_POST
def adjustment_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """The asker takes the own request back before anybody has decided it."""
    adjustment = get_object_or_404(reads.own_requests(request.user), pk=pk)
    writes.extension_withdraw(adjustment=adjustment, by=request.user, at=timezone.now())
    messages.success(request, _("申请已撤回，期限不变；需要时可以重新申请。"))
    return redirect("enterprises:clock_detail", pk=adjustment.duty.listing_id)


@needs(Permission.LISTS_READ)
def adjustment_document(request: HttpRequest, pk: int) -> HttpResponse:
    """The paper a pause or an extension rests on."""
    adjustment = get_object_or_404(reads.adjustments_for(request.user), pk=pk)
    return attachment_answer(attachment_read(adjustment.document), adjustment.document.name)
