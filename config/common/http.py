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
    htmx = getattr(request, "htmx", None)
    if part and htmx and not htmx.boosted:
        template = f"{template}#{part}"
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
