"""People: making accounts, passwords, tokens, and the built-in actors."""

import hashlib
import secrets
from datetime import datetime
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import ApiToken, Department, Region, SignIn, User
from accounts.services.activity import activity_record
from accounts.services.sign_ins import sign_ins_end
from config.common.access import ADMINISTRATORS, OFFICERS, Role
from config.common.errors import Problem, Refused
from config.common.plug import hooks
from config.common.versions import guarded_update

BUILTIN_ACTORS = {"@command": "管理命令", "@sweep": "后台巡检", "@beat": "定时任务", "@system": "平台"}


def builtin_ensure(*, username: str, name: str, at: datetime) -> User:
    """A built-in actor: acts in the trail, can never sign in."""
    user, _made = User.objects.get_or_create(
        username=username,
        defaults={"name": name, "role": Role.BUILTIN, "is_active": False, "password": "!", "created_at": at},
    )
    return user


def builtin(username: str) -> User:
    """The built-in actor `@command`, `@sweep`, `@beat` or `@system`."""
    return User.objects.get(username=username)


def actor_named(username: str | None) -> User:
    """Who a command acts as: the person named by --by, else the built-in @command."""
    if not username:
        return builtin("@command")
    user = User.objects.filter(username=username, is_active=True).select_related("region").first()
    if user is None:
        raise Refused(_("没有名为“%(name)s”的可用账号，请核对 --by 后的用户名。") % {"name": username})
    return user


@transaction.atomic
def user_create(
    *,
    username: str,
    name: str,
    role: str,
    by: User,
    at: datetime,
    password: str = "",
    region: Region | None = None,
    **details: Any,
) -> tuple[User, str]:
    """Make an account; returns it and its password: the one given, else a one-time password to be changed at once.

    `details`: department, email, phone.
    """
    _check_new(username, role, region, details.get("department"))
    one_time = password or one_time_password()
    user = User(username=username, name=name, role=role, region=region, created_at=at, **details)
    user.must_change_password = not password
    user.set_password(one_time)
    user.save()
    activity_record(by=by, at=at, verb="user_create", thing=user, region=region, new={"role": role})
    return user, one_time


def _check_new(username: str, role: str, region: Region | None, department: Department | None) -> None:
    if role == Role.BUILTIN or role not in Role.values:
        raise Refused(_("角色“%(role)s”不能开立账号。") % {"role": role})
    if not username or username.startswith("@"):
        raise Refused(_("用户名不能为空，也不能以 @ 开头。"))
    if User.objects.filter(username=username).exists():
        raise Refused(_("用户名“%(name)s”已被使用，请换一个。") % {"name": username})
    if role in OFFICERS | {Role.DEPARTMENT} and region is None:
        raise Refused(_("主管部门人员必须写明所属区域。"))


def one_time_password() -> str:
    """Sixteen letters and digits without the ones that look alike."""
    alphabet = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"
    return "".join(secrets.choice(alphabet) for _place in range(16))


@transaction.atomic
def admin_create(*, role: str, username: str, by: User, at: datetime) -> tuple[User, str]:
    """The first system, security or log administrator of an installation, with a one-time password."""
    if role not in ADMINISTRATORS:
        raise Refused(_("只能开立系统、安全、审计三类管理员。"))
    if User.objects.filter(role=role, is_active=True).exists():
        raise Refused(_("这类管理员已经存在；增加人员请由系统管理员在“用户管理”中办理。"))
    return user_create(username=username, name=str(Role(role).label), role=role, by=by, at=at)


@transaction.atomic
def password_change(*, user: User, password: str, by: User, at: datetime, keeps: int | None = None) -> User:
    """Set a person's own new password; ends the own sign-ins elsewhere, all but the one with the id `keeps`."""
    password_check(password=password, user=user)
    user.set_password(password)
    guarded_update(user, password=user.password, must_change_password=False, password_changed_at=at)
    activity_record(by=by, at=at, verb="password_change", thing=user, region=user.region)
    sign_ins_end(user=user, why=SignIn.End.PASSWORD, but=keeps, by=by, at=at)
    return user


def password_check(*, password: str, user: User) -> None:
    """Refused with each rule that the password breaks for this person."""
    try:
        validate_password(password, user)
    except ValidationError as error:
        problems = [Problem("password", sentence) for sentence in error.messages]
        raise Refused(_("新密码不符合要求，请按下列提示修改。"), problems) from error


@transaction.atomic
def user_set_active(*, user: User, active: bool, version: int, by: User, at: datetime) -> User:
    """Close an account, or open it again; nobody closes the own one. Whom the person worked with is told."""
    if user.pk == by.pk:
        raise Refused(_("不能停用自己的账号。"))
    guarded_update(user, version=version, is_active=active)
    verb = "user_open" if active else "user_close"
    activity_record(by=by, at=at, verb=verb, thing=user, region=user.region)
    if not active:
        sign_ins_end(user=user, why=SignIn.End.CLOSED, by=by, at=at)
        for hook in hooks("ACCOUNT_CLOSED"):
            hook(user=user, by=by, at=at)
    return user


@transaction.atomic
def password_reset(*, user: User, by: User, at: datetime) -> str:
    """A new one-time password for a person who lost theirs; returned once, to be handed over."""
    one_time = one_time_password()
    user.set_password(one_time)
    guarded_update(user, password=user.password, must_change_password=True)
    activity_record(by=by, at=at, verb="password_reset", thing=user, region=user.region)
    sign_ins_end(user=user, why=SignIn.End.PASSWORD, by=by, at=at)
    return one_time


@transaction.atomic
def token_create(*, user: User, name: str, by: User, at: datetime) -> str:
    """A key for programs; shown once, only its SHA-256 is kept."""
    key = secrets.token_urlsafe(32)
    token = ApiToken.objects.create(user=user, name=name, digest=token_digest(key), created_at=at)
    activity_record(by=by, at=at, verb="token_create", thing=token, region=user.region)
    return key


@transaction.atomic
def token_revoke(*, token: ApiToken, by: User, at: datetime) -> ApiToken:
    """A revoked key opens nothing any more."""
    token.revoked_at = at
    token.save(update_fields=["revoked_at"])
    activity_record(by=by, at=at, verb="token_revoke", thing=token, region=token.user.region)
    return token


def token_digest(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
