"""Annual reports as a table."""

from django.utils.translation import gettext_lazy as _

from config.common.access import Permission
from config.common.tables import Column, Table
from reports.filters import AnnualReportFilter
from reports.presenters.annual_reports import report_row
from reports.selectors.reports import reports_for

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


def tables() -> tuple[Table, ...]:
    """Hook TABLES."""
    return (REPORTS,)
