"""Pages of amendments: the chain's documents, drafting one, issuing it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from config.common.access import Permission, needs
from config.common.errors import Refused, Stale
from config.common.forms import VersionedForm, add_refusal, changed_values, sent
from enterprises.enums import ListState
from enterprises.facts import Paper
from enterprises.forms.amendments import AmendmentEditForm, AmendmentForm, AmendmentIssueForm
from enterprises.gates.list_amendment import amendment_problems, amendment_warnings
from enterprises.models import ListAmendment
from enterprises.presenters import amendments as words
from enterprises.presenters.letters import county_rows
from enterprises.presenters.lists import keeps, paper_rows
from enterprises.selectors import amendments as reads
from enterprises.selectors.list_papers import amendment_papers, items_of_county
from enterprises.selectors.lists import lists_for
from enterprises.services import amendments as writes
from enterprises.services.amendment_issue import amendment_issue as issue
from enterprises.services.list_papers import amendment_request
from enterprises.views.lists import refused_page

_ASKED = {"document_no_missing", "authority_missing", "amended_on_missing"}


@needs(Permission.LISTS_READ)
def amendment_detail(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(reads.amendments_for(request.user), pk=pk)
    page, items = words.amendment_page(request.user, row), reads.items_of(row)
    seen = reads.enterprises_seen(request.user, [item.enterprise_id for item in items])
    context = {
        "page": page,
        "items": words.item_rows(items, seen, editable=page["mine"]),
        "papers": [*paper_rows(list(amendment_papers(request.user, row))), *_own_letters(request, row)],
    }
    if page["mine"]:
        context |= _gate_words(row)
    return TemplateResponse(request, "enterprises/amendment_detail.html", context)


def _own_letters(request: HttpRequest, row: ListAmendment) -> list[dict[str, Any]]:
    count = items_of_county(request.user, row).count()
    return county_rows("enterprises:amendment_letters", row.pk, count)


def _gate_words(row: ListAmendment) -> dict[str, Any]:
    """What the gate says of the draft; what the page of issuing asks for is left to it."""
    if row.state != ListState.DRAFT:
        return {}
    paper = Paper(row.document_no, row.authority, row.amended_on)
    facts = reads.amendment_facts(row, paper, timezone.localdate())
    problems = [problem for problem in amendment_problems(facts) if problem.code not in _ASKED]
    return {"problems": problems, "warnings": amendment_warnings(facts)}


@needs(Permission.LISTS_DRAFT)
def amendment_create(request: HttpRequest, pk: int) -> HttpResponse:
    mandatory_list = get_object_or_404(lists_for(request.user), pk=pk)
    if not keeps(request.user, mandatory_list):
        raise Http404
    begun = reads.draft_of(request.user, mandatory_list)
    if request.method == "GET" and begun is not None and "deed" in request.GET:
        return redirect(_wanted(request, begun.pk))
    form = AmendmentForm(sent(request), earlier=reads.issued_of(mandatory_list))
    if request.method == "POST" and form.is_valid():
        try:
            made = writes.amendment_create(
                mandatory_list=mandatory_list, **form.cleaned_data, by=request.user, at=timezone.now()
            )
        except Refused as error:
            add_refusal(form, error)
        else:
            messages.success(request, _("修订已开始起草，请填写增列、移出和更正的企业。"))
            return redirect(_wanted(request, made.pk))
    context = {"form": form, "page": mandatory_list}
    status = 422 if form.errors else 200
    return TemplateResponse(request, "enterprises/amendment_create.html", context, status=status)


def _wanted(request: HttpRequest, pk: int) -> str:
    """The page of the draft on which the entry that was chosen on the list is removed or corrected."""
    pages = {"remove": "enterprises:amendment_remove", "correct": "enterprises:amendment_correct"}
    page, chosen = pages.get(request.GET.get("deed", "")), request.GET.get("enterprise", "")
    if page is None or not chosen.isdecimal():
        return reverse("enterprises:amendment_detail", args=[pk])
    return f"{reverse(page, args=[pk])}?enterprise={chosen}"


@needs(Permission.LISTS_DRAFT)
def amendment_edit(request: HttpRequest, pk: int) -> HttpResponse:
    row = own_amendment(request, pk)
    initial = words.issue_initial(row) | {"reason": row.reason, "amends": row.amends_id}
    form = AmendmentEditForm(sent(request), initial=initial, earlier=reads.issued_of(row.mandatory_list))
    context = {"form": form, "page": words.amendment_page(request.user, row)}
    if request.method == "POST" and form.is_valid():
        try:
            writes.amendment_update(
                amendment=row,
                version=form.cleaned_data["version"],
                by=request.user,
                at=timezone.now(),
                **changed_values(form),
            )
        except Refused as error:
            return refused_page(request, "amendment_edit", context, error, own_amendment(request, pk).version)
        return redirect("enterprises:amendment_detail", pk=pk)
    status = 422 if form.errors else 200
    return TemplateResponse(request, "enterprises/amendment_edit.html", context, status=status)


@needs(Permission.LISTS_DRAFT)
@require_POST
def amendment_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    row = own_amendment(request, pk)
    form = VersionedForm(request.POST)
    version = form.cleaned_data["version"] if form.is_valid() else 0
    try:
        writes.amendment_withdraw(amendment=row, version=version, by=request.user, at=timezone.now())
    except Refused as error:
        messages.error(request, error.sentence)
        return redirect("enterprises:amendment_detail", pk=pk)
    messages.success(request, _("修订草稿已撤回。"))
    return redirect("enterprises:mandatory_list_detail", pk=row.mandatory_list_id)


@needs(Permission.LISTS_PUBLISH)
def amendment_issue(request: HttpRequest, pk: int) -> HttpResponse:
    row = own_amendment(request, pk)
    form = AmendmentIssueForm(sent(request), initial=words.issue_initial(row))
    context = {"form": form, "page": words.amendment_page(request.user, row)} | _gate_words(row)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        paper = Paper(values["document_no"], values["authority"], values["amended_on"])
        try:
            issue(amendment=row, paper=paper, version=values["version"], by=request.user, at=timezone.now())
        except Refused as error:
            context |= {"problems": error.problems}
            told = error if isinstance(error, Stale) else Refused(error.sentence)
            return refused_page(request, "amendment_issue", context, told, own_amendment(request, pk).version)
        messages.success(request, _("修订已发布，即日起生效；通知和告知书正在制作。"))
        return redirect("enterprises:amendment_detail", pk=pk)
    status = 422 if form.errors else 200
    return TemplateResponse(request, "enterprises/amendment_issue.html", context, status=status)


@needs(Permission.LISTS_PUBLISH)
@require_POST
def amendment_papers_make(request: HttpRequest, pk: int) -> HttpResponse:
    """Make the notice, the amended list and the letters of an amendment issued earlier."""
    row = own_amendment(request, pk)
    try:
        amendment_request(amendment=row, by=request.user, at=timezone.now())
    except Refused as error:
        messages.error(request, error.sentence)
    else:
        messages.success(request, _("正在制作通知和告知书，完成后可在本页下载。"))
    return redirect("enterprises:amendment_detail", pk=pk)


def own_amendment(request: HttpRequest, pk: int) -> ListAmendment:
    """An amendment of a list the person keeps."""
    row = get_object_or_404(reads.amendments_for(request.user), pk=pk)
    if not keeps(request.user, row.mandatory_list):
        raise Http404
    return row
