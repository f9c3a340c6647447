"""The yearly plans of post-assessment as a table."""

from django.utils.translation import gettext_lazy as _

from config.common.access import Permission
from config.common.tables import Column, Table
from measures.filters_post import PostPlanFilter
from measures.presenters.post_plans import plan_rows
from measures.selectors.post_plans import post_plans_for

POST_PLANS = Table(
    name="measures:post_plan_list",
    title=_("后评估年度计划"),
    noun=_("份计划"),
    permission=Permission.POST_ASSESSMENTS_WRITE,
    columns=(
        Column("name", _("计划"), order="year", href="href", naming=True),
        Column("by_strata", _("分层方式")),
        Column("planned_on", _("计划日期"), "date"),
        Column("population", _("可抽方案"), "number"),
        Column("drawn", _("抽取方案"), "number"),
        Column("seed", _("随机种子")),
        Column("created_by", _("制定人"), shown=False),
    ),
    orderings={"year": ["year"]},
    default="-year",
    filterset=lambda user, data, today: PostPlanFilter(data, post_plans_for(user)),
    present=lambda user, today: plan_rows,
)


def tables() -> tuple[Table, ...]:
    """Hook TABLES."""
    return (POST_PLANS,)
