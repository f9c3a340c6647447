"""Pages of the yearly plan of post-assessment: the list, the draw, and what was found; an agency's record."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from audits.selectors.agencies import agencies_for, experts_for
from config.common.access import Permission, needs
from config.common.errors import Refused
from config.common.forms import add_refusal, sent
from config.common.http import list_answer
from config.common.tables import table_page
from measures.enums import Strata
from measures.forms.post_plans import PostPlanForm, stratum_formset
from measures.presenters.post_plans import plan_card, rate_words, stratum_words
from measures.selectors import post_plans as reads
from measures.services.post_plans import post_plan_draw
from measures.tables_post import POST_PLANS


@needs(Permission.POST_ASSESSMENTS_WRITE)
def post_plan_list(request: HttpRequest) -> HttpResponse:
    return list_answer(request, "measures/post_plan_list.html", {"list": table_page(request, POST_PLANS)})


@needs(Permission.POST_ASSESSMENTS_WRITE)
def post_plan_create(request: HttpRequest) -> HttpResponse:
    """How the measures are divided and for which day, and how many are drawn of each stratum."""
    usual = {"by_strata": Strata.CLASS_INDUSTRY.value, "planned_on": str(timezone.localdate())}
    form = PostPlanForm(request.POST if request.method == "POST" else request.GET or usual)
    context: dict[str, Any] = {"form": form}
    if form.is_valid():
        facts = {name: form.cleaned_data[name] for name in ("by_strata", "planned_on")}
        frame = reads.frame_of(request.user, **facts)
        sizes = {name: len(ids) for name, ids in frame.items()}
        strata = stratum_formset(sent(request), sizes, {name: stratum_words(name) for name in sizes})
        context |= {"strata": strata, "population": sum(sizes.values())}
        if request.method == "POST" and strata.is_valid():
            plan = _drawn(request, form, strata)
            if plan:
                return redirect("measures:post_plan_detail", pk=plan.pk)
    status = 422 if request.method == "POST" else 200
    return TemplateResponse(request, "measures/post_plan_create.html", context, status=status)


def _drawn(request: HttpRequest, form: Any, strata: Any) -> Any:
    rows = [row.cleaned_data for row in strata.forms]
    wanted = {row["stratum"]: row["number"] or 0 for row in rows}
    try:
        plan = post_plan_draw(wanted=wanted, by=request.user, at=timezone.now(), **form.cleaned_data)
    except Refused as error:
        add_refusal(form, error)
        return None
    messages.success(request, _("已抽取，并为抽中的轮次安排了后评估。"))
    return plan


@needs(Permission.POST_ASSESSMENTS_WRITE)
def post_plan_detail(request: HttpRequest, pk: int) -> HttpResponse:
    plan = get_object_or_404(reads.post_plans_for(request.user), pk=pk)
    card = plan_card(plan, reads.strata_found(plan), again=reads.drawn_again(plan))
    return TemplateResponse(request, "measures/post_plan_detail.html", {"card": card})


@needs(Permission.AGENCIES_READ)
def agency_persistence(request: HttpRequest, agency_id: int) -> HttpResponse:
    """The panel of an agency's page: of the measures it advised, how many still stand."""
    agency = get_object_or_404(agencies_for(request.user), pk=agency_id)
    return _persistence(request, reads.delivering_of_agency(request.user, agency.pk))


@needs(Permission.AGENCIES_READ)
def expert_persistence(request: HttpRequest, expert_id: int) -> HttpResponse:
    """The panel of an expert's page: of the measures in rounds they judged, how many still stand."""
    expert = get_object_or_404(experts_for(request.user, timezone.localdate()), pk=expert_id)
    return _persistence(request, reads.delivering_of_expert(request.user, expert.pk))


def _persistence(request: HttpRequest, found: tuple[int, int]) -> HttpResponse:
    context = {"rate": rate_words(*found), "assessed": found[1]}
    return TemplateResponse(request, "measures/persistence.html", context)
