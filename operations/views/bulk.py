"""Deeds over many rows: choosing, what will happen, what came of each, undoing."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from config.common.access import Permission, needs
from config.common.bulk import BulkAction, bulk_actions
from config.common.errors import Refused
from config.common.forms import add_refusal, sent
from config.common.http import list_answer
from config.common.tables import table_page, tables
from operations import selectors
from operations.models import BulkRun
from operations.presenters import bulk_run_words
from operations.services import bulk as services
from operations.tables import BULK_ROWS

_SHOWN = 10


@needs(Permission.JOBS_READ)
@require_POST
def bulk_create(request: HttpRequest) -> HttpResponse:
    """Freeze the ticked rows, or all of the filter; nothing is done yet."""
    data = request.POST
    table, action = tables().get(data.get("page", "")), bulk_actions().get(data.get("action", ""))
    if table is None or action is None or action.page != table.name:
        raise Refused(_("没有这项批量办理；请从列表上方勾选后选择。"))
    ids = None if data.get("all") else [int(pk) for pk in data.getlist("ids") if pk.isdecimal()]
    at = timezone.now()
    run = services.bulk_draft(
        table=table, action=action, query=data.get("query", ""), ids=ids, by=request.user, at=at
    )
    return redirect("operations:bulk_detail", pk=run.pk)


@needs(Permission.JOBS_READ)
def bulk_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """What will happen to which rows, and what all of them share; confirmed here."""
    run = get_object_or_404(selectors.bulk_runs_for(request.user), pk=pk)
    if run.confirmed_at is not None:
        return redirect(selectors.bulk_result_href(run.pk))
    action = services.action_of(run)
    form = action.form(request.user, sent(request), request.FILES if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and _confirmed(request, run, action, form):
        return redirect(selectors.bulk_result_href(run.pk))
    rows = selectors.bulk_rows_for(request.user).filter(run=run)
    context = {
        "run": run,
        "action": action,
        "form": form,
        "total": rows.count(),
        "first": rows[:_SHOWN],
        "back": reverse(run.page),
    }
    status = 422 if form.errors else 200
    return TemplateResponse(request, "operations/bulk_detail.html", context, status=status)


def _confirmed(request: HttpRequest, run: BulkRun, action: BulkAction, form: Any) -> bool:
    at = timezone.now()
    try:
        params = action.keep(form.cleaned_data, request.user, at)
        services.bulk_confirm(run=run, params=params, by=request.user, at=at)
    except Refused as error:
        add_refusal(form, error)
        return False
    return True


@needs(Permission.JOBS_READ)
@require_POST
def bulk_undo(request: HttpRequest, pk: int) -> HttpResponse:
    run = get_object_or_404(selectors.bulk_runs_for(request.user), pk=pk)
    undoing = services.bulk_undo(run=run, by=request.user, at=timezone.now())
    messages.info(request, _("正在撤销；之后已有人改动的行不会动，会在结果里说明。"))
    return redirect(selectors.bulk_result_href(undoing.pk))


@needs(Permission.JOBS_READ)
def bulk_row_list(request: HttpRequest) -> HttpResponse:
    """What came of each row: of one run, or of all of one's own."""
    rows = table_page(request, BULK_ROWS)
    asked = request.GET.get("run", "")
    run = selectors.bulk_runs_for(request.user).filter(pk=asked).first() if asked.isdecimal() else None
    head = bulk_run_words(run, selectors.bulk_counts(run.pk), request.user) if run else None
    context = {"list": rows, "head": head, "busy": bool(head and head["bar"] and not head["over"])}
    return list_answer(request, "operations/bulk_row_list.html", context)
