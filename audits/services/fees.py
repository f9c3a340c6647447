"""What experts are owed: at the rate of the day, by the bureau that decided, never by the enterprise (Art. 27(5))."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services.activity import activity_record
from audits import rules
from audits.calculations.draw import organisation_key
from audits.enums import SEATED
from audits.models import FeeRate, Review, ReviewExpert, ReviewFee
from audits.selectors.fees import own_rates, rate_on
from audits.selectors.panels import parties_of
from config.common.errors import NotAllowed, Problem, Refused
from config.common.wording import date_words

MOST_YUAN = 10_000
"""No review's fee is more; what is typed beyond is a slip."""


@dataclass(frozen=True)
class Payment:
    """A payment as the bureau books it: the day, the voucher, and from whose account."""

    paid_on: date
    voucher: str
    paid_from: str


def fees_earn(*, review: Review, by: User, at: datetime) -> None:
    """One fee for each sheet handed in, inside the decision's transaction."""
    on = review.held_on or timezone.localtime(at).date()
    payer = by.region or review.round.enterprise.region
    rate = rate_on(on, payer)
    if rate is None:
        return
    seats = ReviewExpert.objects.filter(review=review, state__in=SEATED, submitted_at__isnull=False)
    ReviewFee.objects.bulk_create(
        [
            ReviewFee(
                seat=seat,
                payer=payer,
                rate=rate,
                amount_yuan=rate.lead_yuan if seat.is_lead else rate.member_yuan,
                earned_on=on,
            )
            for seat in seats
        ]
    )


@transaction.atomic
def fee_pay(*, fee: ReviewFee, payment: Payment, by: User, at: datetime) -> ReviewFee:
    """The bureau has paid from its own account; only the bureau that owes it can say so, and only once."""
    rules.check_payer(fee, by)
    problems = _payment_problems(fee, payment, timezone.localtime(at).date())
    if problems:
        raise Refused(_("发放登记有 %(n)d 处需要更正。") % {"n": len(problems)}, problems)
    booked = {
        "paid_on": payment.paid_on,
        "voucher": payment.voucher.strip()[:60],
        "paid_from": payment.paid_from.strip()[:120],
        "paid_by": by,
        "paid_at": at,
    }
    if not ReviewFee.objects.filter(pk=fee.pk, paid_on__isnull=True).update(**booked):
        raise Refused(_("这笔劳务费已登记发放。"))
    fee.refresh_from_db(fields=list(booked))
    told = {"paid_on": payment.paid_on, "voucher": fee.voucher, "paid_from": fee.paid_from}
    region = fee.seat.review.round.enterprise.region
    activity_record(by=by, at=at, verb="fee_pay", thing=fee, region=region, new=told)
    return fee


def _payment_problems(fee: ReviewFee, payment: Payment, today: date) -> list[Problem]:
    found = []
    if not fee.earned_on <= payment.paid_on <= today:
        found.append(Problem("paid_on", _("发放日期应在评审日期与今天之间。")))
    if not payment.voucher.strip():
        found.append(Problem("voucher", _("请填写付款凭证号。")))
    judged = {organisation_key(name): name for name in parties_of(fee.seat.review)}
    if name := judged.get(organisation_key(payment.paid_from)):
        sentence = _(
            "%(name)s是被评审的一方，不得承担劳务费（清洁生产促进法第二十七条）；请由主管部门经费支付。"
        )
        found.append(Problem("paid_from", sentence % {"name": name}))
    return found


@transaction.atomic
def rate_set(
    *, effective_from: date, member_yuan: Decimal, lead_yuan: Decimal, basis: str, by: User, at: datetime
) -> FeeRate:
    """A bureau's next version of its rate; what was earned before keeps the version it was earned under."""
    if not by.is_officer or by.region is None:
        raise NotAllowed(_("劳务费标准由主管部门制定。"))
    problems = _rate_problems(effective_from, member_yuan, lead_yuan, by)
    if problems:
        raise Refused(_("劳务费标准有 %(n)d 处需要更正。") % {"n": len(problems)}, problems)
    rate = FeeRate.objects.create(
        region=by.region,
        effective_from=effective_from,
        member_yuan=member_yuan,
        lead_yuan=lead_yuan,
        basis=basis.strip()[:200],
        set_by=by,
        set_at=at,
    )
    told = {"effective_from": effective_from, "member_yuan": member_yuan, "lead_yuan": lead_yuan}
    activity_record(by=by, at=at, verb="fee_rate_set", thing=rate, region=by.region, new=told)
    return rate


def _rate_problems(effective_from: date, member_yuan: Decimal, lead_yuan: Decimal, by: User) -> list[Problem]:
    found = []
    last = own_rates(by).first()
    if last is not None and effective_from <= last.effective_from:
        day = {"day": date_words(last.effective_from)}
        found.append(Problem("effective_from", _("启用日期应晚于现行一版的 %(day)s。") % day))
    for name, amount in (("member_yuan", member_yuan), ("lead_yuan", lead_yuan)):
        if not 0 < amount <= MOST_YUAN:
            facts = {"n": MOST_YUAN}
            found.append(Problem(name, _("每次劳务费应大于 0、不超过 %(n)d 元。") % facts))
    if lead_yuan < member_yuan:
        found.append(Problem("lead_yuan", _("组长的标准不应低于成员。")))
    return found
