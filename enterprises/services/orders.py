"""Correction orders and the fines that may follow them."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services.activity import activity_record
from config.common.errors import Refused
from config.common.versions import guarded_update
from enterprises.models import CorrectionOrder, Enterprise, Penalty
from enterprises.rules.orders import OrderTerms, PenaltyTerms, check_met, check_order, check_penalty
from enterprises.rules.registry import check_in_charge
from enterprises.services.order_drafts import order_draft_take


@transaction.atomic
def order_issue(*, enterprise: Enterprise, terms: OrderTerms, by: User, at: datetime) -> CorrectionOrder:
    """Order an enterprise to publish (P36) or to correct by a date (P39)."""
    check_in_charge(by, enterprise.region)
    check_order(terms, enterprise, timezone.localtime(at).date())
    number = terms.document_no.strip()
    try:
        with transaction.atomic():
            order = CorrectionOrder.objects.create(
                enterprise=enterprise,
                listing=terms.listing,
                article=terms.article,
                kind=terms.kind,
                document_no=number,
                issued_on=terms.issued_on,
                due_on=terms.due_on,
                text=terms.text.strip(),
                issued_by=by,
                issued_at=at,
            )
    except IntegrityError as error:
        raise _used(number) from error
    order_draft_take(enterprise=enterprise, listing=terms.listing)
    told = {"enterprise": enterprise.name, "article": terms.article.code, "due_on": terms.due_on}
    activity_record(by=by, at=at, verb="order_issue", thing=order, region=enterprise.region, new=told)
    return order


@transaction.atomic
def order_meet(
    *, order: CorrectionOrder, met_on: date, version: int, by: User, at: datetime
) -> CorrectionOrder:
    """Record the day on which the enterprise obeyed."""
    region = order.enterprise.region
    check_in_charge(by, region)
    check_met(order, met_on, timezone.localtime(at).date())
    guarded_update(order, version=version, met_on=met_on)
    activity_record(by=by, at=at, verb="order_meet", thing=order, region=region, new={"met_on": met_on})
    return order


@transaction.atomic
def penalty_decide(*, order: CorrectionOrder, terms: PenaltyTerms, by: User, at: datetime) -> Penalty:
    """Fine under an article, only with its own precondition and inside its range (清洁生产促进法 36, 39)."""
    region = order.enterprise.region
    check_in_charge(by, region)
    check_penalty(order, terms, timezone.localtime(at).date(), fined=order.penalties.exists())
    number = terms.document_no.strip()
    # A correction or another fine recorded a moment ago makes this decision stale.
    guarded_update(order)
    try:
        with transaction.atomic():
            penalty = Penalty.objects.create(
                order=order,
                article=terms.article,
                document_no=number,
                decided_on=terms.decided_on,
                amount_yuan=terms.amount_yuan,
                decided_by=by,
                decided_at=at,
            )
    except IntegrityError as error:
        raise _used(number) from error
    told = {"order": order.document_no, "article": terms.article.code, "amount_yuan": str(terms.amount_yuan)}
    activity_record(by=by, at=at, verb="penalty_decide", thing=penalty, region=region, new=told)
    return penalty


def _used(number: str) -> Refused:
    return Refused(_("文号“%(number)s”已被使用，请核对。") % {"number": number})
