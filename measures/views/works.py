"""Pages of a measure's building: plan against actual, and money by source."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from audits.rules import refusal
from config.common.access import Permission, allowed, needs
from config.common.errors import Refused
from config.common.forms import add_refusal, sent
from measures import rules
from measures.forms.works import DrawForm, WorksForms
from measures.presenters import measures as shown
from measures.presenters import trails
from measures.presenters.works import source_rows, works_page
from measures.selectors import measures as reads
from measures.selectors.works import fundings_for, works_of
from measures.services import works as services


@needs(Permission.MEASURES_READ)
def measure_works(request: HttpRequest, pk: int) -> HttpResponse:
    user, today = request.user, timezone.localdate()
    measure = get_object_or_404(reads.measures_for(user), pk=pk)
    may_write = allowed(user, Permission.MEASURES_WRITE)
    context = works_page(measure, works_of(measure), today, may_write)
    context |= {
        "measure": shown.measure_card(measure, today),
        "trail": trails.measure_trail(measure, _("实施计划与资金")),
        "may_write": may_write,
        "frozen": refusal(rules.check_changeable, measure),
        "closed": refusal(rules.check_draws, measure),
    }
    return TemplateResponse(request, "measures/measure_works.html", context)


@needs(Permission.MEASURES_WRITE)
def measure_works_edit(request: HttpRequest, pk: int) -> HttpResponse:
    measure = get_object_or_404(reads.measures_for(request.user), pk=pk)
    page = WorksForms(sent(request), measure=measure, works=works_of(measure))
    if request.method == "POST" and page.is_valid():
        try:
            services.works_save(measure=measure, by=request.user, at=timezone.now(), **page.values())
        except Refused as error:
            add_refusal(page.version, error)
        else:
            messages.success(request, _("实施计划与资金已保存。"))
            return redirect("measures:measure_works", pk=pk)
    context = {"page": page, "measure": shown.measure_card(measure, timezone.localdate())}
    context["trail"] = trails.measure_trail(measure, _("实施计划与资金"))
    context["frozen"] = refusal(rules.check_changeable, measure)
    status = 422 if page.has_errors else 200
    return TemplateResponse(request, "measures/measure_works_edit.html", context, status=status)


@needs(Permission.MEASURES_WRITE)
def funding_draw(request: HttpRequest, pk: int) -> HttpResponse:
    funding = get_object_or_404(fundings_for(request.user), pk=pk)
    form = DrawForm(sent(request), initial={"drawn_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            services.funding_draw(funding=funding, by=request.user, at=timezone.now(), **form.cleaned_data)
        except Refused as error:
            add_refusal(form, error)
        else:
            messages.success(request, _("资金到位已登记。"))
            return redirect("measures:measure_works", pk=funding.measure_id)
    context = {"form": form, "funding": funding, "measure": funding.measure, "money": source_rows(funding)}
    context["trail"] = trails.measure_trail(funding.measure, _("登记资金到位"))
    context["closed"] = refusal(rules.check_draws, funding.measure)
    status = 422 if form.errors else 200
    return TemplateResponse(request, "measures/funding_draw.html", context, status=status)
