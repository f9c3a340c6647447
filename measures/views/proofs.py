"""Pages of a measure's papers."""

import io

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from audits.rules import refusal
from config.common.access import Permission, needs
from config.common.errors import Refused
from config.common.forms import add_refusal, sent
from measures import rules
from measures.forms.proofs import ProofForm
from measures.presenters import trails
from measures.selectors import measures as reads
from measures.selectors import origins
from measures.services import proofs as services
from operations.services.attachments import attachment_read


@needs(Permission.MEASURES_WRITE)
def measure_proof_create(request: HttpRequest, pk: int) -> HttpResponse:
    measure = get_object_or_404(reads.measures_for(request.user), pk=pk)
    form = ProofForm(sent(request), request.FILES or None, indicators=origins.indicators_claimed(measure))
    if request.method == "POST" and form.is_valid():
        try:
            services.measure_proof_add(
                measure=measure,
                terms=form.terms,
                upload=form.cleaned_data["file"],
                by=request.user,
                at=timezone.now(),
            )
        except Refused as error:
            add_refusal(form, error)
        else:
            messages.success(request, _("证明已保存。"))
            return redirect("measures:measure_detail", pk=pk)
    context = {"form": form, "measure": measure, "trail": trails.measure_trail(measure, _("上传证明"))}
    context["frozen"] = refusal(rules.check_changeable, measure)
    status = 422 if form.errors else 200
    return TemplateResponse(request, "measures/measure_proof_create.html", context, status=status)


@needs(Permission.MEASURES_READ)
def measure_proof_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    proof = get_object_or_404(origins.proofs_for(request.user), pk=pk)
    content = io.BytesIO(attachment_read(proof.attachment))
    response = FileResponse(content, as_attachment=True, filename=proof.attachment.name)
    response["X-Content-Type-Options"] = "nosniff"
    return response


@needs(Permission.MEASURES_WRITE)
@require_POST
def measure_proof_remove(request: HttpRequest, pk: int) -> HttpResponse:
    proof = get_object_or_404(origins.proofs_for(request.user), pk=pk)
    services.measure_proof_remove(proof=proof, by=request.user, at=timezone.now())
    messages.success(request, _("证明已删除，删除记入操作记录。"))
    return redirect("measures:measure_detail", pk=proof.measure_id)
