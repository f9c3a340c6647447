"""Pages of the past: choose a sheet, see what it would become, confirm; and what it left of a round."""

from functools import partial

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from config.common.access import Permission, needs
from config.common.downloads import attachment_answer
from config.common.errors import Refused
from config.common.forms import VersionedForm, add_refusal
from config.common.http import list_answer, page_or_part
from config.common.listing import list_page
from measures.filters import PastImportFilter, PastRowFilter
from measures.forms import PastUploadForm
from measures.presenters import past_imports as words
from measures.presenters.past_files import past_template_file
from measures.selectors import past as reads
from measures.services import past_imports as writes
from operations.services.attachments import attachment_read


@needs(Permission.ROSTERS_IMPORT)
def past_import_list(request: HttpRequest) -> HttpResponse:
    filterset = PastImportFilter(request.GET, reads.past_imports_for(request.user))
    orderings = {"created": ["created_at"]}
    rows = list_page(request, filterset, orderings=orderings, default="-created", present=words.import_rows)
    return list_answer(request, "measures/past_import_list.html", {"list": rows})


@needs(Permission.ROSTERS_IMPORT)
def past_import_create(request: HttpRequest) -> HttpResponse:
    form = PastUploadForm(request.POST or None, request.FILES or None)
    province = request.user.region.province
    if request.method == "POST" and form.is_valid():
        facts = {"by": request.user, "at": timezone.now()}
        try:
            past = writes.past_upload(upload=form.cleaned_data["file"], region=province, **facts)
        except Refused as error:
            add_refusal(form, error)
        else:
            return redirect("measures:past_import_detail", pk=past.pk)
    status = 422 if form.errors else 200
    context = {"form": form, "province": province}
    return TemplateResponse(request, "measures/past_import_create.html", context, status=status)


@needs(Permission.ROSTERS_IMPORT)
def past_import_detail(request: HttpRequest, pk: int) -> HttpResponse:
    past = get_object_or_404(reads.past_imports_for(request.user), pk=pk)
    state = request.GET.get("state", "")
    filterset = PastRowFilter(request.GET, reads.past_rows_of(past, state))
    present = partial(words.preview_rows, past, reads.indicator_names())
    rows = list_page(request, filterset, orderings={"row": ["pk"]}, default="row", present=present)
    context = {
        "past": words.import_page(past, request.user),
        "tabs": words.previews.state_tabs(past.counts, state),
        "state": state,
        "list": rows,
    }
    return page_or_part(request, "measures/past_import_detail.html", context, part="rows")


@needs(Permission.ROSTERS_IMPORT)
def past_import_progress(request: HttpRequest, pk: int) -> HttpResponse:
    """The bar of a running check or import; when it has ended the page is loaded anew."""
    past = get_object_or_404(reads.past_imports_for(request.user), pk=pk)
    page = words.import_page(past, request.user)
    if not page["working"] or page["stuck"]:
        return HttpResponse(headers={"HX-Refresh": "true"})
    return TemplateResponse(request, "measures/past_import_progress.html", {"past": page})


@needs(Permission.ROSTERS_IMPORT)
@require_POST
def past_import_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    past = get_object_or_404(reads.past_imports_for(request.user), pk=pk)
    writes.past_confirm(past=past, version=_version(request), by=request.user, at=timezone.now())
    return redirect("measures:past_import_detail", pk=pk)


@needs(Permission.ROSTERS_IMPORT)
@require_POST
def past_import_give_up(request: HttpRequest, pk: int) -> HttpResponse:
    past = get_object_or_404(reads.past_imports_for(request.user), pk=pk)
    writes.past_give_up(past=past, version=_version(request), by=request.user, at=timezone.now())
    messages.success(request, _("已放弃这次导入，没有登记任何内容。"))
    return redirect("measures:past_import_list")


@needs(Permission.ROSTERS_IMPORT)
@require_POST
def past_import_recheck(request: HttpRequest, pk: int) -> HttpResponse:
    past = get_object_or_404(reads.past_imports_for(request.user), pk=pk)
    writes.past_recheck(past=past, version=_version(request), by=request.user, at=timezone.now())
    return redirect("measures:past_import_detail", pk=pk)


@needs(Permission.ROSTERS_IMPORT)
def past_import_marked(request: HttpRequest, pk: int) -> HttpResponse:
    """The bad rows as a workbook with the wrong cells marked."""
    past = get_object_or_404(reads.past_imports_for(request.user), pk=pk, marked_copy__isnull=False)
    if past.marked_copy is None:
        raise Http404
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


def _version(request: HttpRequest) -> int:
    form = VersionedForm(request.POST)
    return form.cleaned_data["version"] if form.is_valid() else 0
