"""Pages for refusals that Django itself makes."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from config.common.errors import Refused


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form came without its token: usually an old page after signing in again."""
    error = Refused(_("页面已过期,为保证安全没有保存。请返回、刷新页面后再提交一次。"))
    return render(request, "errors/refused.html", {"error": error}, status=403)
