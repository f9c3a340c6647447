"""Pages by which people look after their own way in: a lost password, their e-mail address."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.forms import EmailForm, ForgottenForm, LinkForm, NewPasswordForm
from accounts.lockout import unlock
from accounts.models import AttemptKind
from accounts.selectors.attempts import too_many_from
from accounts.services import own_emails, password_resets
from accounts.services.attempts import attempt_note
from config.common.access import Permission, needs, public
from config.common.context import call_facts
from config.common.errors import Refused
from config.common.forms import add_refusal, sent
from config.common.http import safe_next


@public(because="who lost a password cannot sign in")
def password_forgotten(request: HttpRequest) -> HttpResponse:
    """The same answer, after the same work, whether or not the name or the address is known."""
    form, at, address = ForgottenForm(sent(request)), timezone.now(), call_facts.get().address
    context: dict[str, Any] = {"minutes": password_resets.minutes(), "asked": "asked" in request.GET}
    status = 200
    if request.method == "POST" and too_many_from(AttemptKind.RESET_BY_PLACE, address, at):
        form, status = ForgottenForm(), 429
        context["too_many"] = True
    elif form.is_bound and form.is_valid():
        password_resets.reset_ask(typed=form.cleaned_data["typed"], address=address, at=at)
        return redirect(f"{reverse('accounts:password_forgotten')}?asked")
    elif form.errors:
        status = 422
    return TemplateResponse(
        request, "accounts/password_forgotten.html", context | {"form": form}, status=status
    )


@public(because="the secret of the letter's link is what lets in")
def password_reset(request: HttpRequest) -> HttpResponse:
    """First the secret alone, then the new password with it."""
    context: dict[str, Any] = {"form": LinkForm(sent(request))}
    status = 200
    if request.method == "POST":
        try:
            context |= _reset_step(request)
        except Refused as error:
            context["problem"] = error.sentence
        if context.get("done"):
            messages.success(request, _("密码已重设，请用新密码登录。"))
            return redirect("accounts:sign_in")
        status = 422 if context.get("problem") or context["form"].errors else 200
    return TemplateResponse(request, "accounts/password_reset.html", context, status=status)


def _reset_step(request: HttpRequest) -> dict[str, Any]:
    token = _secret(request)
    person = password_resets.reset_person(token=token)
    if "password" not in request.POST:
        return {"form": NewPasswordForm(initial={"token": token}), "person": person}
    form = NewPasswordForm(request.POST)
    if form.is_valid():
        try:
            password_resets.reset_finish(
                token=token, password=form.cleaned_data["password"], at=timezone.now()
            )
        except Refused as error:
            add_refusal(form, error)
        else:
            unlock(person.username)
            return {"form": form, "done": True}
    return {"form": form, "person": person}


def _secret(request: HttpRequest) -> str:
    """What the link carried, from an address that has not guessed too often."""
    at, address = timezone.now(), call_facts.get().address
    if too_many_from(AttemptKind.WRONG_CODE, address, at):
        raise Refused(_("从这里试过的无效链接太多，请过一会儿再试。"))
    form = LinkForm(request.POST)
    token: str = form.cleaned_data["token"] if form.is_valid() else ""
    if not password_resets.reset_is_live(token=token):
        attempt_note(kind=AttemptKind.WRONG_CODE, value=address, at=at)
    return token


@needs(Permission.HOME)
def email_change(request: HttpRequest) -> HttpResponse:
    first = request.user.pending_email or request.user.email
    form = EmailForm(sent(request), user=request.user, initial={"email": first})
    if form.is_bound and form.is_valid():
        try:
            own_emails.email_change(email=form.cleaned_data["email"], by=request.user, at=timezone.now())
        except Refused as error:
            add_refusal(form, error)
        else:
            messages.success(request, _("确认信已发出，请打开信中的链接；在此之前原来的邮箱照旧。"))
            return redirect("accounts:email_change")
    status = 422 if form.errors else 200
    return TemplateResponse(request, "accounts/email_change.html", {"form": form}, status=status)


@needs(Permission.HOME)
@require_POST
def email_resend(request: HttpRequest) -> HttpResponse:
    """The letter once more, from the banner or the account page."""
    try:
        person = own_emails.email_resend(by=request.user, at=timezone.now())
    except Refused as error:
        messages.warning(request, error.sentence)
    else:
        messages.success(
            request, _("确认信已发到 %(email)s，请打开信中的链接。") % {"email": person.pending_email}
        )
    return redirect(safe_next(request, "reports:home"))


@public(because="a letter is often read where one is not signed in; its secret is what counts")
def email_confirm(request: HttpRequest) -> HttpResponse:
    form = LinkForm(sent(request))
    context: dict[str, Any] = {"form": form}
    if form.is_bound and form.is_valid():
        try:
            token = form.cleaned_data["token"]
            context["person"] = own_emails.email_confirm(token=token, at=timezone.now())
        except Refused as error:
            context["problem"] = error.sentence
    status = 422 if form.errors or "problem" in context else 200
    return TemplateResponse(request, "accounts/email_confirm.html", context, status=status)
