"""People who open their own account: invited ones, by the platform's own hand."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.rules import check_registration
from accounts.services.users import builtin, password_check, user_create
from config.common.errors import Problem, Refused
from config.common.versions import guarded_update


@transaction.atomic
def person_register(
    *, username: str, name: str, password: str, role: str, at: datetime, phone: str = ""
) -> User:
    """An account with an own password for somebody whose right to it the caller has checked."""
    username, name = username.strip(), " ".join(name.split())
    check_registration(name, username)
    if User.objects.filter(username__iexact=username).exists():
        raise _taken()
    password_check(password=password, user=User(username=username, name=name))
    person: dict[str, Any] = {"username": username, "name": name, "role": role, "phone": phone.strip()}
    try:
        with transaction.atomic():
            user, _password = user_create(**person, password=password, by=builtin("@system"), at=at)
    except IntegrityError as error:  # somebody chose the same name at the same moment
        raise _taken() from error
    guarded_update(user, password_changed_at=at)
    return user


def _taken() -> Refused:
    sentence = _("这个用户名已被使用，请换一个，例如姓名拼音加手机号后四位。")
    return Refused(_("填写的内容有误，账号没有开立。"), [Problem("username", sentence)])
