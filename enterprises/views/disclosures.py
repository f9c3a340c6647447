"""Pages of disclosure: who owes it, filling it in, what was made public, the proof."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from config.common.access import Permission, allowed, needs
from config.common.downloads import attachment_answer
from config.common.errors import Refused, Stale
from config.common.forms import add_refusal
from config.common.http import list_answer
from config.common.tables import table_page
from enterprises.enums import DisclosureState
from enterprises.forms.disclosures import CheckForm, DisclosureForm, field_name
from enterprises.models import Disclosure, Listing
from enterprises.presenters import disclosures as words
from enterprises.rules.disclosures import disclosure_rule, reason_labels
from enterprises.selectors import disclosures as reads
from enterprises.services import disclosure_checks as checks
from enterprises.services import disclosures as writes
from enterprises.tables.law import DISCLOSURES
from operations.services.attachments import attachment_checked, attachment_read

PROOF_KINDS = {"proof": ("pdf", "jpeg", "png"), "photo": ("jpeg", "png")}


@needs(Permission.DISCLOSURES_READ)
def disclosure_list(request: HttpRequest) -> HttpResponse:
    rows = table_page(request, DISCLOSURES)
    return list_answer(request, "enterprises/disclosure_list.html", {"list": rows})


@needs(Permission.DISCLOSURES_READ)
def disclosure_detail(request: HttpRequest, pk: int) -> HttpResponse:
    disclosure = get_object_or_404(reads.disclosures_for(request.user), pk=pk)
    due_on = reads.duty_date(disclosure.listing)
    owed = reads.fields_owed(disclosure.listing)
    context = {
        "disclosure": disclosure,
        "facts": words.disclosure_facts(disclosure, due_on, timezone.localdate()),
        "sets": words.disclosed_sets(disclosure),
        "reasons": words.reason_rows(disclosure, owed),
        "rule": disclosure_rule(),
        "versions": words.version_rows(reads.versions_of(disclosure), owed),
        "may_write": allowed(request.user, Permission.DISCLOSURES_WRITE),
        "may_check": allowed(request.user, Permission.DISCLOSURES_CHECK) and _waits(disclosure),
    }
    return TemplateResponse(request, "enterprises/disclosure_detail.html", context)


def _waits(disclosure: Disclosure) -> bool:
    return disclosure.state == DisclosureState.SUBMITTED


@needs(Permission.DISCLOSURES_CHECK)
def disclosure_check(request: HttpRequest, pk: int) -> HttpResponse:
    """The officer goes through it field by field: in order, or returned with reasons."""
    disclosure = get_object_or_404(reads.disclosures_for(request.user), pk=pk)
    owed = reads.fields_owed(disclosure.listing)
    initial = {"version": disclosure.version}
    form = CheckForm(request.POST or None, labels=reason_labels(owed), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            _decide(request, disclosure, form)
        except Refused as error:
            add_refusal(form, error)
        else:
            return redirect(f"{reverse('enterprises:disclosure_list')}?check=submitted")
    context = {
        "form": form,
        "disclosure": disclosure,
        "sets": words.check_sets(form, disclosure, owed),
        "rule": disclosure_rule(),
        "waits": _waits(disclosure),
    }
    status = 422 if form.errors else 200
    return TemplateResponse(request, "enterprises/disclosure_check.html", context, status=status)


def _decide(request: HttpRequest, disclosure: Disclosure, form: CheckForm) -> None:
    version, at = form.cleaned_data["version"], timezone.now()
    facts = {"disclosure": disclosure, "version": version, "by": request.user, "at": at}
    name = {"name": disclosure.listing.name}
    reasons = form.reasons()
    if "return" in request.POST:
        checks.disclosure_return(reasons=reasons, **facts)
        messages.success(request, _("已退回 %(name)s 的公示，企业会收到退回理由。") % name)
        return
    if any(reasons.values()):
        raise Refused(_("已写了退回理由：请选择退回，或清空理由后再核对通过。"))
    checks.disclosure_check(**facts)
    messages.success(request, _("已核对 %(name)s 的公示。") % name)


@needs(Permission.DISCLOSURES_WRITE)
def disclosure_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """For the entry `pk` of a list: the first disclosure, or a correction of it."""
    listing = get_object_or_404(reads.listing_for(request.user, pk))
    disclosure: Disclosure | None = getattr(listing, "disclosure", None)
    owed = reads.fields_owed(listing)
    names = [field_name(row) for row in owed]
    initial = words.initial_values(listing, disclosure, owed, names)
    form = DisclosureForm(request.POST or None, request.FILES or None, owed=owed, initial=initial)
    context: dict[str, Any] = {"form": form, "listing": listing, "due_on": reads.duty_date(listing)}
    context |= {"disclosure": disclosure, "rule": disclosure_rule()}
    context["reasons"] = words.reason_rows(disclosure, owed) if disclosure else []
    if request.method == "POST" and form.is_valid():
        try:
            saved = _save(request, listing, disclosure, form)
        except Stale as error:
            return _stale(request, context, error)
        except Refused as error:
            add_refusal(form, error)
        else:
            messages.success(request, _("公示已登记。"))
            return redirect("enterprises:disclosure_detail", pk=saved.pk)
    status = 422 if form.errors else 200
    return TemplateResponse(request, "enterprises/disclosure_edit.html", context, status=status)


def _stale(request: HttpRequest, context: dict[str, Any], error: Stale) -> HttpResponse:
    """Both texts, and the form with what was typed; saving again after comparing takes the newer version."""
    now = get_object_or_404(reads.disclosures_for(request.user), listing=context["listing"])
    typed = request.POST.copy()
    typed["version"] = str(now.version)
    form = DisclosureForm(typed, owed=context["form"].owed)
    context |= {"error": words.stale_in_words(error, now, context["form"].values()), "form": form}
    return TemplateResponse(request, "enterprises/disclosure_edit.html", context, status=412)


def _save(
    request: HttpRequest, listing: Listing, disclosure: Disclosure | None, form: DisclosureForm
) -> Disclosure:
    at, data = timezone.now(), form.cleaned_data
    facts = {name: data[name] for name in ("disclosed_on", "place", "url")}
    proofs = {
        name: attachment_checked(upload=data[name], kinds=kinds, by=request.user, at=at)
        for name, kinds in PROOF_KINDS.items()
        if data[name]
    }
    if disclosure is None:
        return writes.disclosure_submit(
            listing=listing, values=form.values(), proofs=proofs, by=request.user, at=at, **facts
        )
    return writes.disclosure_amend(
        disclosure=disclosure,
        version=data["version"] or 0,
        values=form.values(),
        by=request.user,
        at=at,
        **facts,
        **proofs,
    )


@needs(Permission.DISCLOSURES_READ)
def disclosure_proof(request: HttpRequest, pk: int) -> HttpResponse:
    """The proof itself, as a download under its original name."""
    disclosure = get_object_or_404(reads.disclosures_for(request.user), pk=pk, proof__isnull=False)
    return attachment_answer(attachment_read(disclosure.proof), disclosure.proof.name)


@needs(Permission.DISCLOSURES_READ)
def disclosure_photo(request: HttpRequest, pk: int) -> HttpResponse:
    """The photograph of where it was made public, made anew when it came."""
    disclosure = get_object_or_404(reads.disclosures_for(request.user), pk=pk, photo__isnull=False)
    return attachment_answer(attachment_read(disclosure.photo), disclosure.photo.name)
