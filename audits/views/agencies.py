"""Pages of consulting bodies, their auditors, and experts."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from audits.filters import AgencyFilter, ExpertFilter
from audits.forms.agencies import AgencyForm, AuditorForm, ExpertForm
from audits.presenters import reviews as words
from audits.presenters.rounds import place_words, round_words, state_light
from audits.selectors import agencies as reads
from audits.services import agencies as writes
from config.common.access import Permission, Role, allowed, needs
from config.common.errors import Refused
from config.common.forms import add_refusal
from config.common.http import page_or_part
from config.common.listing import list_page

_ROUNDS_SHOWN = 50


@needs(Permission.AGENCIES_READ)
def agency_list(request: HttpRequest) -> HttpResponse:
    filterset = AgencyFilter(request.GET, reads.agencies_listed(request.user))
    orderings = {"name": ["name"], "staff": ["staff"], "rounds": ["rounds_n"], "closed": ["closed_n"]}
    rows = list_page(request, filterset, orderings=orderings, default="name", present=words.agency_rows)
    context = {"list": rows, "may_write": allowed(request.user, Permission.AGENCIES_WRITE)}
    return page_or_part(request, "audits/agency_list.html", context, part="rows")


@needs(Permission.AGENCIES_READ)
def agency_detail(request: HttpRequest, pk: int) -> HttpResponse:
    agency = get_object_or_404(reads.agencies_for(request.user), pk=pk)
    rounds = list(reads.agency_rounds(request.user, agency)[:_ROUNDS_SHOWN])
    context = {
        "agency": agency,
        "facts": words.agency_facts(agency),
        "kpis": words.try_kpis(reads.agency_tries(request.user, agency)),
        "auditors": reads.auditors_of(agency),
        "rounds": [
            {
                "id": one.pk,
                "name": one.enterprise.name,
                "place": place_words(one.enterprise),
                "words": round_words(one),
                "state": state_light(one.state),
            }
            for one in rounds
        ],
        "shown": _ROUNDS_SHOWN if len(rounds) == _ROUNDS_SHOWN else 0,
        "may_write": allowed(request.user, Permission.AGENCIES_WRITE),
    }
    return page_or_part(request, "audits/agency_detail.html", context)


@needs(Permission.AGENCIES_WRITE)
def agency_create(request: HttpRequest) -> HttpResponse:
    form = AgencyForm(request.POST or None, regions=reads.seats())
    if request.method == "POST" and form.is_valid():
        values = {name: value for name, value in form.cleaned_data.items() if name != "version"}
        try:
            agency = writes.agency_create(by=request.user, at=timezone.now(), **values)
        except Refused as error:
            add_refusal(form, error)
        else:
            messages.success(request, _("咨询机构已登记。"))
            return redirect("audits:agency_detail", pk=agency.pk)
    context = {"form": form}
    return page_or_part(request, "audits/agency_create.html", context, status=422 if form.errors else 200)


@needs(Permission.AGENCIES_WRITE)
def agency_edit(request: HttpRequest, pk: int) -> HttpResponse:
    agency = get_object_or_404(reads.agencies_for(request.user), pk=pk)
    initial = {name: getattr(agency, name) for name in ("version", "name", "uscc", "region", "staff")}
    form = AgencyForm(request.POST or None, initial=initial, regions=reads.seats())
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        values["version"] = values["version"] or 0
        try:
            writes.agency_update(agency=agency, by=request.user, at=timezone.now(), **values)
        except Refused as error:
            add_refusal(form, error)
        else:
            messages.success(request, _("已保存。"))
            return redirect("audits:agency_detail", pk=pk)
    context = {"form": form, "agency": agency}
    return page_or_part(request, "audits/agency_edit.html", context, status=422 if form.errors else 200)


@needs(Permission.AGENCIES_WRITE)
def auditor_create(request: HttpRequest, pk: int) -> HttpResponse:
    agency = get_object_or_404(reads.agencies_for(request.user), pk=pk)
    form = AuditorForm(request.POST or None, accounts=reads.accounts_without_place(Role.AGENCY))
    if request.method == "POST" and form.is_valid():
        try:
            writes.auditor_add(agency=agency, by=request.user, at=timezone.now(), **form.cleaned_data)
        except Refused as error:
            add_refusal(form, error)
        else:
            messages.success(request, _("审核人员已登记。"))
            return redirect("audits:agency_detail", pk=pk)
    context = {"form": form, "agency": agency}
    return page_or_part(request, "audits/auditor_create.html", context, status=422 if form.errors else 200)


@needs(Permission.AGENCIES_READ)
def expert_list(request: HttpRequest) -> HttpResponse:
    filterset = ExpertFilter(request.GET, reads.experts_for(request.user))
    orderings = {"name": ["name"], "employer": ["employer"], "reviews": ["reviews_n"]}
    rows = list_page(request, filterset, orderings=orderings, default="name", present=words.expert_rows)
    context = {"list": rows, "may_write": allowed(request.user, Permission.AGENCIES_WRITE)}
    return page_or_part(request, "audits/expert_list.html", context, part="rows")


@needs(Permission.AGENCIES_WRITE)
def expert_create(request: HttpRequest) -> HttpResponse:
    form = ExpertForm(
        request.POST or None,
        accounts=reads.accounts_without_place(Role.EXPERT),
        industries=reads.industries(),
    )
    if request.method == "POST" and form.is_valid():
        try:
            writes.expert_create(by=request.user, at=timezone.now(), **form.cleaned_data)
        except Refused as error:
            add_refusal(form, error)
        else:
            messages.success(request, _("专家已入库。"))
            return redirect("audits:expert_list")
    context = {"form": form}
    return page_or_part(request, "audits/expert_create.html", context, status=422 if form.errors else 200)
