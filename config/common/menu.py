"""The side menu as a table: an entry is shown to who has its right."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from config.common.access import Permission, allowed


@dataclass(frozen=True)
class MenuItem:
    """One entry: its words, the URL name it opens, its icon and the right it needs."""

    label: Any
    url_name: str
    icon: str
    permission: Permission


@dataclass(frozen=True)
class MenuGroup:
    label: Any
    items: tuple[MenuItem, ...]


MENU: tuple[MenuGroup, ...] = (
    MenuGroup(
        "",
        (
            MenuItem(_("工作台"), "reports:home", "home", Permission.HOME),
            MenuItem(_("期限日历"), "enterprises:due_calendar", "calendar-due", Permission.CALENDAR_READ),
            MenuItem(_("我的视图与文件"), "operations:view_list", "folder", Permission.HOME),
        ),
    ),
    MenuGroup(
        _("名单与企业"),
        (
            MenuItem(
                _("企业名录"),
                "enterprises:enterprise_list",
                "building-factory-2",
                Permission.ENTERPRISES_READ,
            ),
            MenuItem(_("名录库"), "enterprises:watch_list", "stack-2", Permission.WATCH_READ),
            MenuItem(
                _("强制性审核名单"), "enterprises:mandatory_list_list", "list-details", Permission.LISTS_READ
            ),
            MenuItem(
                _("名单推荐"),
                "enterprises:recommendation_list",
                "clipboard-check",
                Permission.RECOMMENDATIONS_READ,
            ),
            MenuItem(
                _("信息公示"), "enterprises:disclosure_list", "speakerphone", Permission.DISCLOSURES_READ
            ),
            MenuItem(_("自愿协议"), "enterprises:agreement_list", "signature", Permission.AGREEMENTS_READ),
            MenuItem(_("法定期限依据"), "enterprises:regime_list", "scale", Permission.LAW_READ),
            MenuItem(
                _("名单导入"), "enterprises:roster_import_list", "file-import", Permission.ROSTERS_IMPORT
            ),
            MenuItem(_("往年数据"), "measures:past_import_list", "folder", Permission.ROSTERS_IMPORT),
        ),
    ),
    MenuGroup(
        pgettext_lazy("menu", "审核"),
        (
            MenuItem(_("审核轮次"), "audits:round_list", "refresh", Permission.ROUNDS_READ),
            MenuItem(_("清洁生产方案"), "measures:measure_list", "bulb", Permission.MEASURES_READ),
            MenuItem(_("评估与验收"), "audits:review_list", "certificate", Permission.REVIEWS_READ),
            MenuItem(_("回避关系"), "audits:own_ties", "users", Permission.REVIEWS_SCORE),
            MenuItem(
                _("现场核查"), "measures:assignment_list", "map-pin-check", Permission.VERIFICATIONS_READ
            ),
            MenuItem(
                _("核查发现的问题"), "measures:finding_list", "alert-triangle", Permission.VERIFICATIONS_READ
            ),
            MenuItem(
                _("后评估"), "measures:post_assessment_list", "history", Permission.POST_ASSESSMENTS_READ
            ),
            MenuItem(_("责令与处罚"), "enterprises:order_list", "gavel", Permission.ORDERS_READ),
        ),
    ),
    MenuGroup(
        _("支撑"),
        (
            MenuItem(_("咨询机构与专家"), "audits:agency_list", "users", Permission.AGENCIES_READ),
            MenuItem(_("技术目录"), "measures:technology_list", "book", Permission.TECHNOLOGIES_READ),
        ),
    ),
    MenuGroup(
        _("成果"),
        (
            MenuItem(_("年度报告"), "reports:annual_report_list", "report", Permission.REPORTS_READ),
            MenuItem(_("审核情况说明"), "reports:statement_list", "file-text", Permission.STATEMENTS_READ),
            MenuItem(_("科研、示范与改造项目"), "measures:project_list", "folder", Permission.PROJECTS_READ),
            MenuItem(_("荣誉与试点"), "measures:honour_list", "certificate", Permission.HONOURS_READ),
            MenuItem(
                _("信用平台报送"), "reports:credit_sending_list", "file-spreadsheet", Permission.CREDIT_SEND
            ),
        ),
    ),
    MenuGroup(
        _("系统"),
        (
            MenuItem(_("后台任务"), "operations:job_list", "list-check", Permission.JOBS_READ),
            MenuItem(_("邮件发送"), "operations:mail_list", "mail", Permission.MAILS_READ),
            MenuItem(_("操作记录"), "accounts:activity_list", "clipboard-list", Permission.ACTIVITY_READ),
            MenuItem(_("用户管理"), "accounts:user_list", "user-cog", Permission.USERS_READ),
        ),
    ),
)


def menu_for(user: Any, path: str) -> list[dict[str, Any]]:
    """The menu of one person as plain rows; the entry whose address begins `path` is active."""
    groups = []
    for group in MENU:
        items = [_entry(item, path) for item in group.items if allowed(user, item.permission)]
        if items:
            groups.append({"label": group.label, "items": items})
    return groups


def _entry(item: MenuItem, path: str) -> dict[str, Any]:
    url = reverse(item.url_name)
    active = path == url or (url != "/" and path.startswith(url))
    return {"label": item.label, "url": url, "icon": item.icon, "active": active}
