"""The way in for invited people: the code, then an own account or the one they have."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import AttemptKind
from accounts.selectors.attempts import too_many_from
from accounts.services.attempts import attempt_note
from accounts.sessions import person_sign_in
from config.common.access import public
from config.common.context import call_facts
from config.common.errors import Refused
from config.common.forms import add_refusal, sent
from enterprises.forms.people import CodeForm, RegistrationForm
from enterprises.models import Invitation
from enterprises.rules.people import check_can_be_accepted, check_may_accept, unknown_secret
from enterprises.selectors.people import acts_for, invitation_by_id, invitation_by_secret
from enterprises.services import accepting

_SHOWN = "invitation"
_SHOWN_FOR_SECONDS = 1800
_BACKEND = "accounts.backends.PasswordBackend"


@public(because="who is invited has no account yet; the secret is what lets in")
def invitation_open(request: HttpRequest) -> HttpResponse:
    """Type the code, or come with the link, whose secret the page's script fills in."""
    form, at, address = CodeForm(sent(request)), timezone.now(), call_facts.get().address
    if request.method == "POST" and too_many_from(AttemptKind.WRONG_CODE, address, at):
        form = CodeForm()
        context = {"form": form, "too_many": True}
        return TemplateResponse(request, "enterprises/invitation_open.html", context, status=429)
    if form.is_bound and form.is_valid():
        row = invitation_by_secret(form.cleaned_data["code"])
        try:
            _check_opens(row, address, at)
        except Refused as error:
            add_refusal(form, error)
        else:
            request.session[_SHOWN] = {"id": row.pk, "at": at.timestamp()}
            return redirect("enterprises:invitation_accept")
    status = 422 if form.errors else 200
    return TemplateResponse(request, "enterprises/invitation_open.html", {"form": form}, status=status)


def _check_opens(row: Invitation | None, address: str, at: datetime) -> None:
    if row is None:
        attempt_note(kind=AttemptKind.WRONG_CODE, value=address, at=at)
        raise unknown_secret()
    check_can_be_accepted(row, at)


def _shown(request: HttpRequest, at: datetime) -> Invitation | None:
    """The invitation whose secret this browser has shown within the last half hour."""
    shown = request.session.get(_SHOWN)
    if not shown or at.timestamp() - shown["at"] > _SHOWN_FOR_SECONDS:
        return None
    return invitation_by_id(shown["id"])


@public(because="who is invited has no account yet; the secret was shown before")
def invitation_accept(request: HttpRequest) -> HttpResponse:
    """Open an own account, or let the enterprise be added to the one that is signed in."""
    at = timezone.now()
    row = _shown(request, at)
    if row is None:
        messages.info(request, _("请先输入邀请码，或重新打开邀请链接。"))
        return redirect("enterprises:invitation_open")
    form = RegistrationForm(sent(request) if not request.user.is_authenticated else None)
    context: dict[str, Any] = {"form": form, "invitation": row, "enterprise": row.enterprise}
    context["bureau"] = row.enterprise.region.bureau_name
    try:
        check_can_be_accepted(row, at)
        if request.user.is_authenticated:
            check_may_accept(request.user, acts=acts_for(request.user, row.enterprise))
    except Refused as error:
        context["problem"] = error.sentence
        return TemplateResponse(request, "enterprises/invitation_accept.html", context, status=422)
    if request.method == "POST" and _accepted(request, row, form, at):
        del request.session[_SHOWN]
        messages.success(request, _("您现在可以代表“%(name)s”办理。") % {"name": row.enterprise.name})
        return redirect("enterprises:enterprise_detail", pk=row.enterprise_id)
    status = 422 if form.errors else 200
    return TemplateResponse(request, "enterprises/invitation_accept.html", context, status=status)


def _accepted(request: HttpRequest, row: Invitation, form: RegistrationForm, at: datetime) -> bool:
    if request.user.is_authenticated:
        accepting.invitation_accept(invitation=row, by=request.user, at=at)
        return True
    if not form.is_valid():
        return False
    values = {name: form.cleaned_data[name] for name in ("username", "name", "password", "phone", "email")}
    try:
        user = accepting.invitation_register(invitation=row, **values, at=at)
    except Refused as error:
        add_refusal(form, error)
        return False
    person_sign_in(request, user, backend=_BACKEND)
    return True
