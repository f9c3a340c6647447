"""Accounts and the trail as tables."""

from django.utils.translation import gettext_lazy as _

from accounts.filters import ActivityFilter, UserFilter
from accounts.presenters import activity_rows, user_rows
from accounts.selectors import people
from config.common.access import Permission
from config.common.tables import Column, Table

USERS = Table(
    name="accounts:user_list",
    title=_("用户管理"),
    noun=_("个账号"),
    permission=Permission.USERS_READ,
    columns=(
        Column("username", _("用户名"), order="username", href="href", naming=True),
        Column("name", _("姓名"), order="name"),
        Column("role", _("角色"), order="role"),
        Column("place", _("区域")),
        Column("state", _("状态"), "light"),
        Column("department", _("部门"), shown=False),
        Column("last_login", _("最近登录"), "moment", order="last_login", shown=False),
    ),
    orderings={"username": ["username"], "name": ["name"], "role": ["role"], "last_login": ["last_login"]},
    default="username",
    filterset=lambda user, data, today: UserFilter(data, people.users_for(user)),
    present=lambda user, today: user_rows,
)

ACTIVITIES = Table(
    name="accounts:activity_list",
    title=_("操作记录"),
    noun=_("条记录"),
    permission=Permission.ACTIVITY_READ,
    columns=(
        Column("at", _("时间"), "instant", order="at"),
        Column("actor", _("谁"), under=(Column("role", _("角色")),)),
        Column("verb", _("动作"), css="wrap"),
        Column("thing", _("对象"), css="wrap", naming=True),
        Column("changes", _("变化"), "lines", css="wrap"),
        Column("address", _("来源")),
        Column("note", _("备注"), shown=False, css="wrap"),
    ),
    orderings={"at": ["at"]},
    default="-at",
    filterset=lambda user, data, today: ActivityFilter(data, people.activities_for(user)),
    present=lambda user, today: activity_rows,
)


def tables() -> tuple[Table, ...]:
    """Hook TABLES."""
    return USERS, ACTIVITIES
