"""Consulting bodies, their auditors, and the pool of experts."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services.activity import activity_record
from audits.models import Agency, Auditor, Expert
from config.common.access import Permission, Role, allowed
from config.common.errors import NotAllowed, Refused
from config.common.versions import guarded_update
from enterprises.models import Industry


@transaction.atomic
def agency_create(*, name: str, by: User, at: datetime, **details: Any) -> Agency:
    """Enter a consulting body. `details`: uscc, region, staff."""
    _check_keeper(by)
    _check_name(name)
    agency = Agency.objects.create(name=name.strip(), created_at=at, **details)
    activity_record(by=by, at=at, verb="agency_create", thing=agency, region=agency.region)
    return agency


@transaction.atomic
def agency_update(*, agency: Agency, version: int, by: User, at: datetime, **changes: Any) -> Agency:
    """Correct a consulting body's name, code, seat or staff."""
    _check_keeper(by)
    if "name" in changes:
        _check_name(changes["name"], but=agency)
    old = {name: str(getattr(agency, name)) for name in changes}
    guarded_update(agency, version=version, **changes)
    new = {name: str(value) for name, value in changes.items()}
    activity_record(by=by, at=at, verb="agency_update", thing=agency, region=agency.region, old=old, new=new)
    return agency


@transaction.atomic
def auditor_add(
    *, agency: Agency, name: str, by: User, at: datetime, certificate_no: str = "", user: User | None = None
) -> Auditor:
    """Enter a certified auditor of an agency, with the account they work under when there is one."""
    _check_keeper(by)
    _check_account(user, Role.AGENCY)
    auditor = Auditor.objects.create(agency=agency, name=name, certificate_no=certificate_no, user=user)
    activity_record(
        by=by, at=at, verb="auditor_add", thing=auditor, region=agency.region, new={"agency": agency.name}
    )
    return auditor


@transaction.atomic
def expert_create(
    *,
    name: str,
    employer: str,
    by: User,
    at: datetime,
    title: str = "",
    user: User | None = None,
    industries: Iterable[Industry] = (),
) -> Expert:
    """Enter an expert into the pool; the employer decides where they must stand aside."""
    _check_keeper(by)
    _check_account(user, Role.EXPERT)
    expert = Expert.objects.create(name=name, employer=employer, title=title, user=user)
    expert.industries.set(industries)
    activity_record(by=by, at=at, verb="expert_create", thing=expert, new={"employer": employer})
    return expert


def _check_keeper(by: User) -> None:
    if not allowed(by, Permission.AGENCIES_WRITE) and not by.is_builtin:
        raise NotAllowed(_("咨询机构和专家由省级主管部门登记。"))


def _check_name(name: str, but: Agency | None = None) -> None:
    others = Agency.objects.exclude(pk=but.pk) if but else Agency.objects.all()
    if others.filter(name=name.strip()).exists():
        raise Refused(_("咨询机构“%(name)s”已登记。") % {"name": name})


def _check_account(user: User | None, role: Role) -> None:
    if user is None:
        return
    if user.role != role:
        raise Refused(_("账号“%(name)s”的角色不符。") % {"name": user.username})
    if Auditor.objects.filter(user=user).exists() or Expert.objects.filter(user=user).exists():
        raise Refused(_("账号“%(name)s”已对应另一人。") % {"name": user.username})
