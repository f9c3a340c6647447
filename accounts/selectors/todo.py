"""What waits for anybody: an e-mail address that was given and not confirmed."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from config.common.todo import DutyItem


def todo_items(user: User, on: date) -> list[DutyItem]:
    """Hook TODO; no query of its own."""
    if not user.email_waits:
        return []
    text = _("确认您的电子邮箱：打开确认信中的链接，没有收到可以重发")
    return [DutyItem(text, reverse("accounts:email_change"), kind="email_confirm")]
