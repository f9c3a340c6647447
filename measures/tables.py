"""Measures, visits and post-assessments as tables: columns, filter, order, words."""

from datetime import date

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from config.common.access import Permission
from config.common.sheet_pages import sheet_table
from config.common.tables import Column, Table
from measures.filters import (
    AssignmentFilter,
    CandidateFilter,
    FindingFilter,
    HonourFilter,
    MeasureFilter,
    PastImportFilter,
    PostAssessmentFilter,
    TechnologyFilter,
)
from measures.presenters import past_imports, visits
from measures.presenters.findings import finding_table
from measures.presenters.honours import honour_rows
from measures.presenters.measures import measure_rows
from measures.presenters.technologies import technology_rows
from measures.selectors import measures as reads
from measures.selectors import technologies
from measures.selectors.findings import findings_for
from measures.selectors.honours import honours_for
from measures.selectors.past import past_imports_for
from measures.selectors.post_assessments import post_assessments_for, rounds_to_post_assess
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

FINDINGS = Table(
    name="measures:finding_list",
    title=_("核查发现的问题"),
    noun=_("个问题"),
    permission=Permission.VERIFICATIONS_READ,
    columns=(
        Column("text", _("问题"), href="href", naming=True, css="wrap"),
        Column("enterprise", _("企业"), order="enterprise", under=(Column("round", _("轮次")),)),
        Column("measure", _("涉及方案"), css="wrap"),
        Column("severity", _("程度"), "light"),
        Column("due_on", _("整改期限"), "date", order="due_on"),
        Column("due", _("期限"), "light"),
        Column("responsible", _("责任人"), shown=False),
        Column("light", _("状态"), "light"),
    ),
    orderings={"due_on": ["due_on"], "enterprise": ["round__enterprise__pinyin"]},
    default="due_on",
    filterset=lambda user, data, today: FindingFilter(data, findings_for(user)),
    present=lambda user, today: finding_table(today),
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


CANDIDATES = Table(
    name="measures:post_assessment_candidate_list",
    title=_("待安排后评估的轮次"),
    noun=_("个轮次"),
    permission=Permission.POST_ASSESSMENTS_WRITE,
    columns=(
        Column("enterprise", _("企业"), order="enterprise", naming=True),
        Column("place", _("所在地")),
        Column("round", _("轮次")),
        Column("accepted_on", _("验收通过"), "date", order="accepted_on"),
        Column("deed", _("办理"), template="measures/cells/candidate_deed.html", in_files=False),
    ),
    orderings={"accepted_on": ["accepted_on"], "enterprise": ["enterprise__pinyin"]},
    default="accepted_on",
    filterset=lambda user, data, today: CandidateFilter(data, rounds_to_post_assess(user, today)),
    present=lambda user, today: visits.candidate_rows,
)


def _technologies(user: User, data: QueryDict, today: date) -> TechnologyFilter:
    words = technologies.technology_words(TechnologyFilter.CHOSEN)
    return TechnologyFilter(data, technologies.technologies_for(user), words=words)


TECHNOLOGIES = Table(
    name="measures:technology_list",
    title=_("清洁生产技术目录"),
    noun=_("项技术"),
    permission=Permission.TECHNOLOGIES_READ,
    columns=(
        Column("name", _("技术"), order="name", href="href", css="wrap", naming=True),
        Column("industry", _("行业"), order="industry", under=(Column("field", _("领域")),)),
        Column("target", _("削减对象"), order="target"),
        Column("maturity", _("成熟度"), order="maturity", under=(Column("state", _("状态"), "light"),)),
        Column("rounds", _("选用轮次"), "number", order="rounds"),
        Column("implemented", _("已实施"), "number", order="implemented"),
        Column("verified", _("已核实"), "number"),
        Column("invested", _("投资（万元）"), "wan"),
        Column("benefit", _("效益（万元/a）"), "wan"),
        Column("source", _("来源"), shown=False, css="wrap"),
        Column("mark", _("可靠程度"), shown=False),
    ),
    orderings={name: [name] for name in ("name", "rounds", "implemented", *TechnologyFilter.CHOSEN)},
    default="industry",
    filterset=_technologies,
    present=lambda user, today: lambda found: technology_rows(found, user),
)

HONOURS = Table(
    name="measures:honour_list",
    title=_("荣誉与试点"),
    noun=_("项荣誉"),
    permission=Permission.HONOURS_READ,
    columns=(
        Column("enterprise", _("企业"), order="enterprise", href="detail_href", css="wrap", naming=True),
        Column("place", _("所在区域")),
        Column("kind", _("荣誉"), under=(Column("version", _("条件")),)),
        Column("rank", _("名次"), "number", order="rank"),
        Column("verified_wan", _("核实经济效益（万元/a）"), "number"),
        Column("document_no", _("文号"), css="short"),
        Column("published_on", _("公布日期"), "date", order="published"),
        Column("light", _("状态"), "light", under=(Column("withdrawn", _("撤销情况")),), css="wrap"),
    ),
    orderings={
        "published": ["roll__published_on", "roll"],
        "rank": ["rank"],
        "enterprise": ["enterprise__pinyin"],
    },
    default="-published",
    filterset=lambda user, data, today: HonourFilter(data, honours_for(user, today)),
    present=lambda user, today: honour_rows,
)

PAST_IMPORTS = sheet_table(
    "measures:past_import_list",
    _("往年数据"),
    lambda data, user: PastImportFilter(data, past_imports_for(user)),
    past_imports.import_rows,
)


def tables() -> tuple[Table, ...]:
    """Hook TABLES."""
    return MEASURES, ASSIGNMENTS, FINDINGS, POST_ASSESSMENTS, CANDIDATES, TECHNOLOGIES, HONOURS, PAST_IMPORTS
