"""How many calls one address may make: counted in a window of time, refused with a sentence beyond."""

import ipaddress
import time
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from config.common.access import View
from config.common.context import call_facts


def seconds_to_wait(name: str, address: str, now: float) -> int:
    """0 while the address may go on; else the seconds until its next window of `settings.CALL_RATES[name]`."""
    most, seconds = settings.CALL_RATES[name]
    counts = caches["rates"]
    window = int(now // seconds)
    key = f"rate:{name}:{neighbourhood(address)}:{window}"
    if counts.add(key, 1, seconds + 1):
        return 0
    try:
        made = counts.incr(key)
    except ValueError:  # gone between the two calls: a new window
        made = 1
    return int((window + 1) * seconds - now) + 1 if made > most else 0


def neighbourhood(address: str) -> str:
    """The address that is counted: of IPv6 the network of a household, for its owner has 2^64 addresses."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(known, ipaddress.IPv6Address) and known.ipv4_mapped is None:
        return str(ipaddress.ip_network(f"{known}/64", strict=False).network_address)
    return str(getattr(known, "ipv4_mapped", None) or known)


def rate_limited(name: str) -> Any:
    """Answers 429 with Retry-After and a sentence to whoever calls too often."""

    def decorate(view: View) -> View:
        @wraps(view)
        def counted(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            wait = seconds_to_wait(name, call_facts.get().address, time.time())
            return too_many(wait) if wait else view(request, *args, **kwargs)

        return counted

    return decorate


def too_many(wait: int) -> HttpResponse:
    """Made without the request: a flood costs no query."""
    page = render_to_string("errors/429.html", {"seconds": wait})
    return HttpResponse(page, status=429, headers={"Retry-After": str(wait), "Cache-Control": "no-store"})
