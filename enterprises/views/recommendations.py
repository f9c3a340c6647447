"""Pages of recommendations: written below, read by cities, compiled into the draft by the province."""

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
from config.common.forms import add_refusal, sent
from config.common.http import list_answer
from config.common.tables import table_page
from enterprises.forms import recommendations as forms
from enterprises.presenters import recommendations as words
from enterprises.selectors import recommendations as reads
from enterprises.services import recommendations as writes
from enterprises.tables.lists import RECOMMENDATIONS

_DETAIL = "enterprises/recommendation_detail.html"


@needs(Permission.RECOMMENDATIONS_READ)
def recommendation_list(request: HttpRequest) -> HttpResponse:
    context = _list_context(request)
    return list_answer(request, "enterprises/recommendation_list.html", context)


def _list_context(request: HttpRequest) -> dict[str, Any]:
    user = request.user
    return {
        "list": table_page(request, RECOMMENDATIONS),
        "may_write": allowed(user, Permission.RECOMMENDATIONS_WRITE),
        "may_review": allowed(user, Permission.RECOMMENDATIONS_REVIEW),
    }


@needs(Permission.RECOMMENDATIONS_REVIEW)
@require_POST
def recommendation_review(request: HttpRequest) -> HttpResponse:
    """The city passes or returns the ticked ones: all, or none with what stands against each."""
    form = forms.ChosenForm(request.POST, rows=reads.recommendations_for(request.user))
    try:
        if not form.is_valid():
            raise Refused(_("所选推荐已有变动，请刷新页面后再办理。"))
        values = form.cleaned_data
        count = writes.recommendations_move(
            recommendations=list(values["chosen"]),
            move=values["move"],
            reason=values["reason"],
            by=request.user,
            at=timezone.now(),
        )
    except Refused as error:
        context = _list_context(request) | {"error": error, "reason": request.POST.get("reason", "")}
        return TemplateResponse(request, "enterprises/recommendation_list.html", context, status=422)
    messages.success(request, _("已办理 %(count)d 条推荐。") % {"count": count})
    return redirect("enterprises:recommendation_list")


@needs(Permission.RECOMMENDATIONS_READ)
def recommendation_detail(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(reads.recommendations_for(request.user), pk=pk)
    return TemplateResponse(request, _DETAIL, words.recommendation_page(row, request.user))


@needs(Permission.RECOMMENDATIONS_READ)
@require_POST
def recommendation_move(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(reads.recommendations_for(request.user), pk=pk)
    form = forms.RecommendationMoveForm(request.POST)
    try:
        if not form.is_valid():
            raise Refused(_("请从页面上的按钮办理。"))
        writes.recommendation_move(
            recommendation=row, **form.cleaned_data, by=request.user, at=timezone.now()
        )
    except Refused as error:
        now = reads.recommendations_for(request.user).get(pk=pk)
        context = words.recommendation_page(now, request.user) | {"error": error}
        return TemplateResponse(request, _DETAIL, context, status=412 if isinstance(error, Stale) else 422)
    messages.success(request, _("已办理。"))
    return redirect("enterprises:recommendation_list")


@needs(Permission.RECOMMENDATIONS_WRITE)
def recommendation_create(request: HttpRequest) -> HttpResponse:
    form = forms.RecommendationForm(
        sent(request),
        enterprises=reads.recommendable_enterprises(request.user),
        initial={"enterprise": request.GET.get("enterprise"), "year": timezone.localdate().year + 1},
    )
    facts = forms.fact_formset(sent(request))
    if request.method == "POST" and form.is_valid() and facts.is_valid():
        try:
            row = writes.recommendation_create(
                enterprise=form.cleaned_data["enterprise"],
                year=form.cleaned_data["year"],
                basis=forms.basis_given(form, facts),
                by=request.user,
                at=timezone.now(),
            )
        except Refused as error:
            add_refusal(form, error)
        else:
            return redirect("enterprises:recommendation_detail", pk=row.pk)
    context = {"form": form, "facts": facts}
    status = 422 if form.errors or (facts.errors and any(facts.errors)) else 200
    return TemplateResponse(request, "enterprises/recommendation_create.html", context, status=status)


@needs(Permission.RECOMMENDATIONS_WRITE)
def recommendation_edit(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(reads.recommendations_for(request.user), pk=pk)
    initial = {"version": row.version, "reason": row.reason, "categories": [str(c) for c in row.categories]}
    form = forms.RecommendationEditForm(sent(request), initial=initial)
    facts = forms.fact_formset(sent(request), row.facts)
    context: dict[str, Any] = {"form": form, "facts": facts, "row": row}
    if request.method == "POST" and form.is_valid() and facts.is_valid():
        try:
            writes.recommendation_edit(
                recommendation=row,
                version=form.cleaned_data["version"],
                basis=forms.basis_given(form, facts),
                by=request.user,
                at=timezone.now(),
            )
        except Refused as error:
            context["error"] = error
        else:
            return redirect("enterprises:recommendation_detail", pk=pk)
    status = 422 if form.errors or "error" in context else 200
    return TemplateResponse(request, "enterprises/recommendation_edit.html", context, status=status)
