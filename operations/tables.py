"""Jobs, letters, notices, and what came of deeds on many rows, as tables."""

from django.utils.translation import gettext_lazy as _

from config.common.access import Permission
from config.common.tables import Column, Table
from operations import selectors
from operations.filters import BulkRowFilter, JobFilter, MailFilter, NoticeFilter
from operations.presenters import bulk_rows, job_row, mail_row, notice_row

BULK_ROWS = Table(
    name="operations:bulk_row_list",
    title=_("批量办理结果"),
    noun=_("行"),
    permission=Permission.JOBS_READ,
    columns=(
        Column("name", _("对象"), href="href", naming=True),
        Column("title", _("办理事项")),
        Column("state", _("结果"), "light"),
        Column("said", _("说明"), css="wrap"),
        Column("done_at", _("办理时间"), "moment"),
    ),
    orderings={"number": ["-run_id", "number"], "name": ["name"], "state": ["state", "number"]},
    default="number",
    filterset=lambda user, data, today: BulkRowFilter(data, selectors.bulk_rows_for(user)),
    present=lambda user, today: bulk_rows,
)


JOBS = Table(
    name="operations:job_list",
    title=_("后台任务"),
    noun=_("个任务"),
    permission=Permission.JOBS_READ,
    columns=(
        Column("title", _("任务"), href="href", naming=True),
        Column("status", _("状态"), "light", order="state"),
        Column("percent", _("进度（%）"), "number"),
        Column("owner", _("提交人")),
        Column("created_at", _("提交时间"), "moment", order="created"),
        Column("ended_at", _("结束时间"), "moment", shown=False),
    ),
    orderings={"created": ["created_at"], "state": ["state"]},
    default="-created",
    filterset=lambda user, data, today: JobFilter(data, selectors.jobs_for(user)),
    present=lambda user, today: lambda page: [job_row(job, user) for job in page],
)

MAILS = Table(
    name="operations:mail_list",
    title=_("邮件发送"),
    noun=_("封邮件"),
    permission=Permission.MAILS_READ,
    columns=(
        Column("person", _("收件人"), order="person", naming=True),
        Column("kind", _("内容")),
        Column("on", _("日期"), "date", order="on"),
        Column("status", _("状态"), "light", order="state"),
        Column("reason", _("说明"), css="wrap"),
        Column("tries", _("次数"), "number"),
        Column("next_try_at", _("下次发送"), "moment"),
        Column("deed", _("操作"), template="operations/cells/mail_deed.html", in_files=False),
        Column("sent_at", _("发出时间"), "moment", shown=False),
    ),
    orderings={"on": ["on"], "person": ["recipient__name"], "state": ["state"]},
    default="-on",
    filterset=lambda user, data, today: MailFilter(data, selectors.mails_for(user)),
    present=lambda user, today: lambda page: [mail_row(mail) for mail in page],
)

NOTICES = Table(
    name="operations:notice_list",
    title=_("我的通知"),
    noun=_("条通知"),
    permission=Permission.NOTICES_READ,
    columns=(
        Column("text", _("通知"), href="href", css="wrap", naming=True),
        Column("kind", _("类别")),
        Column(
            "due_on", _("期限"), "date", order="due", under=(Column("due_light", _("期限情况"), "light"),)
        ),
        Column("created_at", _("时间"), "moment", order="created"),
        Column("state", _("状态"), "light"),
        Column("deed", _("操作"), template="operations/cells/notice_deed.html", in_files=False),
    ),
    orderings={"created": ["created_at"], "due": ["due_on"]},
    default="-created",
    filterset=lambda user, data, today: NoticeFilter(data, selectors.notices_for(user)),
    present=lambda user, today: lambda page: [notice_row(notice, today) for notice in page],
)


def tables() -> tuple[Table, ...]:
    """Hook TABLES."""
    return BULK_ROWS, JOBS, MAILS, NOTICES
