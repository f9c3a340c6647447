"""What can be done to many rounds at once."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audits.forms.bulk import AssignForm, assign_values
from audits.selectors.rounds import officers_to_assign
from audits.services import bulk
from audits.services.assignments import assigned_tell
from config.common import bulk_forms as forms
from config.common.access import Permission
from config.common.bulk import BulkAction
from enterprises.services import bulk as entries

_PAGE = "audits:round_list"


def _extension(cleaned: dict[str, Any], by: User, at: datetime) -> dict[str, Any]:
    return entries.extension_terms_keep(cleaned=cleaned, by=by, at=at)


ACTIONS = (
    BulkAction(
        key="rounds_assign",
        page=_PAGE,
        label=_("指派经办人"),
        consequence=_(
            "这些轮次改由所选人员经办，出现在他的待办里，并收到一条通知；辖区不含该企业的行不会通过。可撤销。"
        ),
        permission=Permission.ROUNDS_DECIDE,
        form=lambda user, data=None, files=None: AssignForm(data, officers=officers_to_assign(user)),
        keep=assign_values,
        perform=bulk.bulk_assign,
        undo=bulk.bulk_unassign,
        finish=assigned_tell,
    ),
    BulkAction(
        key="rounds_remind",
        page=_PAGE,
        label=_("提醒企业"),
        consequence=_("向每家企业的代表和咨询机构发一条提醒，说明下一项法定义务和期限；同一天不会重复发送。"),
        permission=Permission.ROUNDS_DECIDE,
        form=lambda user, data=None, files=None: forms.RemindForm(data),
        keep=forms.plain_values,
        perform=bulk.bulk_remind,
    ),
    BulkAction(
        key="rounds_extend",
        page=_PAGE,
        label=_("申请延长下一法定期限"),
        consequence=_("为每一行提出一份延期申请，由本单位其他人员或上级逐份审批；批准前期限不变。可撤回。"),
        permission=Permission.DUTIES_ADJUST,
        form=lambda user, data=None, files=None: forms.ExtendForm(data, files),
        keep=_extension,
        perform=bulk.bulk_extend,
        undo=entries.bulk_withdraw,
    ),
    BulkAction(
        key="rounds_return",
        page=_PAGE,
        label=_("退回报送"),
        consequence=_(
            "以同一个原因退回待审查的计划或阶段成果，企业修改后重新报送；没有待审查内容的行不会通过。"
        ),
        permission=Permission.ROUNDS_DECIDE,
        form=lambda user, data=None, files=None: forms.ReasonForm(data),
        keep=forms.plain_values,
        perform=bulk.bulk_return,
    ),
)


def actions() -> tuple[BulkAction, ...]:
    """Hook BULK_ACTIONS."""
    return ACTIONS
