"""Pages of screening: the ranking of a round's measures, its sheet, and the province's factors."""

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
from measures.enums import MeasureState
from measures.forms.screening import SchemeForm, ScreeningForm, factor_formset, factors_given
from measures.presenters import trails
from measures.presenters.screening import screening_page
from measures.selectors import measures as reads
from measures.selectors.screening import scheme_on, sheet_of
from measures.services import screening as services


@needs(Permission.MEASURES_READ)
def round_screening(request: HttpRequest, round_id: int) -> HttpResponse:
    """The ranking, and what follows from it."""
    user = request.user
    round_ = get_object_or_404(reads.rounds_for(user), pk=round_id)
    may_write = allowed(user, Permission.MEASURES_WRITE)
    sheet = sheet_of(user, round_, timezone.localdate())
    context = screening_page(round_, reads.measures_of_round(user, round_), sheet, may_write)
    context |= {
        "round": round_,
        "words": trails.round_words(round_),
        "trail": trails.round_trail(round_, _("方案筛选")),
        "may_write": may_write,
        "closed": refusal(rules.check_round_is_open, round_),
    }
    return TemplateResponse(request, "measures/round_screening.html", context)


@needs(Permission.MEASURES_WRITE)
def round_screening_edit(request: HttpRequest, round_id: int) -> HttpResponse:
    user = request.user
    round_ = get_object_or_404(reads.rounds_for(user), pk=round_id)
    sheet = sheet_of(user, round_, timezone.localdate())
    measures = [m for m in reads.measures_of_round(user, round_) if m.state == MeasureState.PROPOSED]
    form = ScreeningForm(sent(request), sheet=sheet, measures=measures)
    if request.method == "POST" and form.is_valid():
        try:
            services.screening_keep(round_=round_, by=user, at=timezone.now(), **form.values())
        except Refused as error:
            add_refusal(form, error)
        else:
            messages.success(request, _("筛选打分已保存，排序如下。"))
            return redirect("measures:round_screening", round_id=round_id)
    context = {"form": form, "round": round_, "words": trails.round_words(round_), "scheme": sheet.scheme}
    context["trail"] = trails.round_trail(round_, _("方案筛选"))
    context["closed"] = refusal(rules.check_round_is_open, round_)
    status = 422 if form.errors else 200
    return TemplateResponse(request, "measures/round_screening_edit.html", context, status=status)


@needs(Permission.MEASURE_PARAMETERS_WRITE)
def screening_scheme_create(request: HttpRequest) -> HttpResponse:
    """Other factors from a day on, begun from those in force."""
    today = timezone.localdate()
    scheme = scheme_on(today)
    form = SchemeForm(sent(request), initial={"valid_from": today, "weight_total": scheme.weight_total})
    factors = factor_formset(sent(request), scheme)
    if request.method == "POST" and form.is_valid() and factors.is_valid():
        try:
            services.screening_scheme_add(
                factors=factors_given(factors), by=request.user, at=timezone.now(), **form.cleaned_data
            )
        except Refused as error:
            add_refusal(form, error)
        else:
            messages.success(request, _("筛选因素已设定；已经打分的轮次仍用原来的因素。"))
            return redirect("measures:parameter_list")
    context = {"form": form, "factors": factors}
    status = 422 if form.errors or factors.total_error_count() else 200
    return TemplateResponse(request, "measures/screening_scheme_create.html", context, status=status)
