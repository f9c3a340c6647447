"""What the registry itself asks of those who keep it: places to confirm, likely doubles to decide on."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from config.common.access import Permission, allowed
from config.common.todo import DutyItem
from enterprises.selectors.duplicates import pairs_open
from enterprises.selectors.unplaced import unplaced_for


def todo_items(user: User, on: date) -> list[DutyItem]:
    """One undated line for each list that is not empty."""
    if not allowed(user, Permission.ENTERPRISES_WRITE):
        return []
    items = []
    if count := unplaced_for(user, on).count():
        text = _("%(count)d 家企业的区域待确认") % {"count": count}
        items.append(DutyItem(text, reverse("enterprises:unplaced_list"), kind="unplaced"))
    if count := pairs_open(user).count():
        text = _("%(count)d 对疑似重复的企业待判定") % {"count": count}
        items.append(DutyItem(text, reverse("enterprises:duplicate_list"), kind="duplicate"))
    return items
