"""Pages of consulting bodies, their auditors, and experts."""

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from audits.forms.agencies import AgencyForm, AuditorForm, ExpertForm
from audits.presenters import experts as people
from audits.presenters import reviews as words
from audits.presenters.rounds import round_words, state_light
from audits.selectors import agencies as reads
from audits.selectors.panels import ties_of
from audits.services import agencies as writes
from audits.tables import AGENCIES, EXPERTS
from audits.views.saving import status_of, try_to_save
from config.common.access import Permission, Role, allowed, needs
from config.common.forms import changed_values
from config.common.http import list_answer, page_or_part
from config.common.tables import table_page

_ROUNDS_SHOWN = 50


@needs(Permission.AGENCIES_READ)
def agency_list(request: HttpRequest) -> HttpResponse:
    may_write = allowed(request.user, Permission.AGENCIES_WRITE)
    context = {"list": table_page(request, AGENCIES), "may_write": may_write}
    return list_answer(request, "audits/agency_list.html", context)


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
                "place": one.enterprise.region.full_name,
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
    context = {"form": form}
    if request.method == "POST" and form.is_valid():
        facts = {"by": request.user, "at": timezone.now(), **changed_values(form)}
        if try_to_save(form, partial(writes.agency_create, **facts), context):
            messages.success(request, _("咨询机构已登记。"))
            return redirect("audits:agency_list")
    return page_or_part(request, "audits/agency_create.html", context, status=status_of(form, context))


@needs(Permission.AGENCIES_WRITE)
def agency_edit(request: HttpRequest, pk: int) -> HttpResponse:
    agency = get_object_or_404(reads.agencies_for(request.user), pk=pk)
    initial = {name: getattr(agency, name) for name in ("version", "name", "uscc", "region", "staff")}
    form = AgencyForm(request.POST or None, initial=initial, regions=reads.seats())
    context = {"form": form, "agency": agency}
    if request.method == "POST" and form.is_valid():
        facts = {"by": request.user, "at": timezone.now(), **form.cleaned_data}
        save = partial(writes.agency_update, agency=agency, **facts | {"version": facts["version"] or 0})
        if try_to_save(form, save, context, fresh=lambda: reads.version_of(request.user, pk)):
            messages.success(request, _("已保存。"))
            return redirect("audits:agency_detail", pk=pk)
    return page_or_part(request, "audits/agency_edit.html", context, status=status_of(form, context))


@needs(Permission.AGENCIES_WRITE)
def auditor_create(request: HttpRequest, pk: int) -> HttpResponse:
    agency = get_object_or_404(reads.agencies_for(request.user), pk=pk)
    form = AuditorForm(request.POST or None, accounts=reads.accounts_without_place(Role.AGENCY))
    context = {"form": form, "agency": agency}
    if request.method == "POST" and form.is_valid():
        facts = {"by": request.user, "at": timezone.now(), **form.cleaned_data}
        if try_to_save(form, partial(writes.auditor_add, agency=agency, **facts), context):
            messages.success(request, _("审核人员已登记。"))
            return redirect("audits:agency_detail", pk=pk)
    return page_or_part(request, "audits/auditor_create.html", context, status=status_of(form, context))


@needs(Permission.AGENCIES_READ)
def expert_list(request: HttpRequest) -> HttpResponse:
    may_write = allowed(request.user, Permission.AGENCIES_WRITE)
    context = {"list": table_page(request, EXPERTS), "may_write": may_write}
    return list_answer(request, "audits/expert_list.html", context)


@needs(Permission.AGENCIES_READ)
def expert_detail(request: HttpRequest, pk: int) -> HttpResponse:
    expert = get_object_or_404(reads.experts_for(request.user, timezone.localdate()), pk=pk)
    seats = list(reads.seats_of(request.user, expert)[:_ROUNDS_SHOWN])
    context = {
        "expert": expert,
        "facts": people.expert_facts(expert),
        "kpis": people.expert_kpis(expert),
        "seats": [people.seat_row(one) for one in seats],
        "shown": _ROUNDS_SHOWN if len(seats) == _ROUNDS_SHOWN else 0,
        "ties": [people.tie_row(one) for one in ties_of(expert)],
        "may_write": allowed(request.user, Permission.AGENCIES_WRITE),
    }
    return page_or_part(request, "audits/expert_detail.html", context)


@needs(Permission.AGENCIES_WRITE)
def expert_create(request: HttpRequest) -> HttpResponse:
    form = ExpertForm(
        request.POST or None,
        accounts=reads.accounts_without_place(Role.EXPERT),
        industries=reads.industries(),
    )
    context = {"form": form}
    if request.method == "POST" and form.is_valid():
        facts = {"by": request.user, "at": timezone.now(), **form.cleaned_data}
        if try_to_save(form, partial(writes.expert_create, **facts), context):
            messages.success(request, _("专家已入库。"))
            return redirect("audits:expert_list")
    return page_or_part(request, "audits/expert_create.html", context, status=status_of(form, context))
