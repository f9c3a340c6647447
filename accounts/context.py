"""What every page shows around its content: the platform's name, the bureau, the menu, notices."""

from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from config.common.access import OFFICERS, Permission, allowed
from config.common.menu import menu_for


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context of the page frame; no query of its own: place, department and unread notices come with the reader."""
    user = getattr(request, "user", None)
    facts: dict[str, Any] = {
        "platform_name": _("清洁生产审核管理平台"),
        "menu": [],
        "today": timezone.localdate(),
    }
    if user is None or not user.is_authenticated:
        return facts
    return facts | {
        "platform_name": _platform_name(user),
        "bureau_name": bureau_name(user),
        "menu": menu_for(user, request.path),
        "territory": user.region,
        "role_label": user.get_role_display(),
        "home_url": reverse("reports:home"),
        "notices_url": reverse("operations:notice_list"),
        "notices_count": getattr(user, "unread_notices", 0),
        "search_url": _search_url(user),
        "search_text": request.GET.get("q", ""),
    }


def _platform_name(user: User) -> str:
    if user.region is None or user.region.province is None:
        return _("清洁生产审核管理平台")
    return _("%(place)s清洁生产审核管理平台") % {"place": user.region.province.name}


def bureau_name(user: User) -> str:
    """The name of an officer's own authority, for the frame and for documents."""
    if user.role not in OFFICERS or user.region is None:
        return user.department.name if user.department_id and user.department else ""
    return user.region.bureau_name


def _search_url(user: User) -> str:
    if not allowed(user, Permission.ENTERPRISES_READ):
        return ""
    try:
        return reverse("enterprises:enterprise_search")
    except NoReverseMatch:
        return ""
