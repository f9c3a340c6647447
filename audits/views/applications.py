"""Pages of an application: its files, its making, its acceptance or return."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from audits import rules
from audits.enums import ReviewKind
from audits.forms.panels import MaterialForm, ReturnForm
from audits.forms.reviews import ApplyForm
from audits.lifecycle import LIFECYCLE
from audits.models import Round
from audits.presenters.review_page import requirement_rows
from audits.presenters.rounds import round_words
from audits.selectors import applications as reads
from audits.selectors.reviews import reviews_for, version_of
from audits.selectors.rounds import round_of
from audits.services import applications as writes
from audits.views.saving import status_of, try_to_save
from config.common.access import Permission, allowed, needs
from config.common.downloads import attachment_answer
from config.common.http import page_or_part
from operations.services.attachments import attachment_read


@needs(Permission.REVIEWS_READ)
def review_apply(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Ask for the evaluation or the acceptance of a round, with the files that prove each requirement."""
    step = LIFECYCLE.move(f"{kind}_apply")
    if step is None:
        raise Http404
    round_ = get_object_or_404(round_of(request.user), pk=pk)
    rules.check_role(step, request.user)
    form = ApplyForm(request.POST or None, initial={"on": timezone.localdate()})
    context = _context(request, round_, kind) | {"form": form}
    if request.method == "POST" and form.is_valid():
        facts = {"by": request.user, "at": timezone.now(), "on": form.cleaned_data["on"]}
        if try_to_save(form, partial(writes.review_apply, round_=round_, kind=kind, **facts), context):
            messages.success(request, _("已申请，等主管部门受理。"))
            return redirect("audits:round_detail", pk=pk)
    return page_or_part(request, "audits/review_apply.html", context, status=status_of(form, context))


@needs(Permission.ROUNDS_WORK)
@require_POST
def material_add(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """One file for one requirement."""
    if kind not in ReviewKind:
        raise Http404
    round_ = get_object_or_404(round_of(request.user), pk=pk)
    form = MaterialForm(request.POST, request.FILES, kind=kind)
    context = _context(request, round_, kind) | {"form": ApplyForm(initial={"on": timezone.localdate()})}
    if form.is_valid():
        values = form.cleaned_data
        facts = {"requirement": values["requirement"], "upload": values["file"]}
        facts |= {"by": request.user, "at": timezone.now()}
        if try_to_save(form, partial(writes.material_add, round_=round_, kind=kind, **facts), context):
            messages.success(request, _("文件已上传。"))
            return redirect("audits:review_apply", pk=pk, kind=kind)
    context["material_form"] = form
    return page_or_part(request, "audits/review_apply.html", context, status=status_of(form, context))


@needs(Permission.REVIEWS_READ)
def review_material(request: HttpRequest, pk: int) -> HttpResponse:
    attachment = get_object_or_404(reads.materials_for(request.user), pk=pk).attachment
    return attachment_answer(attachment_read(attachment), attachment.name)


@needs(Permission.ROUNDS_WORK)
@require_POST
def material_remove(request: HttpRequest, pk: int) -> HttpResponse:
    material = get_object_or_404(reads.materials_for(request.user), pk=pk)
    round_id, kind = material.round_id, material.kind
    writes.material_remove(material=material, by=request.user, at=timezone.now())
    messages.success(request, _("文件已移除。"))
    return redirect("audits:review_apply", pk=round_id, kind=kind)


@needs(Permission.ROUNDS_DECIDE)
@require_POST
def review_accept(request: HttpRequest, pk: int) -> HttpResponse:
    review = get_object_or_404(reviews_for(request.user), pk=pk)
    writes.review_accept(review=review, version=review.version, by=request.user, at=timezone.now())
    messages.success(request, _("申请已受理，可以抽取专家。"))
    return redirect("audits:review_detail", pk=pk)


@needs(Permission.ROUNDS_DECIDE)
def review_return(request: HttpRequest, pk: int) -> HttpResponse:
    """Send an application back with reasons."""
    review = get_object_or_404(reviews_for(request.user), pk=pk)
    form = ReturnForm(request.POST or None, initial={"version": review.version})
    context = {"review": review, "form": form, "heading": _("退回申请"), "label": _("退回申请")}
    if request.method == "POST" and form.is_valid():
        facts = {"by": request.user, "at": timezone.now(), **form.cleaned_data}
        done = partial(writes.review_return, review=review, **facts)
        if try_to_save(form, done, context, fresh=lambda: version_of(request.user, pk)):
            messages.success(request, _("申请已退回。"))
            return redirect("audits:review_detail", pk=pk)
    return page_or_part(request, "audits/review_step.html", context, status=status_of(form, context))


def _context(request: HttpRequest, round_: Round, kind: str) -> dict[str, Any]:
    plant = allowed(request.user, Permission.ROUNDS_WORK)
    closed = rules.refusal(writes.check_application_open, round_, kind)
    returned = reads.returned_application(round_, kind)
    known = reads.known_proofs(round_, kind)
    return {
        "round": round_,
        "kind": ReviewKind(kind).label,
        "kind_code": kind,
        "words": round_words(round_),
        "requirements": requirement_rows(
            kind, reads.materials_of(round_, kind), known, removable=plant and not closed
        ),
        "material_form": MaterialForm(kind=kind) if plant and not closed else None,
        "returned": returned.return_reason if returned else "",
    }
