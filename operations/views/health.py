"""Whether the platform is well."""

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse

from config.common.access import public
from operations import selectors


@public(because="a load balancer asks whether the process answers")
def healthz(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok", content_type="text/plain")


@public(because="a load balancer asks whether the database is reachable and migrated; nothing else is told")
def readyz(request: HttpRequest) -> HttpResponse:
    try:
        ready = selectors.database_is_migrated()
    except DatabaseError:
        ready = False
    return HttpResponse(
        "ready" if ready else "not ready", status=200 if ready else 503, content_type="text/plain"
    )
