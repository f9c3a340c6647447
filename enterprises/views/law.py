"""Pages of the law as data: the terms with their basis, and the working calendar by year."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from config.common.access import Permission, allowed, needs
from config.common.errors import Refused
from config.common.forms import add_refusal
from enterprises.enums import CalendarState
from enterprises.forms.clock import CalendarForm, TrialForm
from enterprises.models import LegalRegime
from enterprises.presenters import law as words
from enterprises.selectors import clock as reads
from enterprises.services.calendar import CalendarLoaded, CalendarPaper, calendar_load


@needs(Permission.LAW_READ)
def regime_list(request: HttpRequest) -> HttpResponse:
    """The legal terms: those in force first, then those of earlier years; any of them can be tried for a day."""
    regimes = list(reads.regimes())
    rows = words.regime_rows(regimes, timezone.localdate())
    form = _trial_form(request, regimes)
    tried = form.is_valid()
    context = {
        "form": form,
        "trial": _trial(regimes, form.cleaned_data) if tried else None,
        "in_force": [row for row in rows if row["in_force"]],
        "former": [row for row in rows if not row["in_force"]],
        "cycles": words.cycle_rows(reads.cycle_industries()),
    }
    return TemplateResponse(request, "enterprises/regime_list.html", context, status=200 if tried else 422)


def _trial_form(request: HttpRequest, regimes: Sequence[LegalRegime]) -> TrialForm:
    """What is asked for; at first a term that counts working days, from today."""
    terms = words.trial_terms(regimes)
    first = {"term": terms[0][0] if terms else "", "base_on": timezone.localdate()}
    asked = request.GET if request.GET.keys() & first.keys() else first
    return TrialForm(asked, terms=terms)


def _trial(regimes: Sequence[LegalRegime], asked: Mapping[str, Any]) -> dict[str, Any]:
    row = next(row for row in regimes if row.pk == asked["term"])
    return words.trial(row, asked["base_on"], reads.working_calendar())


@needs(Permission.LAW_READ)
def calendar_list(request: HttpRequest) -> HttpResponse:
    years = words.year_rows(reads.calendar_years(), timezone.localdate())
    context = {"years": years, "may_load": allowed(request.user, Permission.CALENDAR_WRITE)}
    return TemplateResponse(request, "enterprises/calendar_list.html", context)


@needs(Permission.LAW_READ)
def calendar_detail(request: HttpRequest, year: int) -> HttpResponse:
    versions = words.version_cards(reads.calendar_versions(year))
    if not versions:
        raise Http404
    context = {"year": year, "versions": versions}
    context["may_load"] = allowed(request.user, Permission.CALENDAR_WRITE)
    return TemplateResponse(request, "enterprises/calendar_detail.html", context)


@needs(Permission.CALENDAR_WRITE)
def calendar_create(request: HttpRequest, year: int) -> HttpResponse:
    """Load the calendar of a year, or a newer version of it."""
    known = reads.calendar_of(year)
    initial = {"version": known.version if known else 0, "state": CalendarState.PUBLISHED}
    form = CalendarForm(request.POST or None, request.FILES or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            loaded = _load(request, year, form)
        except Refused as error:
            add_refusal(form, error)
        else:
            done = _("已载入 %(year)d 年第 %(version)d 版日历，相关期限正在重新计算。")
            same = _("文件与现行的 %(year)d 年第 %(version)d 版相同，没有改动。")
            facts = {"year": year, "version": loaded.calendar.version}
            messages.success(request, (done if loaded.changed else same) % facts)
            return redirect("enterprises:calendar_detail", year=year)
    context: dict[str, Any] = {"form": form, "year": year, "known": known}
    status = 422 if form.errors else 200
    return TemplateResponse(request, "enterprises/calendar_create.html", context, status=status)


def _load(request: HttpRequest, year: int, form: CalendarForm) -> CalendarLoaded:
    data = form.cleaned_data
    paper = CalendarPaper(data["file"], data["source"], CalendarState(data["state"]))
    version = data["version"] or 0
    return calendar_load(year=year, paper=paper, version=version, by=request.user, at=timezone.now())
