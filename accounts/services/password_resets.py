"""A lost password: asked for by anybody, answered by letter to who it is, set anew with the letter's link."""

from datetime import datetime

from django.conf import settings
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import AttemptKind, ResetRequest, SignIn, User
from accounts.selectors.attempts import too_many_letters
from accounts.selectors.people import people_by_login
from accounts.services.activity import activity_record
from accounts.services.attempts import attempt_note
from accounts.services.sign_ins import sign_ins_end
from accounts.services.users import builtin, password_check
from config.common.errors import Refused
from config.common.plug import hooks
from config.common.versions import guarded_update

_TOKENS = PasswordResetTokenGenerator()


@transaction.atomic
def reset_ask(*, typed: str, address: str, at: datetime) -> None:
    """Note what was typed, and ask the worker; the same work whether or not it is anybody's."""
    attempt_note(kind=AttemptKind.RESET_BY_PLACE, value=address, at=at)
    ResetRequest.objects.create(typed=typed.strip()[:254], asked_at=at)
    for hook in hooks("RESET_ASKED"):
        hook(at=at)


@transaction.atomic
def reset_answer(*, request: ResetRequest, at: datetime) -> int:
    """A letter to everybody whose user name or confirmed address it is; returns how many. Answered once.

    Who was sent enough within the hour gets no more: a stranger cannot fill a mailbox.
    """
    taken, _by_model = ResetRequest.objects.filter(pk=request.pk).delete()
    sent = 0
    for user in people_by_login(request.typed) if taken else []:
        if not too_many_letters(AttemptKind.RESET_OF_PERSON, str(user.pk), at):
            attempt_note(kind=AttemptKind.RESET_OF_PERSON, value=str(user.pk), at=at)
            activity_record(
                by=builtin("@system"), at=at, verb="password_reset_ask", thing=user, region=user.region
            )
            _letter("password_reset", user, at)
            sent += 1
    return sent


def reset_token(user: User) -> str:
    """What the letter's link carries: dead after an hour, a sign-in, a new password or a new address."""
    return f"{user.pk}.{_TOKENS.make_token(user)}"


def minutes() -> int:
    """How long a link holds."""
    return int(settings.PASSWORD_RESET_TIMEOUT) // 60


def reset_is_live(*, token: str) -> bool:
    return _person(token) is not None


def reset_person(*, token: str) -> User:
    """Whose link it is; refused with one sentence, whatever is wrong with it."""
    user = _person(token)
    if user is None:
        raise Refused(_("这个链接已经用过、过期或被新的链接代替。请重新申请，并使用最近收到的一封信。"))
    return user


def _person(token: str) -> User | None:
    number, _dot, rest = token.partition(".")
    if not (number.isascii() and number.isdigit() and len(number) < 19):
        return None
    people = User.objects.select_related("region").filter(is_active=True, email_confirmed_at__isnull=False)
    user = people.filter(pk=int(number)).first()
    return user if user is not None and _TOKENS.check_token(user, rest) else None


@transaction.atomic
def reset_finish(*, token: str, password: str, at: datetime) -> User:
    """Set the new password: all sessions end, the link is dead, and the person is told by letter."""
    user = reset_person(token=token)
    password_check(password=password, user=user)
    user.set_password(password)
    guarded_update(user, password=user.password, must_change_password=False, password_changed_at=at)
    activity_record(by=user, at=at, verb="password_reset_finish", thing=user, region=user.region)
    sign_ins_end(user=user, why=SignIn.End.PASSWORD, by=user, at=at)
    _letter("password_set", user, at)
    return user


def _letter(kind: str, user: User, at: datetime) -> None:
    for hook in hooks("ACCOUNT_LETTER"):
        hook(kind=kind, user=user, at=at)
