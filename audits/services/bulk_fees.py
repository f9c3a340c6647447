"""Many fees booked as paid at once, each as if it were booked alone."""

from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from audits.selectors.fees import fees_for
from audits.services.bulk import Done
from audits.services.fees import Payment, fee_pay
from config.common.errors import NotAllowed


def bulk_pay(*, thing_id: int, params: dict[str, Any], by: User, at: datetime) -> Done:
    """One transfer may pay many experts: all fees bear its day, voucher and payer."""
    fee = fees_for(by).filter(pk=thing_id).first()
    if fee is None:
        raise NotAllowed(_("这一行不在您的工作范围内，或已不存在。"))
    payment = Payment(date.fromisoformat(params["paid_on"]), params["voucher"], params["paid_from"])
    fee_pay(fee=fee, payment=payment, by=by, at=at)
    return _("已登记发放，凭证号 %(voucher)s。") % {"voucher": fee.voucher}, {}
