"""The first screen: one address, what each role needs first."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from audits.models import Round
from config.common.access import ADMINISTRATORS, OFFICERS, Permission, Role, allowed, public
from config.common.todo import todo_of
from enterprises.selectors.clock import paused_dues
from reports.presenters.desks import board, health_context, round_cards, visit_cards
from reports.presenters.glance import glance_context, list_words
from reports.selectors import home as reads
from reports.selectors.reports import listed_years, regions_for

TODO_SHOWN = 8


@public(because="the first address leads whoever is not signed in to the public site")
def home(request: HttpRequest) -> HttpResponse:
    """The desk of the person's role, or the public site."""
    if not request.user.is_authenticated:
        return redirect("reports:public_home")
    if not allowed(request.user, Permission.HOME):
        raise PermissionDenied
    today = timezone.localdate()
    context = _desk(request.user)(request, today)
    return TemplateResponse(request, "reports/home.html", {"today": today, **context})


def _desk(user: User) -> Callable[[HttpRequest, date], dict[str, Any]]:
    if user.role in OFFICERS or user.role == Role.DEPARTMENT:
        return _territory
    if user.role in ADMINISTRATORS:
        return _administrator
    own = {Role.ENTERPRISE: _plant, Role.AGENCY: _agency, Role.VERIFIER: _verifier}
    return own.get(Role(user.role), _expert)


def _territory(request: HttpRequest, today: date) -> dict[str, Any]:
    user = request.user
    mine = regions_for(user)
    region = get_object_or_404(mine, code=request.GET.get("region", user.region.code))
    listed = listed_years(region)
    years = sorted({*listed, today.year}, reverse=True)
    asked = request.GET.get("year", "")
    known = asked.isascii() and asked.isdigit() and int(asked) in years
    year = int(asked) if known else max(listed, default=today.year)
    glance = reads.glance(region, year, today)
    return {
        "part": "reports/home/territory.html",
        "heading": _("%(place)s · %(year)s年度强制性清洁生产审核") % {"place": region.name, "year": year},
        "subheading": list_words(glance),
        "year": year,
        "year_choices": years,
        "region": region,
        "is_inside": region.pk != user.region_id,
        "funnel_first": user.role != Role.CITY and user.role != Role.COUNTY,
        "can_report": allowed(user, Permission.REPORTS_MAKE),
        **glance_context(glance),
        **_todo(user, today),
    }


def _todo(user: User, today: date) -> dict[str, Any]:
    if user.role == Role.DEPARTMENT:
        return {}
    duties = todo_of(user, today)
    late = sum(1 for duty in duties if duty.due_on and duty.due_on < today)
    soon = sum(1 for duty in duties if duty.due_on and 0 <= (duty.due_on - today).days <= 7)
    return {
        "duties": duties[:TODO_SHOWN],
        "duty_rest": duties[TODO_SHOWN:],
        "duty_count": len(duties),
        "duty_words": _("本周到期 %(soon)s · 已逾期 %(late)s") % {"soon": soon, "late": late},
    }


def _paused(rounds: Sequence[Round], today: date) -> set[tuple[int | None, date | None]]:
    return paused_dues({one.listing_id for one in rounds}, today)


def _plant(request: HttpRequest, today: date) -> dict[str, Any]:
    rounds = reads.open_rounds(request.user)
    return {
        "part": "reports/home/plant.html",
        "heading": _("我的清洁生产审核"),
        "subheading": _("每轮走到哪一步、还剩几天、下一步做什么"),
        "cards": round_cards(rounds, reads.last_reasons(rounds), today, _paused(rounds, today)),
        **_todo(request.user, today),
    }


def _agency(request: HttpRequest, today: date) -> dict[str, Any]:
    rounds = reads.open_rounds(request.user)
    return {
        "part": "reports/home/board.html",
        "heading": _("承担的审核"),
        "subheading": _("按阶段排列，每列最急的在上"),
        "columns": board(rounds, today, _paused(rounds, today)),
        "round_count": len(rounds),
        **_todo(request.user, today),
    }


def _verifier(request: HttpRequest, today: date) -> dict[str, Any]:
    return {
        "part": "reports/home/visits.html",
        "heading": _("我的现场核查"),
        "subheading": _("今天要去的企业和接下来一个月的安排"),
        "visits": visit_cards(reads.open_visits(request.user, today), today),
        **_todo(request.user, today),
    }


def _expert(request: HttpRequest, today: date) -> dict[str, Any]:
    return {
        "part": "reports/home/papers.html",
        "heading": _("我的评审"),
        "subheading": _("邀请您审阅的材料和会议日期"),
        **_todo(request.user, today),
    }


def _administrator(request: HttpRequest, today: date) -> dict[str, Any]:
    return {
        "part": "reports/home/health.html",
        "heading": _("平台运行"),
        "subheading": request.user.get_role_display(),
        **health_context(reads.health(request.user, timezone.now())),
    }
