"""Turns a refusal nobody caught into the page that says it."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from config.common.errors import NotAllowed, Refused, Stale


def refusal_status(error: Refused) -> int:
    """The HTTP status of a refusal on a page: 403 role, 412 stale, else 422."""
    return {NotAllowed: 403, Stale: 412}.get(type(error), 422)


class RefusalMiddleware:
    """Shows the sentence of a refusal with its status; nothing was written, for the service rolled back."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if getattr(request, "user", None) is not None and request.user.is_authenticated:
            response.setdefault("Cache-Control", "no-store, private")
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, Refused):
            return None
        return render(request, "errors/refused.html", {"error": error}, status=refusal_status(error))
