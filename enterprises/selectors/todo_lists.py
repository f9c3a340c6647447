"""What waits for those who keep the lists: drafts to finish, previews to confirm."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from config.common.access import Permission, Role, allowed
from config.common.todo import DutyItem
from enterprises.enums import ListState, RecommendationState, RosterState
from enterprises.selectors.lists import drafts_of
from enterprises.selectors.recommendations import recommendations_for
from enterprises.selectors.rosters import rosters_waiting

_MANY = 5


def todo_items(user: User, on: date) -> list[DutyItem]:
    """One item for each draft and each preview, newest first; of many, one line with the list behind it."""
    items: list[DutyItem] = []
    if allowed(user, Permission.LISTS_PUBLISH):
        items += _drafts(user)
    if allowed(user, Permission.ROSTERS_IMPORT):
        items += _previews(user)
    return items + _recommendations(user)


def _recommendations(user: User) -> list[DutyItem]:
    """What the person's desk holds of recommendations: returned to a county, with a city, with the province."""
    words = {
        Role.COUNTY: (RecommendationState.RETURNED, _("%(count)d 条名单推荐被退回，待修改后再提交")),
        Role.CITY: (RecommendationState.SUBMITTED, _("%(count)d 条名单推荐待审查")),
        Role.PROVINCE: (RecommendationState.PASSED, _("%(count)d 条名单推荐待汇总")),
    }
    if user.role not in words:
        return []
    state, text = words[Role(user.role)]
    count = recommendations_for(user).filter(state=state).count()
    href = f"{reverse('enterprises:recommendation_list')}?state={state.value}"
    return [DutyItem(text % {"count": count}, href, kind="recommendation")] if count else []


def _drafts(user: User) -> list[DutyItem]:
    drafts: list[Any] = list(drafts_of(user)[: _MANY + 1])
    if len(drafts) > _MANY:
        href = f"{reverse('enterprises:mandatory_list_list')}?state={ListState.DRAFT}"
        text = _("%(count)d 份名单草稿待公布") % {"count": drafts_of(user).count()}
        return [DutyItem(text, href, kind="list_draft")]
    return [
        DutyItem(
            text=_("完成并公布名单：%(title)s") % {"title": row.title},
            href=reverse("enterprises:mandatory_list_detail", args=[row.pk]),
            where=_("%(count)d 家企业") % {"count": row.rows or 0},
            kind="list_draft",
        )
        for row in drafts
    ]


def _previews(user: User) -> list[DutyItem]:
    waiting = list(rosters_waiting(user)[: _MANY + 1])
    if len(waiting) > _MANY:
        href = f"{reverse('enterprises:roster_import_list')}?state={RosterState.PREVIEWED}"
        text = _("%(count)d 份名单导入待确认") % {"count": rosters_waiting(user).count()}
        return [DutyItem(text, href, kind="roster_waiting")]
    return [
        DutyItem(
            text=_("确认名单导入：%(name)s") % {"name": roster.file.name},
            href=reverse("enterprises:roster_import_detail", args=[roster.pk]),
            where=_("%(year)d 年度") % {"year": roster.year},
            kind="roster_waiting",
        )
        for roster in waiting
    ]
