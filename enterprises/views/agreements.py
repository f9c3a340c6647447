"""Pages of voluntary agreements: the list, one agreement, writing and moving it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from config.common.access import Permission, allowed, needs
from config.common.errors import Refused, Stale
from config.common.forms import sent
from config.common.http import list_answer
from config.common.tables import table_page
from enterprises.enums import AgreementState
from enterprises.forms import agreements as forms
from enterprises.models import Enterprise, VoluntaryAgreement
from enterprises.presenters import agreements as words
from enterprises.selectors import agreements as reads
from enterprises.selectors.enterprises import enterprise_for
from enterprises.services import agreements as writes
from enterprises.tables.agreements import AGREEMENTS


@needs(Permission.AGREEMENTS_READ)
def agreement_list(request: HttpRequest) -> HttpResponse:
    return list_answer(request, "enterprises/agreement_list.html", {"list": table_page(request, AGREEMENTS)})


@needs(Permission.AGREEMENTS_READ)
def agreement_detail(request: HttpRequest, pk: int) -> HttpResponse:
    agreement = get_object_or_404(reads.agreement_for(request.user, pk))
    form = forms.AgreementMoveForm(initial={"version": agreement.version, "on": timezone.localdate()})
    return TemplateResponse(
        request, "enterprises/agreement_detail.html", _page(request, agreement) | {"form": form}
    )


def _page(request: HttpRequest, agreement: VoluntaryAgreement) -> dict[str, Any]:
    today = timezone.localdate()
    moves = words.moves_of(agreement, request.user)
    editable = agreement.state == AgreementState.DRAFT
    return {
        "agreement": agreement,
        "light": words.agreement_light(agreement),
        "facts": words.agreement_facts(agreement),
        "targets": words.target_rows(agreement, today),
        "deliveries": words.delivery_rows(agreement, request.user, today),
        "moves": moves,
        "by_document": any(move.sets for move in moves),
        "may_edit": editable and allowed(request.user, Permission.AGREEMENTS_WRITE),
    }


@needs(Permission.AGREEMENTS_WRITE)
@require_POST
def agreement_move(request: HttpRequest, pk: int) -> HttpResponse:
    agreement = get_object_or_404(reads.agreement_for(request.user, pk))
    form = forms.AgreementMoveForm(request.POST)
    try:
        if not form.is_valid():
            raise Refused(_("日期不是有效日期，或缺少办理事项，没有办理。"))
        writes.agreement_move(
            agreement=agreement,
            move=form.cleaned_data["move"],
            version=form.cleaned_data["version"],
            paper=form.paper(),
            by=request.user,
            at=timezone.now(),
        )
    except Refused as error:
        stale = isinstance(error, Stale)
        now = reads.agreement_for(request.user, pk).get()
        told = words.stale_in_words(error) if isinstance(error, Stale) else error
        context = _page(request, now) | {"form": form, "error": told}
        status = 412 if stale else 422
        return TemplateResponse(request, "enterprises/agreement_detail.html", context, status=status)
    messages.success(request, _("已办理。"))
    return redirect("enterprises:agreement_detail", pk=pk)


@needs(Permission.AGREEMENTS_WRITE)
def agreement_create(request: HttpRequest, pk: int) -> HttpResponse:
    """With the enterprise `pk`: what it offers, or what the bureau proposes."""
    enterprise = get_object_or_404(enterprise_for(request.user, pk))
    initial = {"bureau": request.user.region_id or enterprise.region.city_id}
    form = forms.AgreementForm(sent(request), bureaus=reads.bureaus_of(enterprise), initial=initial)
    targets = forms.target_formset(sent(request))
    return _written(request, enterprise, None, form, targets)


@needs(Permission.AGREEMENTS_WRITE)
def agreement_edit(request: HttpRequest, pk: int) -> HttpResponse:
    agreement = get_object_or_404(reads.agreement_for(request.user, pk))
    if request.method == "GET" and agreement.state != AgreementState.DRAFT:
        return redirect("enterprises:agreement_detail", pk=pk)
    names = ("version", "bureau", "starts_on", "ends_on", "pledge", "incentives", "incentive_note")
    initial = {name: getattr(agreement, name) for name in names}
    bureaus = reads.bureaus_of(agreement.enterprise)
    form = forms.AgreementEditForm(sent(request), bureaus=bureaus, initial=initial)
    targets = forms.target_formset(sent(request), list(agreement.targets.all()))
    return _written(request, agreement.enterprise, agreement, form, targets)


def _written(
    request: HttpRequest,
    enterprise: Enterprise,
    agreement: VoluntaryAgreement | None,
    form: forms.AgreementForm,
    targets: Any,
) -> HttpResponse:
    """The form of a draft: saved, or shown again with what is wrong."""
    context: dict[str, Any] = {"form": form, "targets": targets, "row": agreement, "enterprise": enterprise}
    if request.method == "POST" and form.is_valid() and targets.is_valid():
        try:
            saved = _save(request, enterprise, agreement, form, targets)
        except Refused as error:
            context["error"] = words.stale_in_words(error) if isinstance(error, Stale) else error
        else:
            messages.success(request, _("草稿已保存，由签订机关签订后生效。"))
            return redirect("enterprises:agreement_detail", pk=saved.pk)
    status = 422 if request.method == "POST" else 200
    if isinstance(context.get("error"), Stale):
        status = 412
    return TemplateResponse(request, "enterprises/agreement_edit.html", context, status=status)


def _save(
    request: HttpRequest,
    enterprise: Enterprise,
    agreement: VoluntaryAgreement | None,
    form: forms.AgreementForm,
    targets: Any,
) -> VoluntaryAgreement:
    terms, by, at = forms.terms_given(form, targets), request.user, timezone.now()
    if agreement is None:
        return writes.agreement_create(enterprise=enterprise, terms=terms, by=by, at=at)
    version = form.cleaned_data["version"]
    return writes.agreement_edit(agreement=agreement, version=version, terms=terms, by=by, at=at)
