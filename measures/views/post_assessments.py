"""Pages of post-assessments."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from config.common.access import Permission, allowed, needs
from config.common.errors import NotAllowed, Refused
from config.common.forms import add_refusal, sent
from config.common.http import list_answer
from config.common.tables import table_page
from measures import forms
from measures.presenters import visits as shown
from measures.presenters.trails import post_trail, round_words
from measures.selectors import measures as measure_reads
from measures.selectors import post_assessments as reads
from measures.services import post_assessments as services
from measures.tables import CANDIDATES, POST_ASSESSMENTS


@needs(Permission.POST_ASSESSMENTS_READ)
def post_assessment_list(request: HttpRequest) -> HttpResponse:
    rows = table_page(request, POST_ASSESSMENTS)
    context = {"list": rows, "may_plan": allowed(request.user, Permission.POST_ASSESSMENTS_WRITE)}
    return list_answer(request, "measures/post_assessment_list.html", context)


@needs(Permission.POST_ASSESSMENTS_WRITE)
def post_assessment_candidate_list(request: HttpRequest) -> HttpResponse:
    """Rounds accepted at least a year ago without a planned post-assessment."""
    rows = table_page(request, CANDIDATES)
    return list_answer(request, "measures/post_assessment_candidate_list.html", {"list": rows})


@needs(Permission.POST_ASSESSMENTS_WRITE)
def post_assessment_create(request: HttpRequest, round_id: int) -> HttpResponse:
    round_ = get_object_or_404(measure_reads.rounds_for(request.user), pk=round_id)
    form = forms.PostAssessmentPlanForm(sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            made = services.post_assessment_plan(
                round_=round_, by=request.user, at=timezone.now(), **form.cleaned_data
            )
        except Refused as error:
            add_refusal(form, error)
        else:
            messages.success(request, _("已安排后评估。"))
            return redirect("measures:post_assessment_edit", pk=made.pk)
    context = {"form": form, "round": round_, "words": round_words(round_)}
    context["trail"] = post_trail(round_, _("安排"))
    status = 422 if form.errors else 200
    return TemplateResponse(request, "measures/post_assessment_create.html", context, status=status)


@needs(Permission.POST_ASSESSMENTS_READ)
def post_assessment_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The record form for officers while it is open; the record itself for everybody."""
    user = request.user
    row = get_object_or_404(reads.post_assessments_for(user), pk=pk)
    writable = allowed(user, Permission.POST_ASSESSMENTS_WRITE) and row.assessed_on is None
    context: dict[str, Any] = {"row": shown.post_assessment_card(row), "writable": writable}
    context["trail"] = post_trail(row.round, _("登记"))
    if request.method == "POST" and not allowed(user, Permission.POST_ASSESSMENTS_WRITE):
        raise NotAllowed(_("后评估由生态环境主管部门登记。"))
    if not writable and request.method != "POST":
        return TemplateResponse(request, "measures/post_assessment_edit.html", context)
    initial = {"version": row.version, "assessed_on": timezone.localdate()}
    form = forms.PostAssessmentForm(sent(request), initial=initial)
    items = forms.post_item_formset(sent(request), reads.measures_to_assess(user, row))
    if (
        request.method == "POST"
        and form.is_valid()
        and items.is_valid()
        and _recorded(request, row, form, items)
    ):
        return redirect("measures:post_assessment_edit", pk=pk)
    wrong = form.errors or items.total_error_count()
    context |= {"form": form, "items": items, "writable": True}
    return TemplateResponse(
        request, "measures/post_assessment_edit.html", context, status=422 if wrong else 200
    )


def _recorded(request: HttpRequest, row: Any, form: Any, items: Any) -> bool:
    try:
        services.post_assessment_record(
            post_assessment=row,
            items=[item.cleaned_data for item in items.forms],
            by=request.user,
            at=timezone.now(),
            **form.cleaned_data,
        )
    except Refused as error:
        add_refusal(form, error)
        return False
    messages.success(request, _("后评估已登记。"))
    return True
