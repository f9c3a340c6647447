"""Where one is signed in: seen, and ended, by the person alone."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.models import SignIn
from accounts.presenters import sign_in_rows
from accounts.selectors import sign_ins as reads
from accounts.services import sign_ins as writes
from accounts.sessions import sign_in_of
from config.common.access import Permission, needs

_PAST = 10


@needs(Permission.HOME)
def my_sign_ins(request: HttpRequest) -> HttpResponse:
    live = list(reads.live_sign_ins(request.user, timezone.now()))
    rows = sign_in_rows(live[::-1], sign_in_of(request))
    past = sign_in_rows(list(reads.sign_ins_over(request.user)[:_PAST]), None)
    context = {"rows": rows, "past": past, "most": settings.SESSIONS_AT_ONCE}
    context["others"] = any(not row["here"] for row in rows)
    return TemplateResponse(request, "accounts/my_sign_ins.html", context)


@needs(Permission.HOME)
@require_POST
def sign_in_end(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(reads.sign_ins_of(request.user), pk=pk)
    writes.sign_in_end(sign_in=row, by=request.user, at=timezone.now())
    messages.success(request, _("那次登录已结束，它的浏览器下次操作时要重新登录。"))
    return redirect("accounts:my_sign_ins")


@needs(Permission.HOME)
@require_POST
def sign_in_end_others(request: HttpRequest) -> HttpResponse:
    count = writes.sign_ins_end(
        user=request.user,
        why=SignIn.End.ENDED,
        but=sign_in_of(request),
        by=request.user,
        at=timezone.now(),
    )
    messages.success(request, _("已结束其他 %(count)d 处登录。") % {"count": count})
    return redirect("accounts:my_sign_ins")
