"""One's own notices: the list, what was read, which kinds come by e-mail."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from config.common.access import Permission, needs, public
from config.common.forms import sent
from config.common.http import list_answer, safe_next
from config.common.tables import table_page
from operations import selectors
from operations.forms import MutedForm, UpToForm
from operations.rules import OPTIONAL_KINDS
from operations.services import mails, notices
from operations.tables import NOTICES


@needs(Permission.NOTICES_READ)
def notice_list(request: HttpRequest) -> HttpResponse:
    rows = table_page(request, NOTICES)
    newest = selectors.newest_notice(request.user)
    context = {"list": rows, "newest": newest, "unread": getattr(request.user, "unread_notices", 0)}
    return list_answer(request, "operations/notice_list.html", context)


@needs(Permission.NOTICES_READ)
@require_POST
def notice_read(request: HttpRequest, pk: int) -> HttpResponse:
    notice = get_object_or_404(selectors.notices_for(request.user), pk=pk)
    notices.notice_read(notice=notice, by=request.user, at=timezone.now())
    return redirect(safe_next(request, "operations:notice_list"))


@needs(Permission.NOTICES_READ)
@require_POST
def notice_read_all(request: HttpRequest) -> HttpResponse:
    """What came while the page was open stays unread."""
    form = UpToForm(request.POST)
    if form.is_valid():
        upto = form.cleaned_data["upto"]
        count = notices.notices_read_all(upto=upto, by=request.user, at=timezone.now())
        messages.success(request, _("已将 %(n)d 条通知标为已读。") % {"n": count})
    return redirect("operations:notice_list")


@needs(Permission.NOTICES_READ)
def notice_settings(request: HttpRequest) -> HttpResponse:
    wanted = set(OPTIONAL_KINDS) - selectors.muted_kinds(request.user)
    form = MutedForm(sent(request), initial={"kinds": sorted(wanted)})
    if request.method == "POST" and form.is_valid():
        muted = set(OPTIONAL_KINDS) - set(form.cleaned_data["kinds"])
        notices.kinds_mute(kinds=muted, by=request.user, at=timezone.now())
        messages.success(request, _("邮件通知的设置已保存。"))
        return redirect("operations:notice_settings")
    status = 422 if form.errors else 200
    return TemplateResponse(request, "operations/notice_settings.html", {"form": form}, status=status)


@csrf_exempt
@public(because="a link in a letter ends letters without signing in; it is signed and can do nothing else")
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Mail programs post here by themselves (RFC 8058); people see what will stop and press the button."""
    pk = mails.unsubscribe_person_id(token)
    person = selectors.person_by_id(pk) if pk else None
    if person is None:
        raise Http404
    if request.method == "POST":
        notices.kinds_mute(kinds=OPTIONAL_KINDS, by=person, at=timezone.now())
    context = {"done": request.method == "POST", "kinds": [kind.label for kind in OPTIONAL_KINDS]}
    return TemplateResponse(request, "operations/unsubscribe.html", context)
