"""Pages of dated changes: another name, another place, a part that goes its own way; a place to confirm."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from config.common.access import Permission, needs
from config.common.errors import Refused, Stale
from config.common.forms import VersionedForm, add_refusal, sent
from config.common.http import list_answer
from config.common.tables import table_page
from enterprises.forms.changes import MoveForm, PlaceForm, RenameForm, SplitForm
from enterprises.models import Enterprise
from enterprises.selectors import enterprises as reads
from enterprises.selectors import unplaced
from enterprises.services import moves
from enterprises.tables.registry import UNPLACED


@needs(Permission.ENTERPRISES_WRITE)
def enterprise_rename(request: HttpRequest, pk: int) -> HttpResponse:
    enterprise = get_object_or_404(reads.enterprise_for(request.user, pk))
    form = RenameForm(sent(request), initial={"version": enterprise.version})

    def save(values: dict[str, Any]) -> Enterprise:
        return moves.enterprise_rename(
            enterprise=enterprise,
            name=values["name"],
            terms=form.terms(),
            version=values["version"],
            by=request.user,
            at=timezone.now(),
        )

    return _saved(request, form, enterprise, save)


@needs(Permission.ENTERPRISES_WRITE)
def enterprise_move(request: HttpRequest, pk: int) -> HttpResponse:
    enterprise = get_object_or_404(reads.enterprise_for(request.user, pk))
    places = reads.places_ever(request.user)
    form = MoveForm(sent(request), initial={"version": enterprise.version}, regions=places)

    def save(values: dict[str, Any]) -> Enterprise:
        return moves.enterprise_move(
            enterprise=enterprise,
            region=values["region"],
            terms=form.terms(),
            version=values["version"],
            by=request.user,
            at=timezone.now(),
        )

    return _saved(request, form, enterprise, save)


@needs(Permission.ENTERPRISES_WRITE)
def enterprise_split(request: HttpRequest, pk: int) -> HttpResponse:
    enterprise = get_object_or_404(reads.enterprise_for(request.user, pk))
    initial = {"version": enterprise.version, "uscc": enterprise.uscc}
    form = SplitForm(sent(request), initial=initial, regions=reads.registrable_places(request.user))

    def save(values: dict[str, Any]) -> Enterprise:
        return moves.enterprise_split(
            enterprise=enterprise,
            part=moves.NewSite(values["name"], values["region"], values["uscc"]),
            terms=form.terms(),
            version=values["version"],
            by=request.user,
            at=timezone.now(),
        )

    return _saved(request, form, enterprise, save)


@needs(Permission.ENTERPRISES_READ)
def unplaced_list(request: HttpRequest) -> HttpResponse:
    """Enterprises whose published place could not be told, with the places it may mean."""
    return list_answer(request, "enterprises/unplaced_list.html", {"list": table_page(request, UNPLACED)})


@needs(Permission.ENTERPRISES_WRITE)
def enterprise_place(request: HttpRequest, pk: int) -> HttpResponse:
    """Say where an enterprise lies that hung at a city or the province."""
    enterprise = get_object_or_404(reads.enterprise_for(request.user, pk))
    regions = unplaced.places_below(enterprise.region)
    form = PlaceForm(sent(request), initial={"version": enterprise.version}, regions=regions)

    def save(values: dict[str, Any]) -> Enterprise:
        return moves.place_confirm(
            enterprise=enterprise,
            region=values["region"],
            version=values["version"],
            by=request.user,
            at=timezone.now(),
        )

    return _saved(request, form, enterprise, save)


def _saved(
    request: HttpRequest, form: VersionedForm, enterprise: Enterprise, save: Callable[[dict], Enterprise]
) -> HttpResponse:
    """The form page, or what was saved; the page is named after its view."""
    name = request.resolver_match.url_name
    if request.method == "POST" and form.is_valid():
        try:
            saved = save(form.cleaned_data)
        except Stale as error:
            add_refusal(form, error)
            return _page(request, name, form, enterprise, 412)
        except Refused as error:
            add_refusal(form, error)
        else:
            messages.success(request, _("已登记“%(name)s”的变更。") % {"name": saved.name})
            return redirect("enterprises:enterprise_detail", pk=saved.pk)
    return _page(request, name, form, enterprise, 422 if form.errors else 200)


def _page(
    request: HttpRequest, name: str, form: VersionedForm, enterprise: Enterprise, status: int
) -> HttpResponse:
    context = {"form": form, "enterprise": enterprise, "place": enterprise.region.full_name}
    return TemplateResponse(request, f"enterprises/{name}.html", context, status=status)
