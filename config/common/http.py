"""Answers: a page or its named part, and redirects that stay here."""

from typing import Any

from django.http import HttpRequest
from django.shortcuts import resolve_url
from django.template.response import TemplateResponse
from django.utils.http import url_has_allowed_host_and_scheme


def page_or_part(
    request: HttpRequest, template: str, context: dict[str, Any], *, part: str = "", status: int = 200
) -> TemplateResponse:
    """The page; for an htmx request (not boosted) its named part, chosen by the view and never by the client."""
    return _varying(
        request, f"{template}#{part}" if part and _wants_part(request) else template, context, status
    )


def list_answer(request: HttpRequest, template: str, context: dict[str, Any]) -> TemplateResponse:
    """A page that extends layouts/list.html; for an htmx request (not boosted) its rows alone."""
    layout = {"layout": "layouts/rows.html"} if _wants_part(request) else {}
    return _varying(request, template, context | layout, 200)


def _wants_part(request: HttpRequest) -> bool:
    htmx = getattr(request, "htmx", None)
    return bool(htmx and not htmx.boosted)


def _varying(request: HttpRequest, template: str, context: dict[str, Any], status: int) -> TemplateResponse:
    response = TemplateResponse(request, template, context, status=status)
    response["Vary"] = "HX-Request"
    return response


def safe_next(request: HttpRequest, default: str) -> str:
    """The `next` address when it lies on this site, else `default` (a URL name or path)."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if safe and wanted else resolve_url(default)
