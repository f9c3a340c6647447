"""Orders that were answered, fined and taken back, for tests."""

from datetime import date
from decimal import Decimal
from typing import Any

from accounts.models import User
from enterprises.models import CorrectionOrder, Enterprise, Penalty
from enterprises.rules.orders import AnswerTerms, PenaltyTerms, WithdrawalTerms
from enterprises.services.order_answers import order_answer
from enterprises.services.order_withdrawals import order_withdraw, penalty_withdraw
from enterprises.services.orders import penalty_decide
from operations.services.attachments import attachment_keep
from tests.factories.accounts import now, system
from tests.factories.enterprises import make_order

BACK = WithdrawalTerms("晋环撤〔2026〕1号", date(2026, 9, 1), "行政复议决定撤销。")


def make_penalty(order: CorrectionOrder | None = None, yuan: int = 50_000) -> Penalty:
    """A fine on an order that ran out on 1 July 2026."""
    order = order or make_order()
    terms = PenaltyTerms(order.article, f"晋环罚〔2026〕{order.pk}号", date(2026, 8, 1), Decimal(yuan))
    return penalty_decide(order=order, terms=terms, by=system(), at=now())


def make_withdrawn_penalty(order: CorrectionOrder | None = None) -> Penalty:
    fine = make_penalty(order)
    return penalty_withdraw(penalty=fine, terms=BACK, version=1, by=system(), at=now())


def make_withdrawn_order(enterprise: Enterprise | None = None) -> CorrectionOrder:
    return order_withdraw(order=make_order(enterprise), terms=BACK, version=1, by=system(), at=now())


def make_answered(order: CorrectionOrder, by: User, name: str = "改正照片.pdf") -> CorrectionOrder:
    """The enterprise has handed in one file."""
    file = attachment_keep(content=b"%PDF-1.7 proof", name=name, kind="pdf", by=by, at=now())
    terms = AnswerTerms(date(2026, 7, 20), "已启动审核。")
    order_answer(order=order, terms=terms, files=[file], version=order.version, by=by, at=now())
    return order


def order_things(plant: Enterprise, mark: str, by: User) -> dict[str, Any]:
    """One of each at a place of the access world, bearing its mark."""
    answered = make_answered(make_order(plant), by, f"{mark}改正.pdf")
    return {
        "penalty": (make_penalty(make_order(plant)).pk,),
        "withdrawn_penalty": (make_withdrawn_penalty(make_order(plant)).pk,),
        "withdrawn_order": (make_withdrawn_order(plant).pk,),
        "order_proof": (answered.answers.get().proofs.get().pk,),
    }
