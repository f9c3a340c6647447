"""Pages of the technology library, and the technology a measure names."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from audits.rules import refusal
from config.common.access import Permission, allowed, needs
from config.common.errors import Refused
from config.common.forms import add_refusal, sent
from config.common.http import list_answer
from config.common.listing import plain_page
from config.common.tables import table_page
from measures import rules
from measures.forms.technologies import (
    MeasureTechnologyForm,
    TechnologyEditForm,
    TechnologyForm,
    TechnologyRetireForm,
)
from measures.presenters import technologies as shown
from measures.presenters import trails
from measures.selectors import measures as measure_reads
from measures.selectors import technologies as reads
from measures.services import technologies as services
from measures.services.technologies import TechnologyTerms
from measures.tables import TECHNOLOGIES


@needs(Permission.TECHNOLOGIES_READ)
def technology_list(request: HttpRequest) -> HttpResponse:
    may_write = allowed(request.user, Permission.TECHNOLOGIES_WRITE)
    context = {"list": table_page(request, TECHNOLOGIES), "may_write": may_write}
    return list_answer(request, "measures/technology_list.html", context)


@needs(Permission.TECHNOLOGIES_READ)
def technology_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One entry: what it says, how far it is taken up, and the reader's own measures that name it."""
    user = request.user
    technology = get_object_or_404(reads.technologies_for(user).select_related("edited_by"), pk=pk)
    today = timezone.localdate()
    context = {
        "technology": technology,
        "facts": shown.technology_facts(technology, user),
        "adoption": shown.adoption_facts(technology, user),
        "list": plain_page(
            reads.measures_of(user, technology),
            request.GET,
            present=lambda rows: shown.adopting_rows(rows, today),
        ),
        "may_write": allowed(user, Permission.TECHNOLOGIES_WRITE),
        "form": TechnologyRetireForm(initial={"version": technology.version}),
    }
    return TemplateResponse(request, "measures/technology_detail.html", context)


@needs(Permission.TECHNOLOGIES_WRITE)
def technology_create(request: HttpRequest) -> HttpResponse:
    form = TechnologyForm(sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            row = services.technology_create(
                terms=TechnologyTerms(**form.cleaned_data), by=request.user, at=timezone.now()
            )
        except Refused as error:
            add_refusal(form, error)
        else:
            messages.success(request, _("已收入技术目录。"))
            return redirect("measures:technology_detail", pk=row.pk)
    status = 422 if form.errors else 200
    return TemplateResponse(request, "measures/technology_edit.html", {"form": form}, status=status)


@needs(Permission.TECHNOLOGIES_WRITE)
def technology_edit(request: HttpRequest, pk: int) -> HttpResponse:
    technology = get_object_or_404(reads.technologies_for(request.user), pk=pk)
    names = ("field", "industry", "target", "name", "maturity", "source", "mark", "version")
    form = TechnologyEditForm(sent(request), initial={name: getattr(technology, name) for name in names})
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        version = values.pop("version")
        try:
            services.technology_edit(
                technology=technology,
                terms=TechnologyTerms(**values),
                version=version,
                by=request.user,
                at=timezone.now(),
            )
        except Refused as error:
            add_refusal(form, error)
        else:
            messages.success(request, _("技术条目已保存。"))
            return redirect("measures:technology_detail", pk=pk)
    context = {"form": form, "technology": technology}
    status = 422 if form.errors else 200
    return TemplateResponse(request, "measures/technology_edit.html", context, status=status)


@needs(Permission.TECHNOLOGIES_WRITE)
@require_POST
def technology_retire(request: HttpRequest, pk: int) -> HttpResponse:
    technology = get_object_or_404(reads.technologies_for(request.user), pk=pk)
    form = TechnologyRetireForm(request.POST)
    if not form.is_valid():
        raise Refused(_("停止推荐要写明原因（不超过 200 字）。"))
    services.technology_retire(technology=technology, **form.cleaned_data, by=request.user, at=timezone.now())
    messages.success(request, _("已停止推荐，条目和应用结果保留。"))
    return redirect("measures:technology_detail", pk=pk)


@needs(Permission.MEASURES_WRITE)
def measure_technology(request: HttpRequest, pk: int) -> HttpResponse:
    """Name the technology that the measure `pk` carries out, with those that fit its round beside."""
    rows = measure_reads.measures_for(request.user).select_related(
        "round__listing", "round__enterprise__region__city", "round__enterprise__industry", "technology"
    )
    measure = get_object_or_404(rows, pk=pk)
    initial = {
        "version": measure.version,
        "technology": request.GET.get("technology") or measure.technology_id,
    }
    form = MeasureTechnologyForm(sent(request), initial=initial, technologies=reads.technology_choices())
    if request.method == "POST" and form.is_valid():
        try:
            services.measure_technology_set(
                measure=measure, **form.cleaned_data, by=request.user, at=timezone.now()
            )
        except Refused as error:
            add_refusal(form, error)
        else:
            messages.success(request, _("已登记方案所用技术。"))
            return redirect("measures:measure_detail", pk=pk)
    context = {
        "form": form,
        "measure": measure,
        "trail": trails.measure_trail(measure, _("所用技术")),
        "suggestions": shown.suggestion_rows(reads.suggestions_for(measure.round)),
        "frozen": refusal(rules.check_changeable, measure),
    }
    status = 422 if form.errors else 200
    return TemplateResponse(request, "measures/measure_technology.html", context, status=status)
