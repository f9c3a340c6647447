"""Lists as files: asking for one, one's own, downloading."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from config.common.access import Permission, needs
from config.common.errors import Refused
from config.common.http import list_answer
from config.common.listing import list_page
from config.common.tables import tables
from operations import selectors
from operations.filters import ExportFilter
from operations.forms import ExportForm
from operations.models import Export
from operations.presenters import export_row
from operations.services import exports

_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


@needs(Permission.HOME)
def export_list(request: HttpRequest) -> HttpResponse:
    at = timezone.now()
    rows = list_page(
        request,
        ExportFilter(request.GET, selectors.exports_for(request.user)),
        orderings={"created": ["created_at"], "title": ["title"]},
        default="-created",
        present=lambda page: [export_row(export, request.user, at) for export in page],
    )
    context = {"list": rows, "busy": any(row["bar"] for row in rows.rows)}
    return list_answer(request, "operations/export_list.html", context)


@needs(Permission.HOME)
@require_POST
def export_create(request: HttpRequest) -> HttpResponseBase:
    """The file itself where the list is short; else the place where it will be."""
    form = ExportForm(request.POST)
    table = tables().get(request.POST.get("page", ""))
    if table is None or not form.is_valid():
        raise Refused(_("没有这个列表或文件格式，没有导出；请从列表右上方的“导出”进入。"))
    data = form.cleaned_data
    at = timezone.now()
    export = exports.export_request(
        table=table, query=data["query"], kind=data["kind"], by=request.user, at=at
    )
    return _answer(request, export)


@needs(Permission.HOME)
@require_POST
def export_again(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The same list with the same conditions, as it stands now."""
    old = get_object_or_404(selectors.exports_for(request.user), pk=pk)
    table = tables().get(old.page)
    if table is None:
        raise Refused(_("这个列表已不存在，不能导出。"))
    export = exports.export_request(
        table=table, query=old.query, kind=old.kind, by=request.user, at=timezone.now()
    )
    return _answer(request, export)


@needs(Permission.HOME)
def export_download(request: HttpRequest, pk: int) -> HttpResponseBase:
    return _file(request, get_object_or_404(selectors.exports_for(request.user), pk=pk))


def _answer(request: HttpRequest, export: Export) -> HttpResponseBase:
    if export.job_id is None:
        made = exports.export_make(export=export, by=request.user, at=timezone.now())
        return _file(request, made)
    messages.info(request, _("行数较多，正在后台制作；做好后在这里下载，可以离开本页。"))
    return redirect("operations:export_list")


def _file(request: HttpRequest, export: Export) -> HttpResponseBase:
    path = exports.export_open(export=export, by=request.user, at=timezone.now())
    headers: dict[str, Any] = {"X-Content-Type-Options": "nosniff", "Cache-Control": "no-store, private"}
    name = f"{export.title}-{timezone.localtime(export.made_at):%Y%m%d-%H%M}.{export.kind}"
    return FileResponse(
        path.open("rb"), as_attachment=True, filename=name, content_type=_TYPES[export.kind], headers=headers
    )
