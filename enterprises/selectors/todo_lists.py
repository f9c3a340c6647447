"""What waits for those who keep the lists: drafts to finish, previews to confirm."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from config.common.access import Permission, allowed
from config.common.todo import DutyItem
from enterprises.selectors.lists import drafts_of
from enterprises.selectors.rosters import rosters_waiting

_MOST = 5


def todo_items(user: User, on: date) -> list[DutyItem]:
    """One item for each draft and each preview, newest first."""
    items: list[DutyItem] = []
    if allowed(user, Permission.LISTS_PUBLISH):
        drafts: list[Any] = list(drafts_of(user)[:_MOST])
        items += [
            DutyItem(
                text=_("完成并公布名单：%(title)s") % {"title": row.title},
                href=reverse("enterprises:mandatory_list_detail", args=[row.pk]),
                where=_("%(count)d 家企业") % {"count": row.rows or 0},
                kind="list_draft",
            )
            for row in drafts
        ]
    if allowed(user, Permission.ROSTERS_IMPORT):
        items += [
            DutyItem(
                text=_("确认名单导入：%(name)s") % {"name": roster.file.name},
                href=reverse("enterprises:roster_import_detail", args=[roster.pk]),
                where=_("%(year)d 年度") % {"year": roster.year},
                kind="roster_waiting",
            )
            for roster in rosters_waiting(user)[:_MOST]
        ]
    return items
