"""Pages of visits: sending a verifier, and on site in one hand."""

import io

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from config.common.access import Permission, Role, allowed, needs
from config.common.errors import Refused
from config.common.forms import add_refusal, sent
from config.common.http import list_answer, page_or_part
from config.common.tables import table_page
from measures import forms
from measures.presenters import visits as shown
from measures.presenters.trails import round_trail, round_words
from measures.presenters.visit_logs import log_card
from measures.selectors import measures as measure_reads
from measures.selectors import visits as reads
from measures.services import verifications as services
from measures.tables import ASSIGNMENTS
from operations.services.attachments import attachment_read


@needs(Permission.VERIFICATIONS_READ)
def assignment_list(request: HttpRequest) -> HttpResponse:
    """A verifier's visits on a phone; everybody else's list at a desk."""
    if request.user.role == Role.VERIFIER:
        return _visits_on_site(request)
    rows = table_page(request, ASSIGNMENTS)
    return list_answer(request, "measures/assignment_list.html", {"list": rows})


def _visits_on_site(request: HttpRequest) -> HttpResponse:
    user, today = request.user, timezone.localdate()
    visits = list(reads.open_visits(user))
    due = [visit for visit in visits if visit.visit_on <= today]
    later = [visit for visit in visits if visit.visit_on > today]
    context = {
        "today": today,
        "due": shown.assignment_rows(due, today),
        "later": shown.assignment_rows(later, today),
        "done": shown.assignment_rows(reads.done_visits(user)[:20], today),
    }
    return TemplateResponse(request, "measures/assignment_list_phone.html", context)


@needs(Permission.VERIFIERS_ASSIGN)
def assignment_create(request: HttpRequest, round_id: int) -> HttpResponse:
    round_ = get_object_or_404(measure_reads.rounds_for(request.user), pk=round_id)
    form = forms.AssignmentForm(
        sent(request),
        verifiers=reads.verifiers_for(request.user),
        initial={"visit_on": timezone.localdate()},
    )
    if request.method == "POST" and form.is_valid():
        try:
            assignment = services.verifier_assign(
                round_=round_, by=request.user, at=timezone.now(), **form.cleaned_data
            )
        except Refused as error:
            add_refusal(form, error)
        else:
            messages.success(request, _("已指派%(name)s。") % {"name": assignment.verifier.name})
            return redirect("measures:visit_detail", pk=assignment.pk)
    context = {"form": form, "round": round_, "words": round_words(round_)}
    context["trail"] = round_trail(round_, _("指派核查员"))
    status = 422 if form.errors else 200
    return TemplateResponse(request, "measures/assignment_create.html", context, status=status)


@needs(Permission.VERIFICATIONS_READ)
def visit_detail(request: HttpRequest, pk: int) -> HttpResponse:
    user = request.user
    assignment = get_object_or_404(reads.assignments_for(user), pk=pk)
    mine = allowed(user, Permission.VERIFICATIONS_RECORD) and assignment.verifier_id == user.pk
    context = {
        "visit": shown.visit_card(assignment),
        "rows": shown.visit_rows(reads.measures_of_visit(user, assignment), assignment, mine=mine),
        "mine": mine,
        "log": log_card(reads.log_of(user, assignment)),
    }
    return TemplateResponse(request, "measures/visit_detail.html", context)


@needs(Permission.VERIFICATIONS_RECORD)
def verification_create(request: HttpRequest, pk: int, measure_id: int) -> HttpResponse:
    assignment = get_object_or_404(reads.assignments_for(request.user), pk=pk)
    measure = get_object_or_404(reads.measures_to_see(request.user, assignment), pk=measure_id)
    form = forms.VerificationForm(
        sent(request),
        request.FILES or None,
        effects=list(measure.effects.all()),
        initial={"visited_on": timezone.localdate()},
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.verification_record(
                assignment=assignment, measure=measure, by=request.user, at=timezone.now(), **form.facts()
            )
        except Refused as error:
            add_refusal(form, error)
        else:
            messages.success(request, _("已登记 %(measure)s。") % {"measure": measure})
            return redirect("measures:visit_detail", pk=pk)
    context = {"form": form, "measure": measure, "visit": shown.visit_card(assignment), "visit_id": pk}
    status = 422 if form.errors else 200
    return TemplateResponse(request, "measures/verification_create.html", context, status=status)


@needs(Permission.VERIFICATIONS_READ)
def verification_detail(request: HttpRequest, pk: int) -> HttpResponse:
    verification = get_object_or_404(reads.verifications_for(request.user), pk=pk)
    context = {
        "row": shown.verification_row(verification),
        "measure": verification.measure,
        "enterprise": verification.measure.round.enterprise,
        "visit_id": verification.assignment_id,
    }
    return TemplateResponse(request, "measures/verification_detail.html", context)


@needs(Permission.VERIFICATIONS_READ)
def verification_photo(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A photograph as it was made anew when stored; `?download` saves it under its original name."""
    photo = get_object_or_404(reads.photos_for(request.user), pk=pk)
    response = FileResponse(
        io.BytesIO(attachment_read(photo.attachment)),
        as_attachment="download" in request.GET,
        filename=photo.attachment.name,
        content_type="image/jpeg",
    )
    response["X-Content-Type-Options"] = "nosniff"
    return response


@needs(Permission.VERIFICATIONS_READ)
def round_verifications(request: HttpRequest, round_id: int) -> HttpResponse:
    """The panel of visits on the round page; opened alone it is a page of its own."""
    user = request.user
    round_ = get_object_or_404(measure_reads.rounds_for(user), pk=round_id)
    context = {
        "round": round_,
        "words": round_words(round_),
        "rows": shown.round_visit_rows(reads.assignments_of_round(user, round_), timezone.localdate()),
        "trail": round_trail(round_, _("现场核查")),
        "may_assign": allowed(user, Permission.VERIFIERS_ASSIGN),
    }
    return page_or_part(request, "measures/round_verifications.html", context, part="panel")
