"""Saved views: keeping one, one's own, sharing, opening by address."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from config.common.access import Permission, allowed, needs
from config.common.errors import Refused
from config.common.forms import add_refusal, sent
from config.common.tables import VIEW, tables
from operations import selectors
from operations.forms import ViewForm
from operations.models import SavedView
from operations.presenters import view_rows
from operations.services import saved_views as services


@needs(Permission.HOME)
def view_list(request: HttpRequest) -> HttpResponse:
    rows = view_rows(selectors.views_for(request.user), request.user)
    return TemplateResponse(request, "operations/view_list.html", {"groups": rows})


@needs(Permission.HOME)
@require_POST
def view_create(request: HttpRequest) -> HttpResponse:
    table = tables().get(request.POST.get("page", ""))
    if table is None:
        raise Refused(_("没有这个列表，视图没有保存；请从列表右上方的“视图”进入。"))
    data = request.POST
    view = services.view_save(
        table=table,
        name=data.get("name", ""),
        query=data.get("query", ""),
        sharing=data.get("sharing", ""),
        by=request.user,
        at=timezone.now(),
    )
    messages.success(request, _("已保存视图“%(name)s”。") % {"name": view.name})
    return redirect(_address(view))


@needs(Permission.HOME)
@require_POST
def view_replace(request: HttpRequest, pk: int) -> HttpResponse:
    view = get_object_or_404(selectors.views_for(request.user), pk=pk)
    services.view_replace(view=view, query=request.POST.get("query", ""), by=request.user, at=timezone.now())
    messages.success(request, _("视图“%(name)s”已按当前条件更新。") % {"name": view.name})
    return redirect(_address(view))


@needs(Permission.HOME)
def view_edit(request: HttpRequest, pk: int) -> HttpResponse:
    view = get_object_or_404(selectors.views_for(request.user), pk=pk, owner=request.user)
    first = {"name": view.name, "sharing": view.sharing, "version": view.version}
    form = ViewForm(sent(request), initial=first, has_office=request.user.region_id is not None)
    if request.method == "POST" and form.is_valid():
        try:
            services.view_change(view=view, **form.cleaned_data, by=request.user, at=timezone.now())
        except Refused as error:
            add_refusal(form, error)
        else:
            messages.success(request, _("视图已保存。"))
            return redirect("operations:view_list")
    link = request.build_absolute_uri(reverse("operations:view_open", args=[view.token]))
    context = {"form": form, "view": view, "link": link}
    status = 422 if form.errors else 200
    return TemplateResponse(request, "operations/view_edit.html", context, status=status)


@needs(Permission.HOME)
@require_POST
def view_delete(request: HttpRequest, pk: int) -> HttpResponse:
    view = get_object_or_404(selectors.views_for(request.user), pk=pk)
    services.view_delete(view=view, by=request.user, at=timezone.now())
    messages.success(request, _("已删除视图“%(name)s”。") % {"name": view.name})
    return redirect("operations:view_list")


@needs(Permission.HOME)
@require_POST
def view_default(request: HttpRequest, pk: int) -> HttpResponse:
    view = get_object_or_404(selectors.views_for(request.user), pk=pk)
    services.view_default(view=view, on=bool(request.POST.get("on")), by=request.user, at=timezone.now())
    messages.success(request, _("已保存。"))
    return redirect("operations:view_list")


@needs(Permission.HOME)
def view_open(request: HttpRequest, token: str) -> HttpResponse:
    """The list with a shared view's parameters: what it shows is the reader's own."""
    view = selectors.view_with_link(request.user, token)
    table = tables().get(view.page) if view else None
    if view is None or table is None or not allowed(request.user, table.permission):
        raise Http404
    return redirect(_address(view))


def _address(view: SavedView) -> str:
    query = "&".join(filter(None, [view.query, f"{VIEW}={view.token}"]))
    return f"{reverse(view.page)}?{query}"
