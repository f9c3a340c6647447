"""Pages about who acts for an enterprise: people, invitations handed out, one's own enterprises."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from config.common.access import Permission, allowed, needs
from config.common.errors import Refused
from config.common.http import list_answer
from config.common.listing import plain_page
from config.common.tables import table_page
from enterprises.forms.people import EndForm, InvitationForm, RepresentativeForm
from enterprises.models import Enterprise
from enterprises.presenters import people as words
from enterprises.selectors import people as reads
from enterprises.selectors.enterprises import enterprise_for
from enterprises.services import invitations, representatives
from enterprises.services import invitations_renewed as renewed
from enterprises.services.invitations import Issued
from enterprises.tables.registry import UNMANNED
from operations.selectors import bulk_result_href, bulk_runs_for


@needs(Permission.PEOPLE_READ)
def enterprise_people(request: HttpRequest, pk: int) -> HttpResponse:
    enterprise = get_object_or_404(enterprise_for(request.user, pk))
    people = reads.enterprise_people(request.user, enterprise)
    context: dict[str, Any] = words.people_page(people, request.user, timezone.now()) | {
        "enterprise": enterprise,
        "invitation_form": InvitationForm(acting=people.acting),
        "link_form": RepresentativeForm(),
        "end_form": EndForm(),
        "may_link": allowed(request.user, Permission.ENTERPRISES_WRITE),
    }
    return TemplateResponse(request, "enterprises/enterprise_people.html", context)


@needs(Permission.PEOPLE_WRITE)
@require_POST
def invitation_create(request: HttpRequest, pk: int) -> HttpResponse:
    """The one page on which the link and the code of a new invitation can be read."""
    enterprise = get_object_or_404(enterprise_for(request.user, pk))
    people = reads.enterprise_people(request.user, enterprise)
    form = InvitationForm(request.POST, acting=people.acting)
    if not form.is_valid():
        raise Refused(_("要交出的人现在不是这家企业的经办人，请刷新页面后再办理。"))
    issued = invitations.invitation_issue(
        enterprise=enterprise, **form.cleaned_data, by=request.user, at=timezone.now()
    )
    return _issued(request, enterprise, issued)


@needs(Permission.PEOPLE_WRITE)
@require_POST
def invitation_reissue(request: HttpRequest, pk: int) -> HttpResponse:
    """A new invitation in the place of this one, shown once."""
    row = get_object_or_404(reads.invitations_for(request.user), pk=pk)
    issued = invitations.invitation_reissue(invitation=row, by=request.user, at=timezone.now())
    return _issued(request, row.enterprise, issued)


def _issued(request: HttpRequest, enterprise: Enterprise, issued: Issued) -> HttpResponse:
    context = words.issued_words(issued) | {"enterprise": enterprise, "invitation": issued.invitation}
    return TemplateResponse(request, "enterprises/invitation_create.html", context)


@needs(Permission.ENTERPRISES_WRITE)
def unmanned_list(request: HttpRequest) -> HttpResponse:
    """Listed enterprises for which nobody can sign in."""
    return list_answer(request, "enterprises/unmanned_list.html", {"list": table_page(request, UNMANNED)})


@needs(Permission.ENTERPRISES_WRITE)
def invitation_slips(request: HttpRequest, pk: int) -> HttpResponse:
    """The letters of the run `pk`, to be printed as one paper: so many a part, for who issued them."""
    run = get_object_or_404(bulk_runs_for(request.user), pk=pk)
    at = timezone.now()
    page = plain_page(reads.renewed_in(request.user, run, at), request.GET)
    issued = renewed.invitations_print(run=run, invitations=page.rows, by=request.user, at=at)
    slips = [
        words.issued_words(one) | {"enterprise": one.invitation.enterprise, "invitation": one.invitation}
        for one in issued
    ]
    context = {"slips": slips, "list": page, "back": bulk_result_href(run.pk)}
    return TemplateResponse(request, "enterprises/invitation_slips.html", context)


@needs(Permission.PEOPLE_WRITE)
@require_POST
def invitation_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(reads.invitations_for(request.user), pk=pk)
    invitations.invitation_revoke(invitation=row, by=request.user, at=timezone.now())
    messages.success(request, _("邀请已撤销，信函和链接不能再用。"))
    return redirect("enterprises:enterprise_people", pk=row.enterprise_id)


@needs(Permission.ENTERPRISES_WRITE)
@require_POST
def representative_create(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the enterprise account with this user name act for the enterprise."""
    enterprise = get_object_or_404(enterprise_for(request.user, pk))
    form = RepresentativeForm(request.POST)
    person = reads.enterprise_account(form.cleaned_data["username"]) if form.is_valid() else None
    if person is None:
        raise Refused(_("没有这个用户名的企业账号。请核对用户名；此人还没有账号时，请改用邀请。"))
    at = timezone.now()
    representatives.representative_add(
        enterprise=enterprise, user=person, since=timezone.localdate(at), by=request.user, at=at
    )
    messages.success(request, _("%(name)s 现在可以代表企业办理。") % {"name": person.name})
    return redirect("enterprises:enterprise_people", pk=pk)


@needs(Permission.PEOPLE_WRITE)
@require_POST
def representative_end(request: HttpRequest, pk: int) -> HttpResponse:
    """From today on the person no longer acts for the enterprise."""
    row = get_object_or_404(reads.representatives_for(request.user), pk=pk)
    form = EndForm(request.POST)
    if not form.is_valid():
        raise Refused(_("请写明结束委托的原因，不超过 200 字。"))
    at = timezone.now()
    representatives.representative_end(
        representative=row, until=timezone.localdate(at), by=request.user, at=at, **form.cleaned_data
    )
    messages.success(request, _("已结束 %(name)s 的委托。") % {"name": row.user.name})
    if row.user_id == request.user.pk:
        return redirect("reports:home")
    return redirect("enterprises:enterprise_people", pk=row.enterprise_id)


@needs(Permission.PEOPLE_READ)
def my_enterprises(request: HttpRequest) -> HttpResponse:
    """A panel for the account page: what the person acts for."""
    rows = words.my_enterprise_rows(list(reads.represented_by(request.user)))
    return TemplateResponse(request, "enterprises/my_enterprises.html", {"rows": rows})
