"""Pages of experts' ties: one's own, telling one, taking one back."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from audits.forms.panels import ConflictForm, TieRemovalForm
from audits.models import Expert
from audits.presenters.experts import tie_row
from audits.selectors.agencies import experts_for
from audits.selectors.panels import ties_of
from audits.services import ties as writes
from audits.views.saving import status_of, try_to_save
from config.common.access import Permission, allowed, needs
from config.common.forms import sent
from config.common.http import page_or_part

PAGE = "audits/tie_edit.html"


@needs(Permission.REVIEWS_SCORE)
def own_ties(request: HttpRequest) -> HttpResponse:
    """What the expert has told, or the bureau has entered, that keeps them off panels."""
    expert = experts_for(request.user, timezone.localdate()).first()
    ties = [tie_row(one) for one in ties_of(expert)] if expert else []
    return page_or_part(request, "audits/own_ties.html", {"expert": expert, "ties": ties})


@needs(Permission.TIES_WRITE)
def tie_create(request: HttpRequest, pk: int) -> HttpResponse:
    """Tell a tie before any draw: the expert their own, the province anybody's."""
    expert = _expert(request, pk)
    words = {
        "heading": _("登记回避关系"),
        "label": _("登记"),
        "note": _("登记后，这家单位的轮次和由它提供咨询的轮次不会抽到这位专家。"),
    }
    done = partial(writes.tie_add, expert=expert)
    return _step(request, expert, ConflictForm(sent(request)), done, words | {"said": _("回避关系已登记。")})


@needs(Permission.AGENCIES_WRITE)
def tie_remove(request: HttpRequest, pk: int, tie_id: int) -> HttpResponse:
    """Take back a tie that was told wrongly, with the reason."""
    expert = _expert(request, pk)
    tie = get_object_or_404(ties_of(expert), pk=tie_id)
    words = {
        "heading": _("撤销回避关系"),
        "label": _("撤销"),
        "note": f"{tie.organisation} · {tie.get_kind_display()}",
    }
    done = partial(writes.tie_remove, tie=tie)
    return _step(
        request, expert, TieRemovalForm(sent(request)), done, words | {"said": _("回避关系已撤销。")}
    )


def _expert(request: HttpRequest, pk: int) -> Expert:
    return get_object_or_404(experts_for(request.user, timezone.localdate()), pk=pk)


def _step(
    request: HttpRequest, expert: Expert, form: Form, done: Callable[..., object], words: dict[str, str]
) -> HttpResponse:
    officer = allowed(request.user, Permission.AGENCIES_READ)
    back_url = reverse("audits:expert_detail", args=[expert.pk]) if officer else reverse("audits:own_ties")
    context: dict[str, Any] = {**words, "form": form, "expert": expert, "back_url": back_url}
    if request.method == "POST" and form.is_valid():
        facts = {"by": request.user, "at": timezone.now(), **form.cleaned_data}
        if try_to_save(form, partial(done, **facts), context):
            messages.success(request, words["said"])
            return redirect(back_url)
    return page_or_part(request, PAGE, context, status=status_of(form, context))
