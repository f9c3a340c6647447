"""What people keep of the lists they work with: a view each, which officers share with their colleagues."""

from datetime import datetime

from accounts.models import User
from config.common.access import allowed
from config.common.tables import Table, tables
from operations.enums import Sharing
from operations.services.saved_views import view_save
from reports.demo.campaign.lists import Stage

# The first list that a person may read: its page, the view's name, its filter and order.
_VIEWS = (
    ("enterprises:duty_list", "逾期未履行的义务", "state=late&order=due"),
    ("audits:round_list", "最近的审核轮次", "order=-year"),
    ("measures:assignment_list", "全部核查任务", ""),
    ("accounts:activity_list", "全部操作记录", ""),
    ("accounts:user_list", "全部账号", ""),
    ("operations:notice_list", "全部通知", ""),
)


def list_of(user: User) -> tuple[Table, str, str] | None:
    """The list this person works with most, a name for how it is filtered, and the filter."""
    every = tables()
    readable = ((every[page], name, query) for page, name, query in _VIEWS)
    return next((found for found in readable if allowed(user, found[0].permission)), None)


def views_kept(stage: Stage, at: datetime) -> None:
    for user in stage.cast.users.values():
        if found := list_of(user):
            table, name, query = found
            sharing = Sharing.OFFICE if user.is_officer else Sharing.PRIVATE
            view_save(table=table, name=name, query=query, sharing=sharing, by=user, at=at)
