"""Pages of measures."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from audits.rules import refusal
from config.common.access import Permission, allowed, needs
from config.common.errors import Refused, Stale
from config.common.forms import add_refusal, changed_values, sent
from config.common.http import list_answer, page_or_part
from config.common.tables import table_page
from measures import forms, rules
from measures.presenters import analyses, trails
from measures.presenters import measures as shown
from measures.presenters.classes import class_rows
from measures.presenters.screening import screen_out_reason
from measures.presenters.technologies import suggestion_rows
from measures.presenters.works import works_summary
from measures.selectors import measures as reads
from measures.selectors.origins import origins_of
from measures.selectors.parameters import class_rows_on
from measures.selectors.screening import place_of
from measures.selectors.technologies import suggestions_for
from measures.selectors.terms import implementation_duty
from measures.selectors.works import works_of
from measures.services import measures as services
from measures.tables import MEASURES


@needs(Permission.MEASURES_READ)
def measure_list(request: HttpRequest) -> HttpResponse:
    user = request.user
    rows = table_page(request, MEASURES)
    totals = shown.totals_row(reads.measure_totals(rows.filter.qs))
    mine = reads.open_rounds_for(user) if allowed(user, Permission.MEASURES_WRITE) else []
    context = {"list": rows, "totals": totals, "round": mine[0] if len(mine) == 1 else None}
    return list_answer(request, "measures/measure_list.html", context)


@needs(Permission.MEASURES_READ)
def measure_detail(request: HttpRequest, pk: int) -> HttpResponse:
    user, today = request.user, timezone.localdate()
    measure = reads.measure_story(user, get_object_or_404(reads.measures_for(user), pk=pk))
    context = shown.measure_page(measure, reads.coal_factors(), origins_of(user, measure), today)
    context["trail"] = trails.measure_trail(measure)
    context["works"] = works_summary(works_of(measure), today)
    context["dates"] += analyses.term_rows(measure, implementation_duty(measure.round), today)
    context["feasibility"] = analyses.summary(measure)
    context["classed"] = class_rows(measure, *class_rows_on(measure.round))
    if allowed(user, Permission.MEASURES_WRITE):
        context["may_write"] = True
        context["moves"] = rules.offered_moves(measure)
        context["frozen"] = refusal(rules.check_changeable, measure)
        context["may_remove"] = not context["frozen"]
    return TemplateResponse(request, "measures/measure_detail.html", context)


@needs(Permission.MEASURES_WRITE)
def measure_create(request: HttpRequest, round_id: int) -> HttpResponse:
    round_ = get_object_or_404(reads.rounds_for(request.user), pk=round_id)
    form = forms.MeasureCreateForm(sent(request), initial={"on": timezone.localdate()})
    effects = forms.effect_formset(sent(request), reads.claimable_indicators())
    if request.method == "POST" and form.is_valid() and effects.is_valid():
        try:
            measure = services.measure_create(
                round_=round_,
                by=request.user,
                at=timezone.now(),
                effects=forms.effects_given(effects),
                **form.cleaned_data,
            )
        except Refused as error:
            add_refusal(form, error)
        else:
            messages.success(request, _("已提出方案 %(measure)s。") % {"measure": measure})
            return redirect("measures:measure_detail", pk=measure.pk)
    context = {"form": form, "effects": effects, "round": round_, "words": trails.round_words(round_)}
    context["trail"] = trails.round_trail(round_, _("提出方案"))
    return _answer(
        request, "measures/measure_create.html", context, wrong=form.errors or effects.total_error_count()
    )


@needs(Permission.MEASURES_WRITE)
def measure_edit(request: HttpRequest, pk: int) -> HttpResponse:
    measure = get_object_or_404(reads.measures_for(request.user), pk=pk)
    form = forms.MeasureEditForm(sent(request), initial=forms.measure_initial(measure))
    effects = forms.effect_formset(sent(request), reads.claimable_indicators(), reads.effects_of(measure))
    context = {"form": form, "effects": effects, "measure": shown.measure_card(measure, timezone.localdate())}
    context["frozen"] = refusal(rules.check_changeable, measure)
    context["trail"] = trails.measure_trail(measure, _("修改"))
    if request.method == "POST" and form.is_valid() and effects.is_valid():
        try:
            _save(request, measure, form, effects)
        except Stale as error:
            return _stale(request, "measures/measure_edit.html", context, error)
        except Refused as error:
            add_refusal(form, error)
        else:
            messages.success(request, _("方案已保存。"))
            return redirect("measures:measure_detail", pk=pk)
    return _answer(
        request, "measures/measure_edit.html", context, wrong=form.errors or effects.total_error_count()
    )


def _save(request: HttpRequest, measure: Any, form: Any, effects: Any) -> None:
    services.measure_update(
        measure=measure,
        version=form.cleaned_data["version"],
        by=request.user,
        at=timezone.now(),
        effects=forms.effects_given(effects),
        **changed_values(form),
    )


def _stale(request: HttpRequest, template: str, context: dict[str, Any], error: Stale) -> HttpResponse:
    """Both texts, and the form as it was filled, now on the newest version: what is saved next has been seen."""
    newest = get_object_or_404(reads.measures_for(request.user), pk=context["measure"]["pk"])
    filled = context["form"].data.copy()
    filled["version"] = str(newest.version)
    context["form"].data = filled
    context["stale"] = shown.stale_in_words(error)
    return TemplateResponse(request, template, context, status=412)


def _answer(request: HttpRequest, template: str, context: dict[str, Any], *, wrong: Any) -> HttpResponse:
    return TemplateResponse(request, template, context, status=422 if wrong else 200)


@needs(Permission.MEASURES_WRITE)
def measure_move(request: HttpRequest, pk: int) -> HttpResponse:
    measure = get_object_or_404(reads.measures_for(request.user), pk=pk)
    initial = _move_initial(request, measure)
    form = forms.MoveForm(sent(request), initial=initial, moves=rules.offered_moves(measure))
    if request.method == "POST" and form.is_valid():
        try:
            services.measure_move(measure=measure, by=request.user, at=timezone.now(), **form.cleaned_data)
        except Refused as error:
            add_refusal(form, error)
        else:
            messages.success(request, _("方案现在是“%(state)s”。") % {"state": measure.get_state_display()})
            return redirect("measures:measure_detail", pk=pk)
    context = {"form": form, "measure": shown.measure_card(measure, timezone.localdate())}
    context["trail"] = trails.measure_trail(measure, _("办理下一步"))
    return _answer(request, "measures/measure_move.html", context, wrong=form.errors)


def _move_initial(request: HttpRequest, measure: Any) -> dict[str, Any]:
    """The move chosen on the page before; screening out begins with what the scores say."""
    move = request.GET.get("move", "")
    initial = {"version": measure.version, "on": timezone.localdate(), "move": move}
    found = place_of(request.user, measure) if move == "screen_out" else None
    return initial | ({"reason": screen_out_reason(*found)} if found else {})


@needs(Permission.MEASURES_READ)
def round_measures(request: HttpRequest, round_id: int) -> HttpResponse:
    """The panel of measures on the round page; opened alone it is a page of its own."""
    user, today = request.user, timezone.localdate()
    round_ = get_object_or_404(reads.rounds_for(user), pk=round_id)
    measures = reads.measures_of_round(user, round_)
    context = {
        "round": round_,
        "words": trails.round_words(round_),
        "trail": trails.round_trail(round_, _("清洁生产方案")),
        "rows": shown.panel_rows(measures, today),
        "counts": shown.cost_counts(measures),
        "suggestions": suggestion_rows(suggestions_for(round_)),
        "shared": shown.shared_claim_words(reads.claims_of_round(user, round_)),
        "may_write": allowed(user, Permission.MEASURES_WRITE),
        "closed": refusal(rules.check_round_is_open, round_),
    }
    return page_or_part(request, "measures/round_measures.html", context, part="panel")
