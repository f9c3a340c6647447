"""Correction orders and the fines that may follow them."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services.activity import activity_record
from config.common.errors import Refused
from config.common.versions import guarded_update
from config.common.wording import date_words, number_words
from enterprises.enums import AnswerState, OrderState, PenaltyState
from enterprises.models import CorrectionOrder, Enterprise, Penalty
from enterprises.rules.orders import (
    OrderTerms,
    PenaltyTerms,
    check_met,
    check_order,
    check_order_move,
    check_penalty,
)
from enterprises.rules.registry import check_in_charge
from enterprises.services.order_answers import answer_decide
from enterprises.services.order_drafts import order_draft_take
from enterprises.services.order_notices import plant_tell


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
                listing=terms.listing or (terms.duty.listing if terms.duty else None),
                duty=terms.duty,
                occasion=terms.occasion.strip(),
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
    text = _("%(name)s收到责令决定%(number)s，请在%(due)s前改正，并提交改正证明。")
    facts = {"name": enterprise.name, "number": number, "due": date_words(terms.due_on)}
    plant_tell(order=order, text=text % facts, mark="issue", at=at)
    told = {"enterprise": enterprise.name, "article": terms.article.code, "due_on": terms.due_on}
    activity_record(by=by, at=at, verb="order_issue", thing=order, region=enterprise.region, new=told)
    return order


@transaction.atomic
def order_meet(
    *, order: CorrectionOrder, met_on: date, version: int, by: User, at: datetime
) -> CorrectionOrder:
    """Close an order: record the day on which the enterprise obeyed, as its proof or the bureau's own look showed."""
    region, today = order.enterprise.region, timezone.localtime(at).date()
    check_in_charge(by, region)
    check_met(order, met_on, today)
    check_order_move(order, "meet", by, today)
    guarded_update(order, version=version, met_on=met_on, state=OrderState.MET)
    answer_decide(order=order, state=AnswerState.ACCEPTED, by=by, at=at)
    facts = {"number": order.document_no, "day": date_words(met_on)}
    text = _("责令决定%(number)s已办结：改正日期%(day)s。") % facts
    plant_tell(order=order, text=text, mark="meet", at=at)
    activity_record(by=by, at=at, verb="order_meet", thing=order, region=region, new={"met_on": met_on})
    return order


@transaction.atomic
def penalty_decide(*, order: CorrectionOrder, terms: PenaltyTerms, by: User, at: datetime) -> Penalty:
    """Fine under an article, only with its own precondition and inside its range (清洁生产促进法 36, 39)."""
    region = order.enterprise.region
    check_in_charge(by, region)
    check_penalty(order, terms, timezone.localtime(at).date(), fined=_fined(order))
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
    text = _("%(name)s收到处罚决定%(number)s，罚款 %(amount)s 元。")
    words = {"name": order.enterprise.name, "number": number, "amount": number_words(terms.amount_yuan)}
    plant_tell(order=order, text=text % words, mark=f"penalty:{penalty.pk}", at=at)
    told = {"order": order.document_no, "article": terms.article.code, "amount_yuan": str(terms.amount_yuan)}
    activity_record(by=by, at=at, verb="penalty_decide", thing=penalty, region=region, new=told)
    return penalty


def _fined(order: CorrectionOrder) -> bool:
    """Whether a fine stands on it; one that was taken back does not count."""
    return order.penalties.filter(state=PenaltyState.DECIDED).exists()


def _used(number: str) -> Refused:
    return Refused(_("文号“%(number)s”已被使用，请核对。") % {"number": number})
