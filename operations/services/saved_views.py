"""Saved views: kept, renamed, shared, deleted, and the one a list opens with."""

import secrets
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services.activity import activity_record
from config.common.access import allowed
from config.common.errors import NotAllowed, Refused
from config.common.tables import COLUMN, ORDER, Table, tables, view_query
from config.common.versions import guarded_update
from operations.enums import Sharing
from operations.models import DefaultView, SavedView

MOST_QUERY = 2_000
MOST_VIEWS = 50


@transaction.atomic
def view_save(*, table: Table, name: str, query: str, sharing: str, by: User, at: datetime) -> SavedView:
    """Keep the list's filter, order and columns under a name; what the list does not know is not kept."""
    if not allowed(by, table.permission):
        raise NotAllowed(_("您的角色没有查看“%(title)s”的权限。") % {"title": table.title})
    if SavedView.objects.filter(owner=by, page=table.name).count() >= MOST_VIEWS:
        raise Refused(_("每个列表最多保存 %(n)d 个视图，请先删除不用的。") % {"n": MOST_VIEWS})
    view = SavedView(
        owner=by,
        page=table.name,
        name=_name(name),
        query=_known(table, query, by, at),
        sharing=_sharing(sharing, by),
        token=secrets.token_urlsafe(18),
        created_at=at,
    )
    try:
        with transaction.atomic():
            view.save()
    except IntegrityError as error:
        raise Refused(_name_taken(view.name)) from error
    _tell("view_save", view, by, at, {"query": view.query, "sharing": view.sharing})
    return view


@transaction.atomic
def view_change(
    *, view: SavedView, version: int, name: str, sharing: str, by: User, at: datetime
) -> SavedView:
    """Rename it, or share it with others."""
    _check_owner(view, by)
    changes = {"name": _name(name), "sharing": _sharing(sharing, by)}
    if SavedView.objects.filter(owner=by, page=view.page, name=changes["name"]).exclude(pk=view.pk).exists():
        raise Refused(_name_taken(changes["name"]))
    guarded_update(view, version=version, **changes)
    _tell("view_change", view, by, at, changes)
    return view


@transaction.atomic
def view_replace(*, view: SavedView, query: str, by: User, at: datetime) -> SavedView:
    """Keep what the list shows now under the same name and address."""
    _check_owner(view, by)
    table = tables().get(view.page)
    if table is None:
        raise Refused(_("这个视图所属的列表已不存在，请删除这个视图。"))
    old, new = view.query, _known(table, query, by, at)
    guarded_update(view, query=new)
    activity_record(
        by=by,
        at=at,
        verb="view_change",
        thing=view,
        region=by.region,
        old={"query": old},
        new={"query": new},
    )
    return view


@transaction.atomic
def view_delete(*, view: SavedView, by: User, at: datetime) -> None:
    """It is gone for everybody it was shared with; their lists open as they are again."""
    _check_owner(view, by)
    _tell("view_delete", view, by, at, {"page": view.page, "query": view.query})
    view.delete()


@transaction.atomic
def view_default(*, view: SavedView, on: bool, by: User, at: datetime) -> None:
    """From now on this person's list opens with the view, or without any."""
    DefaultView.objects.filter(user=by, page=view.page).delete()
    if on:
        DefaultView.objects.create(user=by, page=view.page, view=view)
    _tell("view_default", view, by, at, {"default": on})


def _known(table: Table, query: str, by: User, at: datetime) -> str:
    if len(query) > MOST_QUERY:
        raise Refused(_("筛选条件过长，不能保存为视图；请减少条件后再试。"))
    data = QueryDict(query, mutable=True)
    fields = table.filterset(by, data, timezone.localtime(at).date()).form.fields
    for name in [name for name in data if name not in fields and name not in (COLUMN, ORDER)]:
        del data[name]
    return view_query(data.urlencode())


def _name(name: str) -> str:
    tidy = " ".join(name.split())
    if not tidy:
        raise Refused(_("请给视图起个名字。"))
    if len(tidy) > 40:
        raise Refused(_("视图名称最多 40 个字。"))
    return tidy


def _name_taken(name: str) -> str:
    return _("您在这个列表已有名为“%(name)s”的视图，请换一个名字，或更新原来的视图。") % {"name": name}


def _sharing(sharing: str, by: User) -> str:
    if sharing not in Sharing.values:
        raise Refused(_("请选择视图给谁看。"))
    if sharing == Sharing.OFFICE and by.region_id is None:
        raise Refused(_("您的账号不属于某个区域的单位，不能共享给本单位；可以用链接共享。"))
    return sharing


def _check_owner(view: SavedView, by: User) -> None:
    if view.owner_id != by.pk:
        raise NotAllowed(_("只有保存这个视图的人可以修改或删除它；您可以另存一个。"))


def _tell(verb: str, view: SavedView, by: User, at: datetime, new: dict[str, Any]) -> None:
    activity_record(by=by, at=at, verb=verb, thing=view, region=by.region, new=new)
