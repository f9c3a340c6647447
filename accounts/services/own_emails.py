"""A person's own e-mail address: changed with the password, in force when the letter's link was followed."""

from datetime import datetime

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import AttemptKind, User
from accounts.selectors.attempts import too_many_letters
from accounts.services.activity import activity_record
from accounts.services.attempts import attempt_note
from config.common.errors import Refused
from config.common.plug import hooks
from config.common.versions import guarded_update
from config.common.wording import masked_email

_SALT = "accounts.email"


@transaction.atomic
def email_change(*, email: str, by: User, at: datetime) -> User:
    """Write to the new address; the one in force stays until the link is followed, and is told of the change."""
    if email == by.email and by.email_confirmed_at:
        raise Refused(_("这就是您现在的邮箱，已经确认过，不需要再确认。"))
    if too_many_letters(AttemptKind.EMAIL_LETTER, str(by.pk), at):
        raise Refused(_("一小时内已发出几封确认信，请先查收（也看一看垃圾邮件），或一小时后再试。"))
    attempt_note(kind=AttemptKind.EMAIL_LETTER, value=str(by.pk), at=at)
    guarded_update(by, pending_email=email)
    activity_record(
        by=by,
        at=at,
        verb="email_change",
        thing=by,
        region=by.region,
        old={"email": masked_email(by.email)},
        new={"email": masked_email(email)},
    )
    if by.email_confirmed_at and by.email != email:
        _letter("email_leaving", by, at)
    _letter("email_confirm", by, at)
    return by


@transaction.atomic
def email_resend(*, by: User, at: datetime) -> User:
    """Write again to the address that waits to be confirmed; nothing else changes, so no password is asked."""
    if not by.email_waits:
        raise Refused(_("没有待确认的邮箱。要更换邮箱，请在“我的账号”里办理。"))
    return email_change(email=by.email_waits, by=by, at=at)


@transaction.atomic
def email_confirm(*, token: str, at: datetime) -> User:
    """Whoever holds the letter confirms the address it went to; once, and only the newest."""
    user = _who(token)
    guarded_update(user, email=user.pending_email, pending_email="", email_confirmed_at=at)
    told = {"email": masked_email(user.email)}
    activity_record(by=user, at=at, verb="email_confirm", thing=user, region=user.region, new=told)
    return user


def email_token(user: User) -> str:
    """What the letter's link carries; signed, with the time of signing in it."""
    return signing.dumps([user.pk, user.pending_email], salt=_SALT)


def _who(token: str) -> User:
    try:
        pk, email = signing.loads(token, salt=_SALT, max_age=settings.EMAIL_CONFIRM_HOURS * 3600)
    except signing.BadSignature as error:
        raise _dead_link() from error
    user = User.objects.filter(pk=pk, pending_email=email, is_active=True).select_related("region").first()
    if user is None or not email:
        raise _dead_link()
    return user


def _dead_link() -> Refused:
    return Refused(_("这个链接已经用过、过期或被新的链接代替。请登录后在“我的账号”里重新发送确认信。"))


def _letter(kind: str, user: User, at: datetime) -> None:
    for hook in hooks("ACCOUNT_LETTER"):
        hook(kind=kind, user=user, at=at)
