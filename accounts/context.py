"""What every page shows around its content: the platform's name, the menu, the territory."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from config.common.menu import menu_for


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context of the page frame; reads nothing from the database that the request has not read already."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"platform_name": _("清洁生产审核管理平台"), "menu": []}
    return {
        "platform_name": _("清洁生产审核管理平台"),
        "menu": menu_for(user, request.path),
        "territory": user.region,
        "role_label": user.get_role_display(),
    }
