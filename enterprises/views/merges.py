"""Pages of doubles: the pairs that look alike, the comparison of two, the merge and its undoing."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from config.common.access import Permission, needs
from config.common.errors import Refused, Stale
from config.common.forms import add_refusal, sent
from config.common.http import list_answer, safe_next
from config.common.listing import list_page
from enterprises.filters.registry import DuplicateFilter
from enterprises.forms.changes import MergeChoiceForm, MergeForm
from enterprises.models import Enterprise
from enterprises.presenters import changes as words
from enterprises.selectors import duplicates, merges
from enterprises.selectors.enterprises import enterprise_for
from enterprises.services import duplicates as pair_writes
from enterprises.services import merges as writes


@needs(Permission.ENTERPRISES_WRITE)
def enterprise_merge(request: HttpRequest, pk: int) -> HttpResponse:
    """Side by side: `pk` stays, `other` (asked for in the address) becomes part of it."""
    enterprise = get_object_or_404(enterprise_for(request.user, pk))
    other = merges.merge_candidate(request.user, request.POST.get("other") or request.GET.get("other"))
    context: dict[str, Any] = {"enterprise": enterprise, "place": enterprise.region.full_name}
    if other is None or other.pk == pk:
        context |= {"choice": MergeChoiceForm(enterprises=enterprise_for(request.user, pk))}
        return TemplateResponse(request, "enterprises/enterprise_merge.html", context)
    form = MergeForm(
        sent(request),
        takeable=words.takeable(enterprise, other),
        initial=words.merge_initial(enterprise, other),
    )
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            return _merged(request, enterprise, other, form.cleaned_data)
        except Refused as error:
            add_refusal(form, error)
            status = 412 if isinstance(error, Stale) else 422
    context |= {"form": form} | words.comparison(enterprise, other)
    context["problems"] = merges.merge_problems(enterprise, other)
    return TemplateResponse(request, "enterprises/enterprise_merge.html", context, status=status)


def _merged(
    request: HttpRequest, enterprise: Enterprise, other: Enterprise, values: dict[str, Any]
) -> HttpResponse:
    merge = writes.enterprise_merge(
        survivor=enterprise,
        merged=other,
        take=values.get("take", []),
        reason=values["reason"],
        versions=(values["version"], values["other_version"]),
        by=request.user,
        at=timezone.now(),
    )
    messages.success(request, _("已合并；“%(name)s”的代码和名称仍可查到。") % {"name": other.name})
    return redirect("enterprises:merge_detail", pk=merge.pk)


@needs(Permission.ENTERPRISES_WRITE)
def merge_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """What came from whom, and the way back."""
    merge = get_object_or_404(merges.merges_for(request.user), pk=pk)
    return TemplateResponse(request, "enterprises/merge_detail.html", words.merge_page(merge))


@needs(Permission.ENTERPRISES_WRITE)
@require_POST
def merge_undo(request: HttpRequest, pk: int) -> HttpResponse:
    merge = get_object_or_404(merges.merges_for(request.user), pk=pk)
    writes.merge_undo(merge=merge, by=request.user, at=timezone.now())
    messages.success(request, _("已撤销合并，两家恢复为各自的登记。"))
    return redirect("enterprises:merge_detail", pk=pk)


@needs(Permission.ENTERPRISES_WRITE)
def duplicate_list(request: HttpRequest) -> HttpResponse:
    filterset = DuplicateFilter(request.GET, duplicates.pairs_for(request.user))
    rows = list_page(
        request,
        filterset,
        orderings={"likeness": ["-likeness"], "found": ["-found_at"]},
        default="likeness",
        present=words.pair_rows,
    )
    return list_answer(request, "enterprises/duplicate_list.html", {"list": rows})


@needs(Permission.ENTERPRISES_WRITE)
@require_POST
def duplicate_find(request: HttpRequest) -> HttpResponse:
    """Search the own territory again, as a job."""
    job = pair_writes.duplicates_request(by=request.user, at=timezone.now())
    messages.success(request, _("正在查找，完成后可在此查看。"))
    return redirect("operations:job_detail", pk=job.pk)


@needs(Permission.ENTERPRISES_WRITE)
@require_POST
def duplicate_dismiss(request: HttpRequest, pk: int) -> HttpResponse:
    pair = get_object_or_404(duplicates.pairs_for(request.user), pk=pk)
    reason = request.POST.get("reason", "")
    pair_writes.duplicate_dismiss(pair=pair, reason=reason, by=request.user, at=timezone.now())
    messages.success(request, _("已记下：不是同一家，以后不再提示。"))
    return redirect(safe_next(request, "enterprises:duplicate_list"))
