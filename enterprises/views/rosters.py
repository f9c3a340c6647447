"""Pages of roster imports: choose a file, see what it would do, confirm, take the bad rows back."""

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from config.common.access import Permission, needs
from config.common.downloads import attachment_answer
from config.common.http import safe_next
from config.common.sheet_pages import SheetPages
from enterprises.calculations.roster_columns import COLUMNS
from enterprises.enums import SheetUse
from enterprises.filters.lists import RosterRowFilter
from enterprises.forms.lists import RosterConfirmForm, RosterUploadForm
from enterprises.models import RosterImport
from enterprises.presenters import rosters as words
from enterprises.presenters.list_files import template_file
from enterprises.selectors import rosters as reads
from enterprises.selectors.headings import headings_for, headings_of_kind
from enterprises.services import headings
from enterprises.services import rosters as writes
from enterprises.tables.lists import ROSTERS
from operations.services.attachments import attachment_read

_PAGES = SheetPages(
    name="roster",
    address=words.ADDRESS,
    template_address="enterprises:roster_template",
    imports=reads.rosters_for,
    page=words.import_page,
)


@needs(Permission.ROSTERS_IMPORT)
def roster_import_list(request: HttpRequest) -> HttpResponse:
    return _PAGES.list(request, ROSTERS)


@needs(Permission.ROSTERS_IMPORT)
def roster_import_create(request: HttpRequest) -> HttpResponse:
    initial = {"year": request.GET.get("year") or timezone.localdate().year}
    form = RosterUploadForm(request.POST or None, request.FILES or None, initial=initial)
    return _PAGES.create(request, form, writes.roster_upload)


@needs(Permission.ROSTERS_IMPORT)
def roster_import_detail(request: HttpRequest, pk: int) -> HttpResponse:
    roster = _PAGES.of(request, pk)
    filterset = RosterRowFilter(request.GET, reads.rows_of(roster, request.GET.get("state", "")))
    return _PAGES.detail(request, roster, filterset, partial(words.preview_rows, roster))


@needs(Permission.ROSTERS_IMPORT)
def roster_import_progress(request: HttpRequest, pk: int) -> HttpResponse:
    return _PAGES.progress(request, pk)


@needs(Permission.ROSTERS_IMPORT)
@require_POST
def roster_import_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    form = RosterConfirmForm(request.POST)
    accept_partial = form.is_valid() and form.cleaned_data["accept_partial"]
    return _PAGES.do(request, pk, writes.roster_confirm, accept_partial=accept_partial)


@needs(Permission.ROSTERS_IMPORT)
@require_POST
def roster_import_give_up(request: HttpRequest, pk: int) -> HttpResponse:
    return _PAGES.give_up(request, pk, writes.roster_give_up)


@needs(Permission.ROSTERS_IMPORT)
@require_POST
def roster_import_recheck(request: HttpRequest, pk: int) -> HttpResponse:
    return _PAGES.do(request, pk, writes.roster_recheck)


@needs(Permission.ROSTERS_IMPORT)
def roster_import_columns(request: HttpRequest, pk: int) -> HttpResponse:
    remembered = headings_of_kind(request.user, SheetUse.ROSTER)
    return _PAGES.columns(request, pk, remembered, (COLUMNS, writes.roster_columns_settle))


@needs(Permission.ROSTERS_IMPORT)
@require_POST
def heading_forget(request: HttpRequest, pk: int) -> HttpResponse:
    """What a heading means, of rosters or of the past, is asked again next time."""
    mapping = get_object_or_404(headings_for(request.user), pk=pk)
    headings.heading_forget(mapping=mapping, by=request.user, at=timezone.now())
    messages.success(request, _("已忘记“%(heading)s”的对应关系。") % {"heading": mapping.heading})
    return redirect(safe_next(request, "enterprises:roster_import_list"))


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
