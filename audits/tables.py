"""Rounds, their reviews, and who helps with them, as tables: columns, filter, order, words."""

from django.utils.translation import gettext_lazy as _

from audits.filters import AgencyFilter, ExpertFilter, ReviewFilter, RoundFilter
from audits.presenters.reviews import agency_rows, expert_rows, review_rows
from audits.presenters.rounds import round_rows
from audits.selectors.agencies import agencies_listed, experts_for
from audits.selectors.reviews import reviews_for
from audits.selectors.rounds import rounds_listed
from config.common.access import Permission
from config.common.tables import Column, Table
from enterprises.selectors.clock import paused_dues

ROUNDS = Table(
    name="audits:round_list",
    title=_("审核轮次"),
    noun=_("轮"),
    permission=Permission.ROUNDS_READ,
    columns=(
        Column(
            "name",
            _("企业"),
            order="name",
            href="href",
            under=(Column("place", _("所在地")), Column("industry", _("行业"))),
            naming=True,
        ),
        Column("categories", _("类别"), "tags"),
        Column("words", _("轮次"), order="year"),
        Column("state", _("进展"), "light"),
        Column(
            "duty",
            _("下一法定期限"),
            order="due",
            under=(Column("due_on", _("期限"), "date"), Column("light", _("期限情况"), "light")),
        ),
        Column("agency", _("咨询机构"), css="wrap"),
        Column("officer", _("经办人"), shown=False),
        Column("uscc", _("统一社会信用代码"), "code", shown=False),
        Column("responsible", _("企业负责人"), shown=False),
        Column("opened_on", _("开启日期"), "date", order="opened", shown=False),
        Column("started_on", _("启动日期"), "date", shown=False),
        Column("reported_on", _("报送报告日期"), "date", shown=False),
        Column("evaluated_on", _("评估通过日期"), "date", shown=False),
        Column("accepted_on", _("验收通过日期"), "date", shown=False),
    ),
    orderings={
        "opened": ["opened_on"],
        "name": ["enterprise__pinyin"],
        "due": ["next_due_on"],
        "year": ["year", "number"],
    },
    default="-opened",
    filterset=lambda user, data, today: RoundFilter(data, rounds_listed(user), user=user),
    present=lambda user, today: (
        lambda rounds: round_rows(
            rounds, today, user.region, paused=paused_dues({row.listing_id for row in rounds}, today)
        )
    ),
)

REVIEWS = Table(
    name="audits:review_list",
    title=_("评估与验收"),
    noun=_("次评审"),
    permission=Permission.REVIEWS_READ,
    columns=(
        Column("name", _("企业"), href="href", naming=True),
        Column("place", _("所在地")),
        Column("words", _("轮次"), css="nowrap"),
        Column("kind", _("类别"), under=(Column("try_words", _("次数")),)),
        Column("applied_on", _("申请日期"), "date", order="applied"),
        Column("held_on", _("评审日期"), "date", order="held"),
        Column("score", _("得分"), "number", order="score"),
        Column("outcome", _("结论"), "light", under=(Column("rectify_due_on", _("整改期限"), "date"),)),
        Column("agency", _("咨询机构"), css="wrap"),
    ),
    orderings={"applied": ["applied_on"], "held": ["held_on"], "score": ["score"]},
    default="-applied",
    filterset=lambda user, data, today: ReviewFilter(data, reviews_for(user)),
    present=lambda user, today: review_rows,
)


AGENCIES = Table(
    name="audits:agency_list",
    title=_("咨询机构"),
    noun=_("家机构"),
    permission=Permission.AGENCIES_READ,
    columns=(
        Column("name", _("机构名称"), order="name", href="href", naming=True),
        Column("region", _("所在区域")),
        Column("staff", _("专职人员"), "number", order="staff"),
        Column("auditors", _("审核人员"), "number"),
        Column("enterprises", _("服务企业"), "number"),
        Column("rounds", _("承担轮次"), "number", order="rounds"),
        Column("closed", _("已验收"), "number", order="closed"),
        Column(
            "first_try", _("一次通过率"), css="num", under=(Column("first_n", _("首次评审次数"), "number"),)
        ),
    ),
    orderings={"name": ["name"], "staff": ["staff"], "rounds": ["rounds_n"], "closed": ["closed_n"]},
    default="name",
    filterset=lambda user, data, today: AgencyFilter(data, agencies_listed(user)),
    present=lambda user, today: agency_rows,
)

EXPERTS = Table(
    name="audits:expert_list",
    title=_("专家库"),
    noun=_("位专家"),
    permission=Permission.AGENCIES_READ,
    columns=(
        Column("name", _("姓名"), order="name", href="href", css="short", naming=True),
        Column("title", _("职称")),
        Column("employer", _("工作单位"), order="employer"),
        Column("industries", _("熟悉的行业"), css="wrap"),
        Column("reviews", _("参加评审"), "number", order="reviews"),
        Column("year", _("本年评审"), "number", order="year"),
        Column("open", _("未完成"), "number", order="open"),
        Column("declined", _("谢绝或回避"), "number"),
        Column("account", _("平台账号")),
    ),
    orderings={
        "name": ["name"],
        "employer": ["employer"],
        "reviews": ["reviews_n"],
        "year": ["year_n"],
        "open": ["open_n"],
    },
    default="name",
    filterset=lambda user, data, today: ExpertFilter(data, experts_for(user, today)),
    present=lambda user, today: expert_rows,
)


def tables() -> tuple[Table, ...]:
    """Hook TABLES."""
    return ROUNDS, REVIEWS, AGENCIES, EXPERTS
