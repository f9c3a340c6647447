"""Annual reports, sendings and statements as tables."""

from django.utils.translation import gettext_lazy as _

from config.common.access import Permission
from config.common.tables import Column, Table
from reports.filters import AnnualReportFilter, CreditSendingFilter, StatementFilter
from reports.presenters.annual_reports import report_row
from reports.presenters.credit import sending_rows
from reports.presenters.statements import statement_rows
from reports.selectors.credit import sendings_for
from reports.selectors.reports import reports_for
from reports.selectors.statements import statements_for

REPORTS = Table(
    name="reports:annual_report_list",
    title=_("年度报告"),
    noun=_("份报告"),
    permission=Permission.REPORTS_READ,
    columns=(
        Column("region", _("区域"), order="region", href="href", naming=True),
        Column("years", _("年度"), order="year"),
        Column("state", _("状态"), "light"),
        Column("made_by", _("编制人")),
        Column("created_at", _("编制时间"), "moment", order="created"),
        Column("files", _("下载"), template="reports/cells/report_files.html", in_files=False),
    ),
    orderings={"created": ["created_at"], "year": ["year", "since"], "region": ["region__code"]},
    default="-created",
    filterset=lambda user, data, today: AnnualReportFilter(data, reports_for(user)),
    present=lambda user, today: lambda page: [report_row(report) for report in page],
)


CREDIT = Table(
    name="reports:credit_sending_list",
    title=_("信用平台报送"),
    noun=_("次报送"),
    permission=Permission.CREDIT_SEND,
    columns=(
        Column("what", _("报送"), href="href", naming=True),
        Column("region", _("报送机关所在地"), css="nowrap"),
        Column("sent_at", _("报送时间"), "moment", order="sent", under=(Column("sent_by", _("报送人")),)),
        Column("light", _("状态"), "light"),
        Column("rows", _("行数"), "number"),
        Column("added", _("新增"), "number"),
        Column("changed", _("变更"), "number"),
        Column("withdrawn", _("撤销"), "number"),
        Column("same", _("无变化"), "number", shown=False),
        Column("refused", _("未报送"), "number"),
        Column("sha256", _("校验值"), "code", shown=False),
    ),
    orderings={"sent": ["sent_at"]},
    default="-sent",
    filterset=lambda user, data, today: CreditSendingFilter(data, sendings_for(user)),
    present=lambda user, today: sending_rows,
)


STATEMENTS = Table(
    name="reports:statement_list",
    title=_("审核情况说明"),
    noun=_("份说明"),
    permission=Permission.STATEMENTS_READ,
    columns=(
        Column("enterprise", _("企业"), order="enterprise", href="href", css="wrap", naming=True),
        Column("number", _("编号"), "code", order="number", css="nowrap"),
        Column("purpose", _("用途"), under=(Column("authority", _("出具机关")),), css="wrap"),
        Column("addressee", _("收件单位"), under=(Column("file_no", _("许可证号或项目编号")),), css="wrap"),
        Column("as_of", _("数据截止日期"), "date", order="issued"),
        Column("light", _("状态"), "light"),
        Column("issued_at", _("出具时间"), "moment", order="issued", shown=False),
        Column("issued_by", _("出具人"), shown=False),
        Column("pdf", _("下载"), template="reports/cells/statement_file.html", in_files=False),
    ),
    orderings={"issued": ["issued_at"], "number": ["number"], "enterprise": ["enterprise__pinyin"]},
    default="-issued",
    filterset=lambda user, data, today: StatementFilter(data, statements_for(user)),
    present=lambda user, today: statement_rows,
)


def tables() -> tuple[Table, ...]:
    """Hook TABLES."""
    return REPORTS, CREDIT, STATEMENTS
