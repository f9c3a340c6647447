"""Input of the fee ledger: a payment, and a bureau's next rate."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from audits.forms.fields import AmountField, DayField


class PaidForm(forms.Form):
    paid_on = DayField(label=_("发放日期"))
    voucher = forms.CharField(label=_("付款凭证号"), max_length=60)
    paid_from = forms.CharField(
        label=_("付款单位"), max_length=120, help_text=_("由主管部门经费支付，不得由企业或咨询机构承担。")
    )


def payment_proposed(user: Any) -> dict[str, Any]:
    """Paid today, by the officer's own bureau."""
    payer = user.region.bureau_name if user.region else ""
    return {"paid_on": timezone.localdate(), "paid_from": payer}


def payment_values(cleaned: dict[str, Any], by: Any, at: datetime) -> dict[str, Any]:
    """A payment as plain values, which a job takes along."""
    return {**cleaned, "paid_on": cleaned["paid_on"].isoformat()}


class RateForm(forms.Form):
    effective_from = DayField(label=_("启用日期"))
    member_yuan = AmountField(label=_("成员每次"), unit=gettext_noop("元"))
    lead_yuan = AmountField(label=_("组长每次"), unit=gettext_noop("元"))
    basis = forms.CharField(label=_("依据"), max_length=200)
