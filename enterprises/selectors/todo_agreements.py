"""What waits for a person in voluntary agreements: reports owed, reports to check, drafts to sign."""

from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from config.common.access import Role
from config.common.todo import DutyItem
from enterprises.enums import AgreementState, DeliveryState
from enterprises.models import AgreementDelivery
from enterprises.selectors.agreements import deliveries_owed, deliveries_to_check, drafts_to_sign

_AHEAD = timedelta(days=60)
_SINGLY = 3


def todo_items(user: User, on: date) -> list[DutyItem]:
    """For an enterprise each report of the next two months; for officers one line each with the list behind it."""
    if user.role == Role.ENTERPRISE:
        return [_owed(row) for row in deliveries_owed(user, on + _AHEAD)[: _SINGLY * 2]]
    if not user.is_officer:
        return []
    address = reverse("enterprises:agreement_list")
    lines = [
        (
            deliveries_to_check(user).count(),
            _("%(count)d 份自愿协议兑现报告待核对"),
            "?reports=submitted",
            "check",
        ),
        (
            drafts_to_sign(user).count(),
            _("%(count)d 份自愿协议草稿待签订"),
            f"?state={AgreementState.DRAFT.value}",
            "sign",
        ),
    ]
    return [
        DutyItem(text % {"count": count}, address + query, kind=f"agreement_{kind}")
        for count, text, query, kind in lines
        if count
    ]


def _owed(row: AgreementDelivery) -> DutyItem:
    returned = row.state == DeliveryState.RETURNED
    text = (
        _("自愿协议兑现报告被退回，补正后重报（%(year)d 年度）")
        if returned
        else _("报送自愿协议兑现报告（%(year)d 年度）")
    )
    return DutyItem(
        text=text % {"year": row.year},
        href=reverse("enterprises:delivery_edit", args=[row.pk]),
        due_on=row.due_on,
        where=row.agreement.enterprise.name,
        kind="delivery_returned" if returned else "delivery",
    )
