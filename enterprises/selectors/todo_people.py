"""What waits for officers: listed enterprises for which nobody can sign in."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from config.common.todo import DutyItem
from enterprises.selectors.people import unmanned_listed


def todo_items(user: User, on: date) -> list[DutyItem]:
    """One line with the list behind it, for officers."""
    if not user.is_officer:
        return []
    count = unmanned_listed(user).count()
    text = _("%(count)d 家在列企业没有人能登录，请发放邀请") % {"count": count}
    return [DutyItem(text, reverse("enterprises:unmanned_list"), kind="unmanned")] if count else []
