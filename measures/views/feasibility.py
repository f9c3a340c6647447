"""Pages of feasibility: the three conclusions, the sheet, the province's figures."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from config.common.access import Permission, allowed, needs
from config.common.errors import Refused
from config.common.forms import add_refusal, sent
from measures import forms
from measures.enums import Aspect
from measures.models import Measure
from measures.presenters import analyses, trails
from measures.presenters import measures as shown
from measures.presenters.screening import scheme_rows
from measures.selectors import measures as reads
from measures.selectors.feasibility import Analysis, analysis_for
from measures.selectors.parameters import parameters_for
from measures.selectors.screening import schemes_for
from measures.services import feasibility as services
from measures.services.parameters import parameter_add


@needs(Permission.MEASURES_READ)
def measure_feasibility(request: HttpRequest, pk: int) -> HttpResponse:
    """The three conclusions and how every figure of the last one came about."""
    measure = get_object_or_404(reads.measures_for(request.user), pk=pk)
    may_write = allowed(request.user, Permission.MEASURES_WRITE)
    context = analyses.analysis_page(measure, analysis_for(request.user, measure), may_write)
    context["measure"] = shown.measure_card(measure, timezone.localdate())
    context["trail"] = trails.measure_trail(measure, _("可行性分析"))
    return TemplateResponse(request, "measures/measure_feasibility.html", context)


@needs(Permission.MEASURES_WRITE)
def conclusion_edit(request: HttpRequest, pk: int, aspect: str) -> HttpResponse:
    if aspect not in Aspect.values:
        raise Http404
    measure = get_object_or_404(reads.measures_for(request.user), pk=pk)
    found = analysis_for(request.user, measure)
    form = _form(request, measure, aspect, found)
    if request.method == "POST" and form.is_valid():
        try:
            _record(request, measure, aspect, form)
        except Refused as error:
            add_refusal(form, error)
        else:
            messages.success(request, _("结论已保存。"))
            return redirect("measures:measure_feasibility", pk=pk)
    context = {"form": form, "measure": shown.measure_card(measure, timezone.localdate())}
    context |= {"aspect": Aspect(aspect).label, "blocked": analyses.blocked(measure, aspect, found)}
    context["trail"] = trails.measure_trail(measure, str(Aspect(aspect).label))
    return TemplateResponse(
        request, "measures/conclusion_edit.html", context, status=422 if form.errors else 200
    )


def _form(request: HttpRequest, measure: Measure, aspect: str, found: Analysis) -> forms.ConclusionForm:
    initial = forms.conclusion_initial(found.conclusions.get(aspect))
    if aspect != Aspect.ECONOMIC:
        return forms.ConclusionForm(sent(request), initial=initial)
    return forms.EconomicForm(sent(request), initial=forms.sheet_initial(measure, found.sheet) | initial)


def _record(request: HttpRequest, measure: Measure, aspect: str, form: forms.ConclusionForm) -> None:
    given = form.cleaned_data
    services.conclusion_record(
        measure=measure,
        aspect=aspect,
        judgement=services.Judgement(given["passed"], given["reason"], given.get("despite", "")),
        version=given["version"],
        sheet=form.sheet if isinstance(form, forms.EconomicForm) else None,
        by=request.user,
        at=timezone.now(),
    )


@needs(Permission.MEASURES_READ)
def parameter_list(request: HttpRequest) -> HttpResponse:
    """The figures measures are judged by, each with its basis."""
    context = {
        "rows": analyses.parameter_rows(parameters_for(request.user)),
        "schemes": scheme_rows(schemes_for(request.user)),
        "may_write": allowed(request.user, Permission.MEASURE_PARAMETERS_WRITE),
    }
    return TemplateResponse(request, "measures/parameter_list.html", context)


@needs(Permission.MEASURE_PARAMETERS_WRITE)
def parameter_create(request: HttpRequest) -> HttpResponse:
    form = forms.ParameterForm(sent(request), initial={"valid_from": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            parameter_add(by=request.user, at=timezone.now(), **form.cleaned_data)
        except Refused as error:
            add_refusal(form, error)
        else:
            messages.success(request, _("参数已设定；基准有变时，测算表在后台重新测算。"))
            return redirect("measures:parameter_list")
    return TemplateResponse(
        request, "measures/parameter_create.html", {"form": form}, status=422 if form.errors else 200
    )
