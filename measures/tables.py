"""Measures, visits and post-assessments as tables: columns, filter, order, words."""

from datetime import date

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from config.common.access import Permission
from config.common.tables import Column, Table
from measures.filters import AssignmentFilter, MeasureFilter, PostAssessmentFilter
from measures.presenters import visits
from measures.presenters.measures import measure_rows
from measures.selectors import measures as reads
from measures.selectors.post_assessments import post_assessments_for
from measures.selectors.visits import assignments_for


def _measures(user: User, data: QueryDict, today: date) -> MeasureFilter:
    return MeasureFilter(
        data,
        reads.measures_for(user),
        cities=reads.cities_for(user),
        industries=reads.plan_industries(),
        today=today,
    )


MEASURES = Table(
    name="measures:measure_list",
    title=_("清洁生产方案"),
    noun=_("项方案"),
    permission=Permission.MEASURES_READ,
    columns=(
        Column("number", _("编号")),
        Column("title", _("方案"), href="href", naming=True),
        Column(
            "enterprise",
            _("企业"),
            order="enterprise",
            under=(Column("place", _("所在地")), Column("year", _("轮次年度"))),
            css="wrap",
        ),
        Column("kind", _("类型")),
        Column("cost", _("费用")),
        Column("investment", _("投资（万元）"), "wan", order="investment"),
        Column("benefit", _("效益（万元/a）"), "wan", order="benefit"),
        Column("state", _("状态"), "light", order="state"),
        Column("proposed_on", _("提出日期"), "date", order="proposed", shown=False),
        Column("planned_on", _("计划完成"), "date", shown=False),
        Column("implemented_on", _("实施日期"), "date", shown=False),
    ),
    orderings={
        "proposed": ["proposed_on"],
        "enterprise": ["round__enterprise__pinyin"],
        "investment": ["investment_planned_wan"],
        "benefit": ["benefit_expected_wan"],
        "state": ["state"],
    },
    default="-proposed",
    filterset=_measures,
    present=lambda user, today: lambda found: measure_rows(found, today),
)

ASSIGNMENTS = Table(
    name="measures:assignment_list",
    title=_("现场核查"),
    noun=_("次核查"),
    permission=Permission.VERIFICATIONS_READ,
    columns=(
        Column(
            "enterprise",
            _("企业"),
            order="enterprise",
            href="href",
            under=(Column("round", _("轮次")),),
            naming=True,
        ),
        Column("place", _("所在地")),
        Column("visit_on", _("核查日期"), "date", order="visit_on"),
        Column("verifier", _("核查员")),
        Column("recorded", _("已登记"), "number"),
        Column("standing", _("应核"), "number"),
        Column("light", _("进度"), "light"),
        Column("address", _("地址"), shown=False, css="wrap"),
        Column("note", _("备注"), shown=False, css="wrap"),
    ),
    orderings={"visit_on": ["visit_on"], "enterprise": ["round__enterprise__pinyin"]},
    default="-visit_on",
    filterset=lambda user, data, today: AssignmentFilter(data, assignments_for(user)),
    present=lambda user, today: lambda found: visits.assignment_rows(found, today),
)

POST_ASSESSMENTS = Table(
    name="measures:post_assessment_list",
    title=_("后评估"),
    noun=_("个轮次"),
    permission=Permission.POST_ASSESSMENTS_READ,
    columns=(
        Column(
            "enterprise",
            _("企业"),
            order="enterprise",
            href="href",
            under=(Column("round", _("轮次")),),
            naming=True,
        ),
        Column("place", _("所在地")),
        Column("accepted_on", _("验收通过"), "date"),
        Column("planned_on", _("计划日期"), "date", order="planned_on"),
        Column("light", _("进度"), "light"),
        Column("assessed", _("评估方案数"), "number"),
        Column("delivering", _("持续运行"), "number", under=(Column("share", _("持续率")),)),
        Column("yield_share", _("核实 ÷ 原报"), under=(Column("read_count", _("核实读数"), "number"),)),
    ),
    orderings={"planned_on": ["planned_on"], "enterprise": ["round__enterprise__pinyin"]},
    default="-planned_on",
    filterset=lambda user, data, today: PostAssessmentFilter(data, post_assessments_for(user), today=today),
    present=lambda user, today: lambda found: visits.post_assessment_rows(found, today),
)


def tables() -> tuple[Table, ...]:
    """Hook TABLES."""
    return MEASURES, ASSIGNMENTS, POST_ASSESSMENTS
