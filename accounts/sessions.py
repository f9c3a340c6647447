"""A signed-in session knows which sign-in it belongs to, so that it can be ended from elsewhere."""

from typing import Any

from django.contrib.auth import login
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import SignIn, User
from accounts.services.sign_ins import sign_in_begin

SIGN_IN = "sign_in"


def person_sign_in(request: HttpRequest, user: User, **how: Any) -> None:
    """Sign in: a fresh session under a new key, counted among the person's others."""
    login(request, user, **how)
    agent = request.headers.get("User-Agent", "")
    made = sign_in_begin(user=user, agent=agent, by=user, at=timezone.now())
    request.session[SIGN_IN] = made.pk


def sign_in_of(request: HttpRequest) -> int | None:
    """Which sign-in this session belongs to."""
    known: int | None = request.session.get(SIGN_IN)
    return known


def ended_words(sign_in: SignIn | None) -> str:
    """What a browser is told whose sign-in was ended elsewhere."""
    if sign_in is not None and sign_in.end == SignIn.End.LIMIT:
        sentences = [
            _("您的账号在别处登录，超过了同时登录的上限，这里最早的一次登录已结束。"),
            _("如果不是您本人登录，请立即修改密码。"),
        ]
        return "".join(sentences)
    if sign_in is not None and sign_in.end == SignIn.End.PASSWORD:
        return _("您的密码已更换，请用新密码重新登录。")
    return _("这次登录已在别处被结束，请重新登录。")
