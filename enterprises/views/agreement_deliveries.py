"""Pages of the yearly reports on voluntary agreements: sent by the enterprise, checked by the bureau."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from config.common.access import Permission, needs
from config.common.downloads import attachment_answer
from config.common.errors import Refused, Stale
from config.common.forms import add_refusal, sent
from enterprises.forms.agreements import DeliveryCheckForm, DeliveryForm
from enterprises.models import AgreementDelivery
from enterprises.presenters import agreements as words
from enterprises.selectors import agreements as reads
from enterprises.services import agreement_deliveries as writes
from operations.services.attachments import attachment_checked, attachment_read

PROOF_KINDS = ("pdf", "jpeg", "png", "xlsx")


@needs(Permission.AGREEMENTS_DELIVER)
def delivery_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The enterprise reports on one year."""
    delivery = get_object_or_404(reads.deliveries_for(request.user), pk=pk)
    targets = list(delivery.agreement.targets.all())
    values = {f"value_{one.target_id}": one.value for one in delivery.values.all()}
    initial = {"version": delivery.version, "note": delivery.note} | values
    form = DeliveryForm(sent(request), request.FILES or None, targets=targets, initial=initial)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                _report(request, delivery, form)
            except Refused as error:
                add_refusal(form, error)
                status = 412 if isinstance(error, Stale) else 422
            else:
                messages.success(request, _("兑现报告已报送，等待核对。"))
                return redirect("enterprises:agreement_detail", pk=delivery.agreement_id)
    context = {"form": form, "delivery": delivery, "agreement": delivery.agreement}
    return TemplateResponse(request, "enterprises/delivery_edit.html", context, status=status)


def _report(request: HttpRequest, delivery: AgreementDelivery, form: DeliveryForm) -> None:
    at, upload = timezone.now(), form.cleaned_data["proof"]
    proof = attachment_checked(upload=upload, kinds=PROOF_KINDS, by=request.user, at=at) if upload else None
    writes.delivery_report(
        delivery=delivery,
        version=form.cleaned_data["version"],
        values=form.values(),
        note=form.cleaned_data["note"],
        proof=proof,
        by=request.user,
        at=at,
    )


@needs(Permission.AGREEMENTS_CHECK)
def delivery_check(request: HttpRequest, pk: int) -> HttpResponse:
    """The officer reads figures and proof: in order, or returned with a reason."""
    delivery = get_object_or_404(reads.deliveries_for(request.user), pk=pk)
    form = DeliveryCheckForm(sent(request), initial={"version": delivery.version})
    if request.method == "POST" and form.is_valid():
        try:
            _decide(request, delivery, form)
        except Refused as error:
            add_refusal(form, error)
        else:
            return redirect("enterprises:agreement_detail", pk=delivery.agreement_id)
    context = {
        "form": form,
        "delivery": delivery,
        "agreement": delivery.agreement,
        "rows": words.delivery_sets(delivery, list(delivery.agreement.targets.all())),
    }
    status = 422 if form.errors else 200
    return TemplateResponse(request, "enterprises/delivery_check.html", context, status=status)


def _decide(request: HttpRequest, delivery: AgreementDelivery, form: DeliveryCheckForm) -> None:
    version, reason = form.cleaned_data["version"], form.cleaned_data["reason"]
    if "return" in request.POST:
        writes.delivery_return(
            delivery=delivery, version=version, reason=reason, by=request.user, at=timezone.now()
        )
        messages.success(request, _("已退回，企业会收到退回理由。"))
        return
    if reason.strip():
        raise Refused(_("已写了退回理由：请选择退回，或清空理由后再核对通过。"))
    writes.delivery_check(delivery=delivery, version=version, by=request.user, at=timezone.now())
    messages.success(request, _("已核对 %(year)d 年度兑现报告。") % {"year": delivery.year})


@needs(Permission.AGREEMENTS_READ)
def delivery_proof(request: HttpRequest, pk: int) -> HttpResponse:
    """The proof itself, as a download under its original name."""
    delivery = get_object_or_404(reads.deliveries_for(request.user), pk=pk, proof__isnull=False)
    return attachment_answer(attachment_read(delivery.proof), delivery.proof.name)
