"""Pages for refusals that Django itself makes, and for what failed."""

import sys

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.defaults import server_error

from config.common.disk import disk_full_sentence, is_disk_full
from config.common.errors import Refused


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form came without its token: usually an old page after signing in again."""
    error = Refused(_("页面已过期，为保证安全没有保存。请返回、刷新页面后再提交一次。"))
    return render(request, "errors/refused.html", {"error": error}, status=403)


def failure(request: HttpRequest) -> HttpResponse:
    """The platform failed; a full disk is said as what it is (507), for people can have it mended."""
    if not is_disk_full(sys.exc_info()[1]):
        return server_error(request)
    context = {"sentence": disk_full_sentence()}
    return HttpResponse(render_to_string("errors/507.html", context), status=507)
