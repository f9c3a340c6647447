"""Filling a draft: recommendations passed by the cities, and what the platform proposes for the next list."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from config.common.access import Permission, needs
from config.common.errors import Refused
from enterprises.forms.recommendations import ChosenForm
from enterprises.models import MandatoryList
from enterprises.presenters import recommendations as words
from enterprises.selectors.lists import entries_for
from enterprises.selectors.next_list import next_list_proposals
from enterprises.selectors.recommendations import recommendations_to_take
from enterprises.services import compiling, recommendations
from enterprises.views.lists import own_list


@needs(Permission.LISTS_DRAFT)
def list_compile(request: HttpRequest, pk: int) -> HttpResponse:
    page = own_list(request, pk)
    error = None
    if request.method == "POST":
        try:
            count = _compile(request, page)
        except Refused as refused:
            error = refused
        else:
            messages.success(request, _("已办理 %(count)d 家企业。") % {"count": count})
            return redirect("enterprises:mandatory_list_detail", pk=pk)
    context = {
        "page": page,
        "waiting": words.recommendation_rows(list(recommendations_to_take(request.user, page))),
        "proposals": words.proposal_rows(next_list_proposals(request.user, page, timezone.localdate())),
        "error": error,
    }
    status = 422 if error else 200
    return TemplateResponse(request, "enterprises/list_compile.html", context, status=status)


def _compile(request: HttpRequest, page: MandatoryList) -> int:
    """Take the ticked recommendations or proposals into the draft, or leave recommendations out."""
    user, at = request.user, timezone.now()
    proposed = request.POST.get("move") == "propose"
    rows = entries_for(user) if proposed else recommendations_to_take(user, page)
    form = ChosenForm(request.POST, rows=rows)
    if not form.is_valid():
        raise Refused(_("所选推荐已有变动，请刷新页面后再办理。"))
    chosen, reason = list(form.cleaned_data["chosen"]), form.cleaned_data["reason"]
    if proposed:
        return compiling.proposals_take(mandatory_list=page, listings=chosen, by=user, at=at)
    if form.cleaned_data["move"] == "take":
        return recommendations.recommendations_take(
            mandatory_list=page, recommendations=chosen, by=user, at=at
        )
    return recommendations.recommendations_move(
        recommendations=chosen, move="leave_out", reason=reason, by=user, at=at
    )
