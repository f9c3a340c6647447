"""Research, demonstration and renovation projects as a table."""

from django.utils.translation import gettext_lazy as _

from config.common.access import Permission
from config.common.tables import Column, Table
from measures.filters_projects import ProjectFilter
from measures.presenters.projects import project_rows
from measures.selectors.projects import projects_for

PROJECTS = Table(
    name="measures:project_list",
    title=_("科研、示范与改造项目"),
    noun=_("个项目"),
    permission=Permission.PROJECTS_READ,
    columns=(
        Column("title", _("项目"), order="title", href="href", css="wrap", naming=True),
        Column("kind", _("类别")),
        Column("undertaker", _("承担单位"), under=(Column("place", _("所在区域")),), css="wrap"),
        Column("begins_on", _("计划开始"), "date", order="begins"),
        Column("ends_on", _("计划完成"), "date", order="ends"),
        Column("investment_wan", _("总投资（万元）"), "number", order="money"),
        Column("public_wan", _("其中财政资金（万元）"), "number"),
        Column("carried", _("携带方案"), "number"),
        Column("benefit", _("经济效益（万元/a）"), "number"),
        Column("light", _("状态"), "light"),
    ),
    orderings={
        "title": ["title"],
        "begins": ["begins_on"],
        "ends": ["ends_on"],
        "money": ["investment_wan"],
    },
    default="-begins",
    filterset=lambda user, data, today: ProjectFilter(data, projects_for(user)),
    present=lambda user, today: project_rows,
)


def tables() -> tuple[Table, ...]:
    """Hook TABLES."""
    return (PROJECTS,)
