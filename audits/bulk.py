"""What can be done to many rounds, and to many fees, at once."""

from django.utils.translation import gettext_lazy as _

from audits.forms.bulk import AssignForm, assign_values
from audits.forms.fees import PaidForm, payment_proposed, payment_values
from audits.selectors.rounds import officers_to_assign
from audits.services import bulk, bulk_fees
from audits.services.assignments import assigned_tell
from config.common import bulk_forms as forms
from config.common.access import Permission
from config.common.bulk import BulkAction
from enterprises.bulk import extending, reminding

_PAGE = "audits:round_list"


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
    reminding("rounds_remind", _PAGE, Permission.ROUNDS_DECIDE, bulk.bulk_remind),
    extending("rounds_extend", _PAGE, _("申请延长下一法定期限"), bulk.bulk_extend),
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

FEE_ACTIONS = (
    BulkAction(
        key="fees_pay",
        page="audits:fee_list",
        label=_("登记发放"),
        consequence=_(
            "以同一日期、凭证号和付款单位登记所选劳务费已发放，登记后不能再改；已发放的、不由本单位承担的行不会通过。"
        ),
        permission=Permission.ROUNDS_DECIDE,
        form=lambda user, data=None, files=None: PaidForm(data, initial=payment_proposed(user)),
        keep=payment_values,
        perform=bulk_fees.bulk_pay,
    ),
)


def actions() -> tuple[BulkAction, ...]:
    """Hook BULK_ACTIONS."""
    return (*ACTIONS, *FEE_ACTIONS)
