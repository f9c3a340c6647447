"""Pages of roster imports: choose a file, see what it would do, confirm, take the bad rows back."""

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from config.common.access import Permission, needs
from config.common.downloads import attachment_answer
from config.common.errors import Refused
from config.common.forms import add_refusal
from config.common.http import list_answer, page_or_part
from config.common.listing import list_page
from enterprises.filters.lists import RosterImportFilter, RosterRowFilter
from enterprises.forms.lists import RosterConfirmForm, RosterUploadForm
from enterprises.models import RosterImport
from enterprises.presenters import rosters as words
from enterprises.presenters.list_files import template_file
from enterprises.selectors import rosters as reads
from enterprises.services import rosters as writes
from operations.services.attachments import attachment_read

_ORDERINGS = {"row": ["pk"]}


@needs(Permission.ROSTERS_IMPORT)
def roster_import_list(request: HttpRequest) -> HttpResponse:
    filterset = RosterImportFilter(request.GET, reads.rosters_for(request.user))
    orderings = {"created": ["created_at"], "year": ["year"]}
    rows = list_page(request, filterset, orderings=orderings, default="-created", present=words.import_rows)
    return list_answer(request, "enterprises/roster_import_list.html", {"list": rows})


@needs(Permission.ROSTERS_IMPORT)
def roster_import_create(request: HttpRequest) -> HttpResponse:
    at = timezone.now()
    initial = {"year": request.GET.get("year") or timezone.localtime(at).year}
    form = RosterUploadForm(request.POST or None, request.FILES or None, initial=initial)
    province = request.user.region.province
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            roster = writes.roster_upload(
                upload=data["file"], region=province, year=data["year"], by=request.user, at=at
            )
        except Refused as error:
            add_refusal(form, error)
        else:
            return redirect("enterprises:roster_import_detail", pk=roster.pk)
    status = 422 if form.errors else 200
    context = {"form": form, "province": province}
    return TemplateResponse(request, "enterprises/roster_import_create.html", context, status=status)


@needs(Permission.ROSTERS_IMPORT)
def roster_import_detail(request: HttpRequest, pk: int) -> HttpResponse:
    roster = get_object_or_404(reads.rosters_for(request.user), pk=pk)
    state = request.GET.get("state", "")
    filterset = RosterRowFilter(request.GET, reads.rows_of(roster, state))
    present = partial(words.preview_rows, roster)
    rows = list_page(request, filterset, orderings=_ORDERINGS, default="row", present=present)
    context = {
        "roster": words.import_page(roster, request.user),
        "tabs": words.state_tabs(roster, state),
        "state": state,
        "list": rows,
    }
    return page_or_part(request, "enterprises/roster_import_detail.html", context, part="rows")


@needs(Permission.ROSTERS_IMPORT)
def roster_import_progress(request: HttpRequest, pk: int) -> HttpResponse:
    """The bar of a running check or import; when it has ended the page is loaded anew."""
    roster = get_object_or_404(reads.rosters_for(request.user), pk=pk)
    page = words.import_page(roster, request.user)
    if not page["working"] or page["stuck"]:
        return HttpResponse(headers={"HX-Refresh": "true"})
    return TemplateResponse(request, "enterprises/roster_import_progress.html", {"roster": page})


@needs(Permission.ROSTERS_IMPORT)
@require_POST
def roster_import_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    roster = get_object_or_404(reads.rosters_for(request.user), pk=pk)
    form = RosterConfirmForm(request.POST)
    if form.is_valid():
        writes.roster_confirm(roster=roster, **form.cleaned_data, by=request.user, at=timezone.now())
    return redirect("enterprises:roster_import_detail", pk=pk)


@needs(Permission.ROSTERS_IMPORT)
@require_POST
def roster_import_give_up(request: HttpRequest, pk: int) -> HttpResponse:
    roster = get_object_or_404(reads.rosters_for(request.user), pk=pk)
    writes.roster_give_up(roster=roster, version=_version(request), by=request.user, at=timezone.now())
    messages.success(request, _("已放弃这次导入，没有登记任何内容。"))
    return redirect("enterprises:roster_import_list")


@needs(Permission.ROSTERS_IMPORT)
@require_POST
def roster_import_recheck(request: HttpRequest, pk: int) -> HttpResponse:
    roster = get_object_or_404(reads.rosters_for(request.user), pk=pk)
    writes.roster_recheck(roster=roster, version=_version(request), by=request.user, at=timezone.now())
    return redirect("enterprises:roster_import_detail", pk=pk)


@needs(Permission.ROSTERS_IMPORT)
def roster_import_marked(request: HttpRequest, pk: int) -> HttpResponse:
    """The bad rows as a workbook with the wrong cells marked."""
    roster: RosterImport = get_object_or_404(
        reads.rosters_for(request.user), pk=pk, marked_copy__isnull=False
    )
    return attachment_answer(attachment_read(roster.marked_copy), roster.marked_copy.name)


@needs(Permission.ROSTERS_IMPORT)
def roster_template(request: HttpRequest) -> HttpResponse:
    return attachment_answer(template_file(), _("强制性审核名单模板.xlsx"))


def _version(request: HttpRequest) -> int:
    form = RosterConfirmForm(request.POST)
    return form.cleaned_data["version"] if form.is_valid() else 0
