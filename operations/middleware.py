"""Opens a list with the view its reader chose for it."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from config.common.tables import VIEW, tables
from operations.selectors import default_view

Next = Callable[[HttpRequest], HttpResponse]


class DefaultViewMiddleware:
    """A list asked for without any parameter opens with the reader's default view; `?view=` opens it bare."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: list[Any], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        match = request.resolver_match
        name = match.view_name if match else ""
        bare = request.method == "GET" and not request.META.get("QUERY_STRING") and not request.htmx  # type: ignore[attr-defined]
        if not bare or name not in tables() or not request.user.is_authenticated:
            return None
        found = default_view(request.user, name)
        if found is None:
            return None
        return redirect(f"{request.path}?{'&'.join(filter(None, [found.query, f'{VIEW}={found.token}']))}")
