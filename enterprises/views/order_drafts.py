"""Keeping and throwing away an order that is being written."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from config.common.access import Permission, needs
from config.common.errors import Refused
from enterprises.forms.orders import OrderDraftForm
from enterprises.selectors import order_drafts as reads
from enterprises.selectors.enterprises import enterprise_for
from enterprises.services import order_drafts as writes
from enterprises.services.order_drafts import DraftTerms
from enterprises.views.orders import form_choices


@needs(Permission.ORDERS_WRITE)
@require_POST
def order_draft_keep(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep what is written about the enterprise `pk`, as it is; the page calls this by itself."""
    enterprise = get_object_or_404(enterprise_for(request.user, pk))
    form = OrderDraftForm(request.POST, **form_choices(request, enterprise))
    if not form.is_valid():
        raise Refused(_("草稿没有保存：有一项不能识别，请核对日期和长度。"))
    data = dict(form.cleaned_data)
    number, version = data.pop("draft"), data.pop("draft_version")
    facts = {"terms": DraftTerms(**data), "by": request.user, "at": timezone.now()}
    if number:
        known = reads.drafts_for(request.user).filter(enterprise=enterprise, pk=number).first()
        if known is None:
            raise writes.begun_elsewhere()
        draft = writes.order_draft_keep(draft=known, version=version or known.version, **facts)
    else:
        draft = writes.order_draft_begin(enterprise=enterprise, **facts)
    context = {"draft": draft, "enterprise": enterprise}
    return TemplateResponse(request, "enterprises/order_keep.html", context)


@needs(Permission.ORDERS_WRITE)
@require_POST
def order_draft_discard(request: HttpRequest, pk: int) -> HttpResponse:
    draft = get_object_or_404(reads.drafts_for(request.user), pk=pk)
    enterprise_id = draft.enterprise_id
    writes.order_draft_discard(draft=draft, by=request.user, at=timezone.now())
    messages.success(request, _("草稿已放弃，没有下达任何文书。"))
    return redirect("enterprises:enterprise_detail", pk=enterprise_id)
