"""What can be done to many entries of published lists at once."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from config.common import bulk_forms as forms
from config.common.access import Permission
from config.common.bulk import BulkAction, Perform
from enterprises.forms.bulk import DisclosureReturnForm
from enterprises.services import bulk
from enterprises.services.invitations_renewed import RENEW, bulk_renew

_PAGE = "enterprises:disclosure_list"


def _extension(cleaned: dict[str, Any], by: User, at: datetime) -> dict[str, Any]:
    return bulk.extension_terms_keep(cleaned=cleaned, by=by, at=at)


def reminding(key: str, page: str, permission: Permission, perform: Perform) -> BulkAction:
    """A reminder of the next duty to the enterprises of a page's rows."""
    return BulkAction(
        key=key,
        page=page,
        label=_("提醒企业"),
        consequence=_("向每家企业的代表和咨询机构发一条提醒，说明下一项法定义务和期限；同一天不会重复发送。"),
        permission=permission,
        form=lambda user, data=None, files=None: forms.RemindForm(data),
        keep=forms.plain_values,
        perform=perform,
    )


def extending(key: str, page: str, label: Any, perform: Perform) -> BulkAction:
    """A request for more time for each of a page's rows."""
    return BulkAction(
        key=key,
        page=page,
        label=label,
        consequence=_("为每一行提出一份延期申请，由本单位其他人员或上级逐份审批；批准前期限不变。可撤回。"),
        permission=Permission.DUTIES_ADJUST,
        form=lambda user, data=None, files=None: forms.ExtendForm(data, files),
        keep=_extension,
        perform=perform,
        undo=bulk.bulk_withdraw,
    )


ACTIONS = (
    reminding("disclosures_remind", _PAGE, Permission.ORDERS_WRITE, bulk.bulk_remind),
    extending("disclosures_extend", _PAGE, _("申请延长公示期限"), bulk.bulk_extend),
    BulkAction(
        key="disclosures_return",
        page=_PAGE,
        label=_("退回公示"),
        consequence=_("以同一个原因退回待核查的公示，企业须重新报送；已核查或未报送的行不会通过。"),
        permission=Permission.ORDERS_WRITE,
        form=lambda user, data=None, files=None: DisclosureReturnForm(data),
        keep=forms.plain_values,
        perform=bulk.bulk_return,
    ),
    BulkAction(
        key=RENEW,
        page="enterprises:unmanned_list",
        label=_("换发邀请"),
        consequence=_("为每家企业换发一份新的邀请：先前的信函和链接随即不能再用。办完后可以打印全部邀请函。"),
        permission=Permission.ENTERPRISES_WRITE,
        form=lambda user, data=None, files=None: forms.NothingForm(data or {}),
        keep=forms.plain_values,
        perform=bulk_renew,
        after=("enterprises:invitation_slips", _("打印邀请函")),
    ),
)


def actions() -> tuple[BulkAction, ...]:
    """Hook BULK_ACTIONS."""
    return ACTIONS
