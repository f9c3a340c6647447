"""The letters, for the system administrator: who, when, how it went; never what they say."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from config.common.access import Permission, needs
from config.common.http import list_answer
from config.common.tables import table_page
from operations import selectors
from operations.services import mails
from operations.tables import MAILS


@needs(Permission.MAILS_READ)
def mail_list(request: HttpRequest) -> HttpResponse:
    rows = table_page(request, MAILS)
    context = {"list": rows, "stuck": selectors.mails_stuck(request.user)}
    return list_answer(request, "operations/mail_list.html", context)


@needs(Permission.MAILS_READ)
@require_POST
def mail_retry(request: HttpRequest, pk: int) -> HttpResponse:
    mail = get_object_or_404(selectors.mails_for(request.user), pk=pk)
    mails.mail_retry(mail=mail, by=request.user, at=timezone.now())
    messages.success(request, _("已排入发送队列，一分钟内再发。"))
    return redirect("operations:mail_list")
