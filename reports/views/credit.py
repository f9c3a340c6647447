"""Sendings to the credit platform: the list, asking for the next, what one said, its files."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from config.common.access import Permission, needs
from config.common.downloads import attachment_answer
from config.common.errors import Refused
from config.common.http import list_answer, page_or_part
from config.common.listing import plain_page
from config.common.tables import table_page
from operations.presenters import job_bar
from operations.services.attachments import attachment_read
from reports.enums import CreditKind
from reports.presenters import credit as words
from reports.selectors import credit as reads
from reports.services.credit import credit_send
from reports.tables import CREDIT


@needs(Permission.CREDIT_SEND)
def credit_sending_list(request: HttpRequest) -> HttpResponse:
    context = {"list": table_page(request, CREDIT), "kinds": CreditKind}
    return list_answer(request, "reports/credit_sending_list.html", context)


@needs(Permission.CREDIT_SEND)
@require_POST
def credit_sending_create(request: HttpRequest) -> HttpResponse:
    """Make the next file of the reader's own authority."""
    kind = request.POST.get("kind", "")
    if kind not in CreditKind.values:
        raise Refused(_("请选择报送审核名单还是行政处罚。"))
    sending = credit_send(
        region=request.user.region, kind=CreditKind(kind), by=request.user, at=timezone.now()
    )
    messages.success(request, _("正在生成报送文件。"))
    return redirect("reports:credit_sending_detail", pk=sending.pk)


@needs(Permission.CREDIT_SEND)
def credit_sending_detail(request: HttpRequest, pk: int) -> HttpResponse:
    sending = get_object_or_404(reads.sendings_for(request.user), pk=pk)
    before = reads.last_made(sending.region, sending.kind, sending.number)
    context = {
        "sending": sending,
        "title": words.sending_title(sending),
        "light": words.sending_light(sending),
        "said": words.sending_sentence(sending, before),
        "files": words.sending_files(sending),
        "job": job_bar(sending.job, request.user) if sending.job and not sending.finished_at else None,
        "list": plain_page(
            reads.rows_of(sending),
            request.GET,
            present=lambda rows: words.credit_rows(rows, sending.kind),
        ),
    }
    return page_or_part(request, "reports/credit_sending_detail.html", context, part="making")


@needs(Permission.CREDIT_SEND)
def credit_sending_file(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    sending = get_object_or_404(reads.sendings_for(request.user), pk=pk)
    file = {"csv": sending.csv_file, "xlsx": sending.xlsx_file}.get(kind)
    if file is None:
        raise Http404
    return attachment_answer(attachment_read(file), file.name)
