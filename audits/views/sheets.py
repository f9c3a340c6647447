"""Pages of score sheets: the list, one sheet, its draft, its publication."""

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from audits.enums import SheetState
from audits.forms.sheets import PublishForm, SheetForms
from audits.presenters import sheets as words
from audits.selectors import sheets as reads
from audits.services import sheets as writes
from audits.tables_reviews import SHEETS
from audits.views.saving import status_of, try_to_save
from config.common.access import Permission, allowed, needs
from config.common.http import list_answer, page_or_part
from config.common.tables import table_page


@needs(Permission.REVIEWS_READ)
def sheet_list(request: HttpRequest) -> HttpResponse:
    return list_answer(request, "audits/sheet_list.html", {"list": table_page(request, SHEETS)})


@needs(Permission.REVIEWS_READ)
def sheet_detail(request: HttpRequest, pk: int) -> HttpResponse:
    sheet = get_object_or_404(reads.sheets_for(request.user), pk=pk)
    terms = reads.sheet_terms(sheet)
    keeper = allowed(request.user, Permission.SHEETS_WRITE)
    context = {
        "sheet": sheet,
        "state": words.sheet_light(sheet),
        "facts": words.sheet_facts(sheet),
        "sections": words.sections(terms),
        "vetoes": words.veto_lines(terms),
        "thresholds": words.threshold_lines(terms),
        "may_copy": keeper,
        "may_edit": keeper and sheet.state == SheetState.DRAFT,
    }
    return page_or_part(request, "audits/sheet_detail.html", context)


@needs(Permission.SHEETS_WRITE)
@require_POST
def sheet_copy(request: HttpRequest, pk: int) -> HttpResponse:
    sheet = get_object_or_404(reads.sheets_for(request.user), pk=pk)
    copy = writes.sheet_copy(sheet=sheet, by=request.user, at=timezone.now())
    messages.success(request, _("已复制为草稿，修改后发布。"))
    return redirect("audits:sheet_edit", pk=copy.pk)


@needs(Permission.SHEETS_WRITE)
def sheet_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The rows of a draft; a published sheet is copied first."""
    sheet = get_object_or_404(reads.sheets_for(request.user), pk=pk)
    data = request.POST if request.method == "POST" else None
    forms = SheetForms(data, sheet=sheet, terms=reads.sheet_terms(sheet))
    context = {"sheet": sheet, "forms": forms, "form": forms.sheet}
    if data is not None and forms.is_valid():
        facts = {"version": forms.sheet.cleaned_data["version"], "terms": forms.terms()}
        save = partial(writes.sheet_save, sheet=sheet, **facts, by=request.user, at=timezone.now())
        if try_to_save(forms.sheet, save, context, fresh=lambda: reads.sheet_version(request.user, pk)):
            messages.success(request, _("已保存。"))
            return redirect("audits:sheet_detail", pk=pk)
    status = context.pop("status", 422 if forms.has_errors else 200)
    return page_or_part(request, "audits/sheet_edit.html", context, status=status)


@needs(Permission.SHEETS_WRITE)
def sheet_publish(request: HttpRequest, pk: int) -> HttpResponse:
    sheet = get_object_or_404(reads.sheets_for(request.user), pk=pk)
    first = {"version": sheet.version, "effective_from": timezone.localdate()}
    form = PublishForm(request.POST or None, initial=first)
    context = {"sheet": sheet, "form": form}
    if request.method == "POST" and form.is_valid():
        facts = {"by": request.user, "at": timezone.now(), **form.cleaned_data}
        done = partial(writes.sheet_publish, sheet=sheet, **facts)
        if try_to_save(form, done, context, fresh=lambda: reads.sheet_version(request.user, pk)):
            messages.success(request, _("评分表已发布。"))
            return redirect("audits:sheet_detail", pk=pk)
    return page_or_part(request, "audits/sheet_publish.html", context, status=status_of(form, context))
