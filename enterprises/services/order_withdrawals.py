"""Orders and fines taken back by a document: kept, shown, and counted apart from then on."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services.activity import activity_record
from config.common.versions import guarded_update
from enterprises.enums import AnswerState, OrderState, PenaltyState
from enterprises.models import CorrectionOrder, Penalty
from enterprises.rules.orders import (
    WithdrawalTerms,
    check_no_standing_fine,
    check_order_move,
    check_penalty_move,
    check_withdrawal,
)
from enterprises.rules.registry import check_in_charge
from enterprises.services.order_answers import answer_decide
from enterprises.services.order_notices import plant_tell


@transaction.atomic
def order_withdraw(
    *, order: CorrectionOrder, terms: WithdrawalTerms, version: int, by: User, at: datetime
) -> CorrectionOrder:
    """Take an order back: it no longer binds, and no fine can rest on it."""
    today, region = timezone.localtime(at).date(), order.enterprise.region
    check_in_charge(by, region)
    check_withdrawal(terms, order.issued_on, today)
    check_order_move(order, "withdraw", by, today, terms.reason)
    check_no_standing_fine(list(order.penalties.all()))
    guarded_update(order, version=version, state=OrderState.WITHDRAWN, **_columns(terms, by, at))
    answer_decide(order=order, state=AnswerState.RETURNED, reason=_("责令已撤销"), by=by, at=at)
    text = _("责令决定%(number)s已撤销（%(document)s）：%(why)s")
    plant_tell(order=order, text=text % _facts(order, terms), mark="withdraw", at=at)
    told = {"document_no": terms.document_no.strip(), "reason": terms.reason.strip()}
    activity_record(by=by, at=at, verb="order_withdraw", thing=order, region=region, new=told)
    return order


@transaction.atomic
def penalty_withdraw(
    *, penalty: Penalty, terms: WithdrawalTerms, version: int, by: User, at: datetime
) -> Penalty:
    """Take a fine back, after a review or a judgment; the order it followed stands."""
    order = penalty.order
    today, region = timezone.localtime(at).date(), order.enterprise.region
    check_in_charge(by, region)
    check_withdrawal(terms, penalty.decided_on, today)
    check_penalty_move(penalty, "withdraw", by, terms.reason)
    guarded_update(order)  # an order taken back at the same moment must see this fine as it then stands
    guarded_update(penalty, version=version, state=PenaltyState.WITHDRAWN, **_columns(terms, by, at))
    text = _("处罚决定%(number)s已撤销（%(document)s）：%(why)s")
    mark = f"penalty_withdraw:{penalty.pk}"
    plant_tell(order=order, text=text % _facts(penalty, terms), mark=mark, at=at)
    told = {"document_no": terms.document_no.strip(), "reason": terms.reason.strip()}
    activity_record(by=by, at=at, verb="penalty_withdraw", thing=penalty, region=region, new=told)
    return penalty


def _columns(terms: WithdrawalTerms, by: User, at: datetime) -> dict[str, Any]:
    return {
        "withdrawn_on": terms.withdrawn_on,
        "withdrawn_document": terms.document_no.strip(),
        "withdrawn_reason": terms.reason.strip()[:300],
        "withdrawn_by": by,
        "withdrawn_at": at,
    }


def _facts(row: CorrectionOrder | Penalty, terms: WithdrawalTerms) -> dict[str, str]:
    return {
        "number": row.document_no,
        "document": terms.document_no.strip(),
        "why": terms.reason.strip(),
    }
