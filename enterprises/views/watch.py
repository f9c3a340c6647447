"""Pages of the watchlist (名录库) and of parks."""

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
from enterprises.forms.changes import ParkForm, WatchEditForm, WatchForm
from enterprises.presenters import changes as words
from enterprises.selectors import watch as reads
from enterprises.services import parks
from enterprises.services import watch as writes
from enterprises.tables.registry import WATCHED


@needs(Permission.WATCH_READ)
def watch_list(request: HttpRequest) -> HttpResponse:
    rows = table_page(request, WATCHED)
    context = {"list": rows, "may_write": allowed(request.user, Permission.ENTERPRISES_WRITE)}
    return list_answer(request, "enterprises/watch_list.html", context)


@needs(Permission.ENTERPRISES_WRITE)
def watch_create(request: HttpRequest) -> HttpResponse:
    form = WatchForm(
        sent(request),
        enterprises=reads.watchable(request.user),
        initial={"enterprise": request.GET.get("enterprise")},
    )
    if request.method == "POST" and form.is_valid():
        enterprise = form.cleaned_data["enterprise"]
        try:
            writes.watch_add(enterprise=enterprise, terms=form.terms(), by=request.user, at=timezone.now())
        except Refused as error:
            add_refusal(form, error)
        else:
            messages.success(request, _("“%(name)s”已入名录库。") % {"name": enterprise.name})
            return redirect("enterprises:watch_list")
    status = 422 if form.errors else 200
    return TemplateResponse(request, "enterprises/watch_create.html", {"form": form}, status=status)


@needs(Permission.ENTERPRISES_WRITE)
def watch_edit(request: HttpRequest, pk: int) -> HttpResponse:
    entry = get_object_or_404(reads.watched_for(request.user), pk=pk)
    names = ("audit_by", "accept_by", "reason", "document_no", "version")
    form = WatchEditForm(sent(request), initial={name: getattr(entry, name) for name in names})
    status = 200
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"]
        try:
            writes.watch_update(
                entry=entry, terms=form.terms(), version=version, by=request.user, at=timezone.now()
            )
        except Refused as error:
            add_refusal(form, error)
            status = 412 if isinstance(error, Stale) else 422
        else:
            messages.success(request, _("已保存。"))
            return redirect("enterprises:watch_list")
    context = {"form": form, "entry": entry, "enterprise": entry.enterprise}
    status = 422 if form.errors and status == 200 else status
    return TemplateResponse(request, "enterprises/watch_edit.html", context, status=status)


@needs(Permission.ENTERPRISES_WRITE)
@require_POST
def watch_end(request: HttpRequest, pk: int) -> HttpResponse:
    entry = get_object_or_404(reads.watched_for(request.user), pk=pk)
    version = request.POST.get("version", "")
    writes.watch_end(
        entry=entry,
        reason=request.POST.get("reason", ""),
        version=int(version) if version.isdigit() else 0,
        by=request.user,
        at=timezone.now(),
    )
    messages.success(request, _("“%(name)s”已移出名录库。") % {"name": entry.enterprise.name})
    return redirect("enterprises:watch_list")


@needs(Permission.ENTERPRISES_WRITE)
def park_list(request: HttpRequest) -> HttpResponse:
    """The parks of the territory with their members, and the form for another."""
    form = ParkForm(sent(request), regions=reads.places_for_parks(request.user))
    if request.method == "POST" and form.is_valid():
        try:
            park = parks.park_create(**form.cleaned_data, by=request.user, at=timezone.now())
        except Refused as error:
            add_refusal(form, error)
        else:
            messages.success(request, _("已登记“%(name)s”。") % {"name": park.name})
            return redirect("enterprises:park_list")
    context = {"form": form, "parks": words.park_rows(list(reads.parks_counted(request.user)))}
    status = 422 if form.errors else 200
    return TemplateResponse(request, "enterprises/park_list.html", context, status=status)
