"""Pages of the past: choose a sheet, see what it would become, confirm; and what it left of a round."""

from functools import partial

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from config.common.access import Permission, needs
from config.common.downloads import attachment_answer
from config.common.http import page_or_part
from config.common.sheet_pages import SheetPages
from enterprises.enums import SheetUse
from enterprises.selectors.headings import headings_of_kind
from measures.calculations.past_columns import past_columns
from measures.filters import PastRowFilter
from measures.forms import PastUploadForm
from measures.models import PastImport
from measures.presenters import past_imports as words
from measures.presenters.past_files import past_template_file
from measures.selectors import past as reads
from measures.services import past_imports as writes
from measures.tables import PAST_IMPORTS
from operations.services.attachments import attachment_read

_PAGES = SheetPages(
    name="past",
    address=words.ADDRESS,
    template_address="measures:past_template",
    imports=reads.past_imports_for,
    page=words.import_page,
)


@needs(Permission.ROSTERS_IMPORT)
def past_import_list(request: HttpRequest) -> HttpResponse:
    return _PAGES.list(request, PAST_IMPORTS)


@needs(Permission.ROSTERS_IMPORT)
def past_import_create(request: HttpRequest) -> HttpResponse:
    form = PastUploadForm(request.POST or None, request.FILES or None)
    return _PAGES.create(request, form, writes.past_upload)


@needs(Permission.ROSTERS_IMPORT)
def past_import_detail(request: HttpRequest, pk: int) -> HttpResponse:
    past = _PAGES.of(request, pk)
    filterset = PastRowFilter(request.GET, reads.past_rows_of(past, request.GET.get("state", "")))
    present = partial(words.preview_rows, past, reads.indicator_names())
    return _PAGES.detail(request, past, filterset, present)


@needs(Permission.ROSTERS_IMPORT)
def past_import_progress(request: HttpRequest, pk: int) -> HttpResponse:
    return _PAGES.progress(request, pk)


@needs(Permission.ROSTERS_IMPORT)
@require_POST
def past_import_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    return _PAGES.do(request, pk, writes.past_confirm)


@needs(Permission.ROSTERS_IMPORT)
@require_POST
def past_import_give_up(request: HttpRequest, pk: int) -> HttpResponse:
    return _PAGES.give_up(request, pk, writes.past_give_up)


@needs(Permission.ROSTERS_IMPORT)
@require_POST
def past_import_recheck(request: HttpRequest, pk: int) -> HttpResponse:
    return _PAGES.do(request, pk, writes.past_recheck)


@needs(Permission.ROSTERS_IMPORT)
def past_import_columns(request: HttpRequest, pk: int) -> HttpResponse:
    remembered = headings_of_kind(request.user, SheetUse.PAST)
    specs = past_columns(reads.past_indicators())
    return _PAGES.columns(request, pk, remembered, (specs, writes.past_columns_settle))


@needs(Permission.ROSTERS_IMPORT)
def past_import_marked(request: HttpRequest, pk: int) -> HttpResponse:
    """The bad rows as a workbook with the wrong cells marked."""
    past: PastImport = get_object_or_404(
        reads.past_imports_for(request.user), pk=pk, marked_copy__isnull=False
    )
    return attachment_answer(attachment_read(past.marked_copy), past.marked_copy.name)


@needs(Permission.ROSTERS_IMPORT)
def past_template(request: HttpRequest) -> HttpResponse:
    return attachment_answer(past_template_file(reads.past_indicators()), _("往年数据模板.xlsx"))


@needs(Permission.MEASURES_READ)
def round_past(request: HttpRequest, round_id: int) -> HttpResponse:
    """What the past left of one imported round, for its page (a part asked for by hx-get)."""
    result = reads.past_result_of(request.user, round_id)
    if result is None:
        raise Http404
    context = {"past": words.result_panel(result), "round": result.round}
    return page_or_part(request, "measures/round_past.html", context, part="panel")
