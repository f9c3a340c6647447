"""What experts are owed: by the rate of the day, by the bureau that decided, never by the enterprise (Art. 27(5))."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services.activity import activity_record
from audits.enums import SEATED
from audits.models import FeeRate, Review, ReviewExpert, ReviewFee
from config.common.errors import NotAllowed, Problem, Refused


def rate_on(on: date) -> FeeRate | None:
    """The rate in force on a day."""
    return FeeRate.objects.filter(effective_from__lte=on).order_by("-effective_from").first()


def fees_earn(*, review: Review, by: User, at: datetime) -> None:
    """One fee for each sheet handed in, inside the decision's transaction."""
    on = review.held_on or timezone.localtime(at).date()
    rate, payer = rate_on(on), by.region or review.round.enterprise.region
    if rate is None:
        return
    seats = ReviewExpert.objects.filter(review=review, state__in=SEATED, submitted_at__isnull=False)
    ReviewFee.objects.bulk_create(
        [
            ReviewFee(
                seat=seat,
                payer=payer,
                amount_yuan=rate.lead_yuan if seat.is_lead else rate.member_yuan,
                earned_on=on,
            )
            for seat in seats
        ]
    )


@transaction.atomic
def fee_pay(*, fee: ReviewFee, paid_on: date, by: User, at: datetime) -> ReviewFee:
    """The bureau has paid; only the bureau that owes it can say so."""
    if not by.is_officer or by.region is None or not by.region.covers(fee.payer):
        raise NotAllowed(_("劳务费由组织评审的主管部门发放和登记。"))
    if fee.paid_on is not None:
        raise Refused(_("这笔劳务费已登记发放。"))
    today = timezone.localtime(at).date()
    if not fee.earned_on <= paid_on <= today:
        problem = Problem("paid_on", _("发放日期应在评审日期与今天之间。"))
        raise Refused(problem.sentence, [problem])
    if not ReviewFee.objects.filter(pk=fee.pk, paid_on__isnull=True).update(paid_on=paid_on):
        raise Refused(_("这笔劳务费已登记发放。"))
    fee.paid_on = paid_on
    region = fee.seat.review.round.enterprise.region
    activity_record(by=by, at=at, verb="fee_pay", thing=fee, region=region, new={"paid_on": paid_on})
    return fee
