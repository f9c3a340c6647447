"""Pages of mandatory lists: drafts and what is on them, publishing, published lists."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.models import User
from config.common.access import Permission, allowed, needs
from config.common.downloads import attachment_answer
from config.common.errors import Refused, Stale
from config.common.forms import add_refusal, changed_values, sent
from config.common.http import list_answer, page_or_part
from config.common.listing import list_page
from config.common.tables import table_page
from enterprises.filters.lists import ListingFilter
from enterprises.filters.registry import city_choices
from enterprises.forms.lists import (
    ListCreateForm,
    ListEditForm,
    ListingEditForm,
    ListingForm,
    ListPublishForm,
    OnDayForm,
)
from enterprises.forms.recommendations import basis_given, fact_formset, facts_given
from enterprises.gates.list_publication import publication_problems, publication_warnings
from enterprises.models import Listing, MandatoryList
from enterprises.presenters import lists as words
from enterprises.presenters.amendments import chain_words
from enterprises.presenters.letters import county_rows
from enterprises.presenters.list_files import list_file
from enterprises.selectors import lists as reads
from enterprises.selectors.amendments import amendments_of
from enterprises.selectors.clock import paused_dues
from enterprises.selectors.enterprises import places_of
from enterprises.selectors.list_history import categories_then, read_on
from enterprises.selectors.list_papers import entries_of_county, list_papers
from enterprises.services import lists as writes
from enterprises.tables.lists import ENTRIES, LISTS

_ENTRY_ORDERINGS = {
    "number": ["number"],
    "name": ["enterprise__pinyin"],
    "place": ["region__code", "enterprise__pinyin"],
    "industry": ["enterprise__industry__code", "enterprise__pinyin"],
    "due": ["next_due"],
}


@needs(Permission.LISTS_READ)
def mandatory_list_list(request: HttpRequest) -> HttpResponse:
    context = {"list": table_page(request, LISTS), "may_draft": allowed(request.user, Permission.LISTS_DRAFT)}
    return list_answer(request, "enterprises/mandatory_list_list.html", context)


@needs(Permission.LISTS_READ)
def listing_list(request: HttpRequest) -> HttpResponse:
    """Who stands or stood on which list, over all lists."""
    return list_answer(request, "enterprises/listing_list.html", {"list": table_page(request, ENTRIES)})


@needs(Permission.LISTS_READ)
def mandatory_list_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """A list as it stands; `?on=` shows it as it stood on a day."""
    row = get_object_or_404(reads.lists_for(request.user), pk=pk)
    user, today, asked = request.user, timezone.localdate(), OnDayForm(request.GET)
    on = asked.day(today)
    page = words.list_page_facts(user, row, reads.list_counts(user, row, today, on), on, today)
    filterset = ListingFilter(
        request.GET,
        reads.entries_of(user, row, today, on),
        cities=city_choices(places_of(user).cities),
        duties=page["published"] and not page["past"],
        then=categories_then(row, on),
    )
    amend_href = page["amend_href"] if page["amends"] else ""
    present = words.entry_rows(today, on, editable=page["mine"], amend_href=amend_href)
    entries = list_page(
        request,
        filterset,
        orderings=_ENTRY_ORDERINGS,
        default="number",
        present=lambda rows: present(read_on(rows, on), paused_dues({one.pk for one in rows}, today)),
    )
    context = {"page": page, "list": entries, "asked": asked}
    if page["published"]:
        context |= chain_words(row, list(amendments_of(user, row)))
        context["papers"] = papers_of(user, row)
    if page["published"] and not page["past"]:
        context["duties"] = words.duty_rows(reads.duty_counts(user, row), today)
    return page_or_part(request, "enterprises/mandatory_list_detail.html", context, part="rows")


def papers_of(user: User, row: MandatoryList) -> list[dict[str, Any]]:
    """The papers of a published list in the reader's sight; a county has its own letters beside the notice."""
    own = county_rows("enterprises:list_letters", row.pk, entries_of_county(user, row).count())
    return [*words.paper_rows(list(list_papers(user, row))), *own]


@needs(Permission.LISTS_READ)
def mandatory_list_export(request: HttpRequest, pk: int) -> HttpResponse:
    """The rows in the reader's sight, in the shape in which an import reads them back; `?on=` as of a day."""
    row = get_object_or_404(reads.lists_for(request.user), pk=pk)
    today = timezone.localdate()
    on = OnDayForm(request.GET).day(today)
    entries = list(reads.entries_of(request.user, row, today, on).order_by("number"))
    title = words.file_title(row, on, today)
    return attachment_answer(list_file(row, read_on(entries, on), title), f"{title}.xlsx")


@needs(Permission.LISTS_DRAFT)
def mandatory_list_create(request: HttpRequest) -> HttpResponse:
    form = ListCreateForm(request.POST or None, initial={"year": timezone.localdate().year})
    if request.method == "POST" and form.is_valid():
        try:
            made = writes.list_create(
                region=request.user.region, **form.cleaned_data, by=request.user, at=timezone.now()
            )
        except Refused as error:
            add_refusal(form, error)
        else:
            messages.success(request, _("名单草稿已建立。"))
            return redirect("enterprises:mandatory_list_detail", pk=made.pk)
    status = 422 if form.errors else 200
    return TemplateResponse(request, "enterprises/mandatory_list_create.html", {"form": form}, status=status)


@needs(Permission.LISTS_DRAFT)
def mandatory_list_edit(request: HttpRequest, pk: int) -> HttpResponse:
    row = own_list(request, pk)
    initial = {name: getattr(row, name) for name in ListEditForm.base_fields}
    form = ListEditForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            writes.list_update(
                mandatory_list=row,
                version=form.cleaned_data["version"],
                by=request.user,
                at=timezone.now(),
                **changed_values(form),
            )
        except Refused as error:
            context = {"form": form, "page": row}
            return refused_page(request, "mandatory_list_edit", context, error, own_list(request, pk).version)
        return redirect("enterprises:mandatory_list_detail", pk=pk)
    status = 422 if form.errors else 200
    context = {"form": form, "page": row}
    return TemplateResponse(request, "enterprises/mandatory_list_edit.html", context, status=status)


@needs(Permission.LISTS_DRAFT)
def listing_add(request: HttpRequest, pk: int) -> HttpResponse:
    row = own_list(request, pk)
    form = ListingForm(
        request.POST or None,
        enterprises=reads.listable_enterprises(request.user, row),
        initial={"enterprise": request.GET.get("enterprise")},
    )
    facts = fact_formset(sent(request))
    context = {"form": form, "page": row, "facts": facts}
    if request.method == "POST" and form.is_valid() and facts.is_valid():
        values = form.cleaned_data | {"facts": facts_given(facts)}
        try:
            writes.listing_add(mandatory_list=row, **values, by=request.user, at=timezone.now())
        except Refused as error:
            return refused_page(request, "listing_add", context, error)
        messages.success(request, _("已列入名单草稿。"))
        return redirect("enterprises:mandatory_list_detail", pk=pk)
    status = 422 if form.errors or (facts.is_bound and not facts.is_valid()) else 200
    return TemplateResponse(request, "enterprises/listing_add.html", context, status=status)


@needs(Permission.LISTS_DRAFT)
def listing_edit(request: HttpRequest, pk: int) -> HttpResponse:
    entry = _own_entry(request, pk)
    initial = {"version": entry.version, "categories": entry.categories, "reason": entry.reason}
    form = ListingEditForm(request.POST or None, initial=initial)
    facts = fact_formset(sent(request), entry.facts)
    context = {"form": form, "entry": entry, "page": entry.mandatory_list, "facts": facts}
    if request.method == "POST" and form.is_valid() and facts.is_valid():
        values = {"version": form.cleaned_data["version"], "basis": basis_given(form, facts)}
        try:
            writes.listing_edit(listing=entry, **values, by=request.user, at=timezone.now())
        except Refused as error:
            return refused_page(request, "listing_edit", context, error, _own_entry(request, pk).version)
        return redirect("enterprises:mandatory_list_detail", pk=entry.mandatory_list_id)
    status = 422 if form.errors or (facts.is_bound and not facts.is_valid()) else 200
    return TemplateResponse(request, "enterprises/listing_edit.html", context, status=status)


@needs(Permission.LISTS_DRAFT)
@require_POST
def listing_remove(request: HttpRequest, pk: int) -> HttpResponse:
    entry = _own_entry(request, pk)
    writes.listing_remove(listing=entry, by=request.user, at=timezone.now())
    messages.success(request, _("“%(name)s”已移出名单草稿。") % {"name": entry.name})
    return redirect("enterprises:mandatory_list_detail", pk=entry.mandatory_list_id)


@needs(Permission.LISTS_PUBLISH)
def mandatory_list_publish(request: HttpRequest, pk: int) -> HttpResponse:
    row = own_list(request, pk)
    form = ListPublishForm(request.POST or None, initial=words.publish_initial(row, request.user))
    if request.method == "POST" and form.is_valid():
        try:
            writes.list_publish(mandatory_list=row, **form.cleaned_data, by=request.user, at=timezone.now())
        except Refused as error:
            context = _publish_context(request, row, form)
            return refused_page(
                request, "mandatory_list_publish", context, error, own_list(request, pk).version
            )
        messages.success(request, _("名单已公布，法定期限开始计算。"))
        return redirect("enterprises:mandatory_list_detail", pk=pk)
    status = 422 if form.errors else 200
    context = _publish_context(request, row, form)
    return TemplateResponse(request, "enterprises/mandatory_list_publish.html", context, status=status)


def _publish_context(request: HttpRequest, row: MandatoryList, form: ListPublishForm) -> dict[str, Any]:
    """The form beside what the gate says of the rows; what the form itself asks for is left to it."""
    today = timezone.localdate()
    facts = reads.publication_facts(
        request.user, row, document_no="", authority="", published_on=None, today=today
    )
    asked = {"document_no_missing", "authority_missing", "published_on_missing"}
    problems = [problem for problem in publication_problems(facts) if problem.code not in asked]
    return {
        "page": row,
        "form": form,
        "rows": facts.rows,
        "problems": problems,
        "warnings": publication_warnings(facts),
    }


def refused_page(
    request: HttpRequest, page: str, context: dict[str, Any], error: Refused, version: int = 0
) -> HttpResponse:
    """The same page with the reason; after somebody else's save both texts, and the version to save upon."""
    status = 422
    if isinstance(error, Stale):
        status = 412
        typed = request.POST.copy()
        typed["version"] = str(version)
        context["form"].data = typed
        context["error"] = error
    else:
        add_refusal(context["form"], error)
    return TemplateResponse(request, f"enterprises/{page}.html", context, status=status)


def own_list(request: HttpRequest, pk: int) -> MandatoryList:
    """A list the person keeps; others', even published ones, are not there to be changed."""
    row = get_object_or_404(reads.lists_for(request.user), pk=pk)
    if not words.keeps(request.user, row):
        raise Http404
    return row


def _own_entry(request: HttpRequest, pk: int) -> Listing:
    entry = get_object_or_404(reads.entries_for(request.user), pk=pk)
    if not words.keeps(request.user, entry.mandatory_list):
        raise Http404
    return entry
