"""Pages of enterprises: list, search, one enterprise, registering and changing."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from config.common.access import Permission, allowed, needs
from config.common.errors import Refused, Stale
from config.common.forms import add_refusal, changed_values
from config.common.http import list_answer
from config.common.tables import table_page
from enterprises.forms.registry import EnterpriseEditForm, EnterpriseForm
from enterprises.presenters import registry as words
from enterprises.selectors import enterprises as reads
from enterprises.selectors.merges import survivor_of
from enterprises.selectors.next_round import next_round_of_newest
from enterprises.selectors.watch import parks_for
from enterprises.services import enterprises as writes
from enterprises.tables.registry import ENTERPRISES

_DROPDOWN = 8


@needs(Permission.ENTERPRISES_READ)
def enterprise_list(request: HttpRequest) -> HttpResponse:
    rows = table_page(request, ENTERPRISES)
    context = {"list": rows, "may_write": allowed(request.user, Permission.ENTERPRISES_WRITE)}
    return list_answer(request, "enterprises/enterprise_list.html", context)


@needs(Permission.ENTERPRISES_READ)
def enterprise_search(request: HttpRequest) -> HttpResponse:
    """The drop-down below the search field (htmx); else the one that was found, or the list of all found."""
    text = request.GET.get("q", "")[:120]
    found = reads.enterprise_search(request.user, text)
    first = list(found[:_DROPDOWN])
    if request.htmx:
        context = {"rows": words.enterprise_rows(first), "total": found.count(), "search_text": text}
        return TemplateResponse(request, "enterprises/enterprise_search.html", context)
    if len(first) == 1:
        return redirect("enterprises:enterprise_detail", pk=first[0].pk)
    return redirect(f"{reverse('enterprises:enterprise_list')}?{urlencode({'q': text})}")


@needs(Permission.ENTERPRISES_READ)
def enterprise_options(request: HttpRequest) -> HttpResponse:
    """Choices for a searchable field: {"results": [{"value", "text"}]}."""
    found = reads.enterprise_search(request.user, request.GET.get("q", "")[:120])
    return JsonResponse({"results": words.option_rows(list(found[:20]))})


@needs(Permission.ENTERPRISES_READ)
def enterprise_detail(request: HttpRequest, pk: int) -> HttpResponse:
    enterprise = reads.enterprise_for(request.user, pk).first()
    if enterprise is None:
        return _survivor(request, pk)
    story = reads.enterprise_story(request.user, enterprise)
    context = words.enterprise_page(story, timezone.localdate()) | {
        "may_write": allowed(request.user, Permission.ENTERPRISES_WRITE),
        "may_keep_people": allowed(request.user, Permission.PEOPLE_READ),
        "may_order": allowed(request.user, Permission.ORDERS_WRITE),
        "next_round": next_round_of_newest(story.listings),
        "may_read_letters": allowed(request.user, Permission.LETTERS_READ),
        "may_read_orders": allowed(request.user, Permission.ORDERS_READ),
        "may_read_agreements": allowed(request.user, Permission.AGREEMENTS_READ),
        "may_read_statements": allowed(request.user, Permission.STATEMENTS_READ),
        "may_agree": allowed(request.user, Permission.AGREEMENTS_WRITE),
    }
    return TemplateResponse(request, "enterprises/enterprise_detail.html", context)


def _survivor(request: HttpRequest, pk: int) -> HttpResponse:
    """A merged enterprise's address leads to the one it became part of, for who may see that one."""
    now = get_object_or_404(reads.enterprise_for(request.user, survivor_of(pk) or 0))
    messages.info(request, _("这条登记已并入“%(name)s”。") % {"name": now.name})
    return redirect("enterprises:enterprise_detail", pk=now.pk)


@needs(Permission.ENTERPRISES_WRITE)
def enterprise_create(request: HttpRequest) -> HttpResponse:
    form = EnterpriseForm(request.POST or None, initial={"status": "active"}, **_choices(request))
    if request.method == "POST" and form.is_valid():
        try:
            made = writes.enterprise_create(**form.cleaned_data, by=request.user, at=timezone.now())
        except Refused as error:
            add_refusal(form, error)
        else:
            messages.success(request, _("已登记“%(name)s”。") % {"name": made.name})
            return redirect("enterprises:enterprise_detail", pk=made.pk)
    status = 422 if form.errors else 200
    return TemplateResponse(request, "enterprises/enterprise_create.html", {"form": form}, status=status)


@needs(Permission.ENTERPRISES_WRITE)
def enterprise_edit(request: HttpRequest, pk: int) -> HttpResponse:
    enterprise = get_object_or_404(reads.enterprise_for(request.user, pk))
    form = EnterpriseEditForm(
        request.POST or None, initial=reads.enterprise_values(enterprise), **_choices(request)
    )
    context: dict[str, Any] = {"form": form, "enterprise": enterprise}
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"]
        values = changed_values(form)
        try:
            writes.enterprise_update(
                enterprise=enterprise, version=version, by=request.user, at=timezone.now(), **values
            )
        except Stale as error:
            return _stale(request, context, error, pk)
        except Refused as error:
            add_refusal(form, error)
        else:
            messages.success(request, _("已保存。"))
            return redirect("enterprises:enterprise_detail", pk=pk)
    status = 422 if form.errors else 200
    return TemplateResponse(request, "enterprises/enterprise_edit.html", context, status=status)


def _stale(request: HttpRequest, context: dict[str, Any], error: Stale, pk: int) -> HttpResponse:
    """Both texts, and the form with what was typed; saving again after comparing takes the newer version."""
    now = get_object_or_404(reads.enterprise_for(request.user, pk))
    typed = request.POST.copy()
    typed["version"] = str(now.version)
    form = EnterpriseEditForm(typed, initial=reads.enterprise_values(now), **_choices(request))
    context |= {"form": form, "enterprise": now, "error": words.stale_in_words(error)}
    return TemplateResponse(request, "enterprises/enterprise_edit.html", context, status=412)


def _choices(request: HttpRequest) -> dict[str, Any]:
    return {
        "regions": reads.registrable_places(request.user),
        "industries": reads.industries(),
        "areas": reads.key_areas(),
        "parks": parks_for(request.user),
    }
