"""Pages for everybody, kept until something public changes.

Each is kept under the edition in which it was made. A publication replaces the edition, so that all of them are new
at once; a browser that asks again with its ETag is told in one look at the cache whether there is anything new.
"""

import hashlib
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache as cache_once
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import http_date
from django.utils.translation import get_language

from config.common.access import View

SECONDS = 600
_EDITION = "public-edition"
_LONGEST_VALUE = 60


@dataclass(frozen=True)
class Edition:
    """What the public reads between two changes."""

    token: str
    since: datetime


def edition_now() -> Edition:
    """The edition that stands; a new one where none is kept. It ends by itself after ten minutes."""
    known: Edition | None = cache.get(_EDITION)
    if known is not None:
        return known
    fresh = _fresh()
    cache.add(_EDITION, fresh, SECONDS)
    return cache.get(_EDITION) or fresh


def edition_bump() -> None:
    """Something public changes in this transaction: once it stands, every kept page is made anew."""
    transaction.on_commit(lambda: cache.set(_EDITION, _fresh(), SECONDS), robust=True)


def _fresh() -> Edition:
    return Edition(secrets.token_hex(8), timezone.now())


def kept_page(*, params: Sequence[str] = (), stored: bool = True) -> Callable[[View], View]:
    """A page that is the same for everybody who reads the same language.

    Only `params` of the query reach the view, so that no other parameter makes a page of its own. The view runs
    for nobody in particular. What is not `stored` (a long file) is still only sent when it is new.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def kept(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            request.GET = plain_query(request.GET, params)  # type: ignore[assignment]
            request.user = AnonymousUser()
            edition = edition_now()
            key = _key(request, edition)
            answer: Any = get_conditional_response(
                request, etag=f'"{key}"', last_modified=int(edition.since.timestamp())
            )
            if answer is None:
                answer = (
                    _kept_or_made(key, view, request, args, kwargs)
                    if stored
                    else view(request, *args, **kwargs)
                )
            return _headed(answer, edition, key)

        return kept

    return decorate


def plain_query(query: QueryDict, params: Sequence[str]) -> QueryDict:
    """The query with nothing but the known parameters, each once, in one order and of bounded length."""
    plain = QueryDict(mutable=True)
    for name in params:
        value = query.get(name, "").replace("\0", "").strip()[:_LONGEST_VALUE]
        if value:
            plain[name] = value
    return plain


@cache_once
def release() -> str:
    """What this release's pages are made of; the same in all its processes, so that an update keeps no old page."""
    made_of = hashlib.sha256()
    for folder in ("templates", "static", "locale"):
        for path in sorted((settings.BASE_DIR / folder).rglob("*.*")):
            facts = path.stat()
            made_of.update(f"{path.name} {facts.st_size} {int(facts.st_mtime)}\n".encode())
    return made_of.hexdigest()


def _key(request: HttpRequest, edition: Edition) -> str:
    parts = (release(), edition.token, get_language() or "", request.path, request.GET.urlencode())
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:40]


def _kept_or_made(
    key: str, view: View, request: HttpRequest, args: tuple[Any, ...], kwargs: dict[str, Any]
) -> HttpResponseBase:
    found = cache.get(f"public-page:{key}")
    if found is not None:
        content, kind = found
        return HttpResponse(content, content_type=kind)
    made = view(request, *args, **kwargs)
    if isinstance(made, TemplateResponse):
        made.render()
    if made.status_code == 200:
        cache.set(f"public-page:{key}", (made.content, made.headers["Content-Type"]), SECONDS)
    return made


def _headed(answer: HttpResponse, edition: Edition, key: str) -> HttpResponse:
    """Anybody may keep it, and must ask each time whether it is still right."""
    answer.headers["Cache-Control"] = "public, no-cache"
    answer.headers["ETag"] = f'"{key}"'
    answer.headers["Last-Modified"] = http_date(edition.since.timestamp())
    patch_vary_headers(answer, ("Accept-Language", "Cookie"))
    return answer
