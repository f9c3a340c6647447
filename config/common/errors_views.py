"""Pages for refusals that Django itself makes, and for what failed."""

import sys

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.defaults import page_not_found, server_error

from config.common.disk import disk_full_sentence, is_disk_full
from config.common.errors import Refused


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form came without its token: usually an old page after signing in again."""
    error = Refused(_("页面已过期，为保证安全没有保存。请返回、刷新页面后再提交一次。"))
    return render(request, "errors/refused.html", {"error": error}, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A program that asks for an address the API does not have is answered as a program."""
    if request.path.startswith("/api/"):
        return JsonResponse({"detail": _("没有找到。")}, status=404)
    return page_not_found(request, exception)


def failure(request: HttpRequest) -> HttpResponse:
    """The platform failed; a full disk is said as what it is (507), for people can have it mended."""
    if not is_disk_full(sys.exc_info()[1]):
        return server_error(request)
    context = {"sentence": disk_full_sentence()}
    return HttpResponse(render_to_string("errors/507.html", context), status=507)
