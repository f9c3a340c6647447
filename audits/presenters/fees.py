"""The fee ledger in words."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from audits.models import FeeRate, ReviewFee
from audits.selectors.fees import FeeSums
from config.common.wording import Light, date_words, number_words


def fee_rows(fees: list[ReviewFee], user: User) -> list[dict[str, Any]]:
    """Rows of fees_for; who may pay gets the way there."""
    return [_row(fee, user) for fee in fees]


def _row(fee: ReviewFee, user: User) -> dict[str, Any]:
    pays = fee.paid_on is None and user.is_officer and user.region and user.region.covers(fee.payer)
    return _facts(fee) | {
        "state": Light("done", _("已发放")) if fee.paid_on else Light("todo", _("待发放")),
        "paid_on": fee.paid_on,
        "voucher": fee.voucher,
        "pay_href": reverse("audits:fee_pay", args=[fee.pk]) if pays else "",
    }


def _facts(fee: ReviewFee) -> dict[str, Any]:
    review, expert = fee.seat.review, fee.seat.expert
    return {
        "name": expert.name,
        "employer": expert.employer,
        "part": _("组长") if fee.seat.is_lead else _("成员"),
        "enterprise": review.round.enterprise.name,
        "href": reverse("audits:review_detail", args=[review.pk]),
        "review": _("%(kind)s第 %(n)d 次") % {"kind": review.get_kind_display(), "n": review.attempt},
        "earned_on": fee.earned_on,
        "amount": fee.amount_yuan,
        "payer": fee.payer.bureau_name,
        "rate": rate_words(fee.rate) if fee.rate else "",
    }


def rate_words(rate: FeeRate) -> str:
    return _("%(day)s起：成员 %(member)s 元、组长 %(lead)s 元") % {
        "day": date_words(rate.effective_from),
        "member": number_words(rate.member_yuan),
        "lead": number_words(rate.lead_yuan),
    }


def sums_words(sums: FeeSums) -> str:
    """待发放 3 笔 2,600 元，已发放 …"""
    return _("待发放 %(open_n)s 笔 %(open)s 元，已发放 %(paid_n)s 笔 %(paid)s 元") % {
        "open_n": number_words(sums.open_n),
        "open": number_words(sums.open_yuan),
        "paid_n": number_words(sums.paid_n),
        "paid": number_words(sums.paid_yuan),
    }


def fee_facts(fee: ReviewFee) -> list[dict[str, Any]]:
    """What is paid, for what, and by which rate."""
    row = _facts(fee)
    return [
        {"term": _("专家"), "value": f"{row['name']}（{row['part']}）"},
        {"term": _("工作单位"), "value": row["employer"]},
        {"term": _("企业"), "value": row["enterprise"], "href": row["href"]},
        {"term": _("评审"), "value": row["review"]},
        {"term": _("评审日期"), "value": fee.earned_on},
        {"term": _("金额（元）"), "value": number_words(fee.amount_yuan)},
        {"term": _("承担单位"), "value": row["payer"]},
        {"term": _("标准"), "value": row["rate"]},
    ]


def rate_rows(rates: Iterable[FeeRate], in_force: FeeRate | None) -> list[dict[str, Any]]:
    """Versions, newest first; the one that holds today is marked."""
    return [
        {
            "bureau": rate.region.bureau_name if rate.region else _("平台参考"),
            "effective_from": rate.effective_from,
            "member": number_words(rate.member_yuan),
            "lead": number_words(rate.lead_yuan),
            "basis": rate.basis,
            "by": rate.set_by.name if rate.set_by else "",
            "light": Light("ok", _("现行")) if in_force and rate.pk == in_force.pk else None,
        }
        for rate in rates
    ]
