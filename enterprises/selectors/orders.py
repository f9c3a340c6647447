"""Reads of correction orders, penalties and their articles."""

from datetime import date

from django.db.models import Prefetch, QuerySet

from accounts.models import User
from enterprises.enums import DutyCode, OrderKind
from enterprises.models import CorrectionOrder, Duty, Listing, Penalty, PenaltyArticle


def orders_for(user: User) -> QuerySet[CorrectionOrder]:
    """Orders a person may see, with enterprise, article and penalties."""
    penalties = Prefetch("penalties", Penalty.objects.select_related("article"))
    return (
        CorrectionOrder.objects.visible_to(user)
        .select_related("enterprise__region__city", "article", "listing__mandatory_list", "issued_by__region")
        .prefetch_related(penalties)
    )


def orders_open(user: User) -> QuerySet[CorrectionOrder]:
    """Orders not yet obeyed, soonest due first."""
    return orders_for(user).filter(met_on__isnull=True).order_by("due_on", "pk")


def orders_overdue(user: User, on: date) -> QuerySet[CorrectionOrder]:
    """Orders whose term has passed unobeyed, and that have led to no fine yet."""
    return orders_open(user).filter(due_on__lt=on, penalties__isnull=True)


def article_coded(code: str) -> PenaltyArticle:
    return PenaltyArticle.objects.get(code=code)


def publication_duty(listing: Listing) -> Duty | None:
    """The entry's duty to publish with its term."""
    duties = Duty.objects.filter(listing=listing, code=DutyCode.DISCLOSE)
    return duties.select_related("regime").first()


def publication_order(user: User, listing: Listing) -> CorrectionOrder | None:
    """The order to publish that was given for this entry already, if there is one."""
    return orders_for(user).filter(listing=listing, kind=OrderKind.PUBLISH).order_by("-issued_on").first()


def articles() -> QuerySet[PenaltyArticle]:
    return PenaltyArticle.objects.all()
