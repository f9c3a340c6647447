"""Pages on which a draft of an amendment is filled: who comes onto the list, who leaves it, what is put right."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from config.common.access import Permission, needs
from config.common.errors import Refused
from config.common.forms import VersionedForm, sent
from enterprises.facts import ListingBasis
from enterprises.forms.amendments import EntryAddForm, EntryChooseForm, EntryCorrectForm, EntryRemoveForm
from enterprises.forms.recommendations import fact_formset, facts_given
from enterprises.models import AmendmentItem, ListAmendment
from enterprises.presenters.amendments import amendment_page
from enterprises.selectors import amendments as reads
from enterprises.selectors.lists import listable_enterprises
from enterprises.services import amendments as writes
from enterprises.views.amendments import own_amendment
from enterprises.views.lists import refused_page


@needs(Permission.LISTS_DRAFT)
def amendment_add(request: HttpRequest, pk: int) -> HttpResponse:
    row = own_amendment(request, pk)
    choices = listable_enterprises(request.user, row.mandatory_list)
    item = _item(row, request.GET.get("enterprise"))
    values = item.values if item else {}
    initial = {"version": row.version, "enterprise": request.GET.get("enterprise"), **values}
    form = EntryAddForm(sent(request), enterprises=choices, initial=initial)
    facts = fact_formset(sent(request), values.get("facts", ()))
    context = {"form": form, "facts": facts, "page": amendment_page(request.user, row)}

    def add() -> None:
        given = form.cleaned_data
        basis = ListingBasis(given["categories"], given["reason"], facts_given(facts))
        _put(writes.entry_add, request, row, form, enterprise=given["enterprise"], basis=basis)

    return _page(request, "amendment_add", context, add)


@needs(Permission.LISTS_DRAFT)
def amendment_remove(request: HttpRequest, pk: int) -> HttpResponse:
    row = own_amendment(request, pk)
    item = _item(row, request.GET.get("enterprise"))
    initial = {"version": row.version, "enterprise": request.GET.get("enterprise")}
    initial |= {"why": item.reason} if item else {}
    form = EntryRemoveForm(sent(request), enterprises=reads.removable(request.user, row), initial=initial)
    context = {"form": form, "page": amendment_page(request.user, row)}

    def remove() -> None:
        given = form.cleaned_data
        _put(writes.entry_remove, request, row, form, enterprise=given["enterprise"], reason=given["why"])

    return _page(request, "amendment_remove", context, remove)


@needs(Permission.LISTS_DRAFT)
def amendment_correct(request: HttpRequest, pk: int) -> HttpResponse:
    """First which entry, then its published words to be put right."""
    row = own_amendment(request, pk)
    page = amendment_page(request.user, row)
    choose = EntryChooseForm(
        sent(request) or request.GET or None, enterprises=reads.removable(request.user, row)
    )
    if not choose.is_valid():
        status = 422 if choose.errors else 200
        context: dict[str, Any] = {"choose": choose, "page": page}
        return TemplateResponse(request, "enterprises/amendment_correct.html", context, status=status)
    enterprise = choose.cleaned_data["enterprise"]
    stands = reads.correction_of(row, enterprise)
    form = EntryCorrectForm(sent(request), initial=stands | {"version": row.version})
    facts = fact_formset(sent(request), stands["facts"])
    context = {"form": form, "facts": facts, "page": page, "enterprise": enterprise}

    def correct() -> None:
        given = form.cleaned_data
        stated = {name: given[name] for name in ("name", "uscc", "categories", "reason")}
        stated["facts"] = facts_given(facts)
        why = given["why"]
        _put(writes.entry_correct, request, row, form, enterprise=enterprise, words=stated, reason=why)

    return _page(request, "amendment_correct", context, correct)


@needs(Permission.LISTS_DRAFT)
@require_POST
def amendment_item_drop(request: HttpRequest, pk: int) -> HttpResponse:
    item = get_object_or_404(reads.item_for(request.user, pk))
    own_amendment(request, item.amendment_id)
    form = VersionedForm(request.POST)
    version = form.cleaned_data["version"] if form.is_valid() else 0
    try:
        writes.item_drop(item=item, version=version, by=request.user, at=timezone.now())
    except Refused as error:
        messages.error(request, error.sentence)
    else:
        messages.success(request, _("已从修订中撤去“%(name)s”。") % {"name": item.enterprise.name})
    return redirect("enterprises:amendment_detail", pk=item.amendment_id)


def _item(row: ListAmendment, enterprise: str | None) -> AmendmentItem | None:
    """What the draft says of an enterprise already."""
    known = [item for item in reads.items_of(row) if str(item.enterprise_id) == enterprise]
    return known[0] if known else None


def _put(
    service: Callable[..., Any], request: HttpRequest, row: ListAmendment, form: Form, **values: Any
) -> None:
    version = form.cleaned_data["version"]
    service(amendment=row, version=version, by=request.user, at=timezone.now(), **values)


def _page(
    request: HttpRequest, name: str, context: dict[str, Any], write: Callable[[], None]
) -> HttpResponse:
    """The form, or what came of sending it: back to the draft, or the same page with the reason."""
    form, facts, pk = context["form"], context.get("facts"), context["page"]["pk"]
    if request.method == "POST" and form.is_valid() and (facts is None or facts.is_valid()):
        try:
            write()
        except Refused as error:
            return refused_page(request, name, context, error, own_amendment(request, pk).version)
        return redirect("enterprises:amendment_detail", pk=pk)
    wrong = form.errors or (facts is not None and facts.is_bound and not facts.is_valid())
    return TemplateResponse(request, f"enterprises/{name}.html", context, status=422 if wrong else 200)
