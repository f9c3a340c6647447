"""What an enterprise hands in to show that it has corrected, and what the bureau makes of it."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services.activity import activity_record
from config.common.versions import guarded_update
from enterprises.enums import AnswerState, OrderState
from enterprises.models import CorrectionOrder, OrderAnswer, OrderProof, Representative
from enterprises.rules.orders import AnswerTerms, check_answer, check_order_move
from enterprises.rules.registry import check_acts_for, check_in_charge
from enterprises.services.order_notices import bureau_tell, plant_tell
from operations.models import Attachment
from operations.services.attachments import attachment_write


@transaction.atomic
def order_answer(
    *,
    order: CorrectionOrder,
    terms: AnswerTerms,
    files: Sequence[Attachment],
    version: int,
    by: User,
    at: datetime,
) -> OrderAnswer:
    """Hand in proof that what was ordered is done, in time or late; the bureau then looks at it."""
    today = timezone.localtime(at).date()
    represents = Representative.objects.filter(
        enterprise=order.enterprise_id, user=by, until__isnull=True
    ).exists()
    check_acts_for(by, represents=represents)
    check_order_move(order, "answer", by, today)
    check_answer(order, terms, len(files), today)
    guarded_update(order, version=version, state=OrderState.ANSWERED)
    answer = OrderAnswer.objects.create(
        order=order,
        number=order.answers.count() + 1,
        corrected_on=terms.corrected_on,
        text=terms.text.strip(),
        answered_by=by,
        answered_at=at,
    )
    for file in files:
        OrderProof.objects.create(answer=answer, file=attachment_write(attachment=file))
    text = _("%(name)s提交了改正证明，请核查（%(number)s）。")
    facts = {"name": order.enterprise.name, "number": order.document_no}
    bureau_tell(order=order, text=text % facts, mark=f"answer:{answer.number}", at=at)
    told = {"on": terms.corrected_on, "file": len(files)}
    region = order.enterprise.region
    activity_record(by=by, at=at, verb="order_answer", thing=order, region=region, new=told)
    return answer


@transaction.atomic
def order_return(
    *, order: CorrectionOrder, reason: str, version: int, by: User, at: datetime
) -> CorrectionOrder:
    """The proof does not show it: back to the enterprise with the reason; the term stays what it was."""
    region = order.enterprise.region
    check_in_charge(by, region)
    check_order_move(order, "return", by, timezone.localtime(at).date(), reason)
    guarded_update(order, version=version, state=OrderState.RETURNED)
    answer_decide(order=order, state=AnswerState.RETURNED, reason=reason, by=by, at=at)
    text = _("%(number)s的改正证明被退回：%(why)s")
    facts = {"number": order.document_no, "why": reason.strip()}
    plant_tell(order=order, text=text % facts, mark=f"return:{order.version}", at=at)
    activity_record(
        by=by, at=at, verb="order_return", thing=order, region=region, new={"reason": reason.strip()}
    )
    return order


def answer_decide(
    *, order: CorrectionOrder, state: AnswerState, by: User, at: datetime, reason: str = ""
) -> None:
    """What became of the proof that waited, if any did."""
    waiting = OrderAnswer.objects.filter(order=order, state=AnswerState.WAITING)
    waiting.update(state=state, reason=reason.strip()[:300], decided_by=by, decided_at=at)
