"""The address a call came from; forwarded addresses count only as far as our own proxies wrote them."""

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """With PROXY_COUNT = n the n-th address from the right of X-Forwarded-For, else the peer's own.

    Whatever the caller wrote further left is not believed.
    """
    peer = request.META.get("REMOTE_ADDR", "")
    if not settings.PROXY_COUNT:
        return peer
    forwarded = [
        part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()
    ]
    return forwarded[-settings.PROXY_COUNT] if len(forwarded) >= settings.PROXY_COUNT else peer
