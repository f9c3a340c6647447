"""Who is told of what happens to an order: the enterprise's people, or the officers who wait for its proof."""

from datetime import datetime
from typing import Any

from django.urls import reverse

from enterprises.models import CorrectionOrder
from enterprises.selectors.notices import cases_of_orders
from operations.enums import Desk
from operations.facts import NoticeCase, Telling
from operations.selectors import officers_by_place
from operations.services.notices import people_tell, recipients


def plant_tell(*, order: CorrectionOrder, text: Any, mark: str, at: datetime) -> None:
    """The enterprise's own people, once for each `mark`."""
    case = _case(order)
    _tell(order, text, mark, case.plant, at)


def bureau_tell(*, order: CorrectionOrder, text: Any, mark: str, at: datetime) -> None:
    """The county's officers (its city's where it has none), and who issued the order."""
    officers = recipients(_case(order), Desk.COUNTY, officers_by_place())
    issuer = (order.issued_by_id,) if order.issued_by.is_active and order.issued_by.is_officer else ()
    _tell(order, text, mark, (*officers, *issuer), at)


def _case(order: CorrectionOrder) -> NoticeCase:
    return cases_of_orders([order])[0]


def _tell(order: CorrectionOrder, text: Any, mark: str, people: tuple[int, ...], at: datetime) -> None:
    telling = Telling(
        rule="order_told",
        case_kind="enterprises.order",
        case_id=order.pk,
        mark=mark,
        text=str(text),
        href=reverse("enterprises:order_detail", args=[order.pk]),
    )
    people_tell(telling=telling, people=people, at=at)
