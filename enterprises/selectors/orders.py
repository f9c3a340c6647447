"""Reads of correction orders, penalties and their articles."""

from datetime import date

from django.db.models import Prefetch, QuerySet

from accounts.models import User
from enterprises.models import CorrectionOrder, Penalty, PenaltyArticle


def orders_for(user: User) -> QuerySet[CorrectionOrder]:
    """Orders a person may see, with enterprise, article and penalties."""
    penalties = Prefetch("penalties", Penalty.objects.select_related("article"))
    return (
        CorrectionOrder.objects.visible_to(user)
        .select_related("enterprise__region__city", "article", "listing__mandatory_list", "issued_by")
        .prefetch_related(penalties)
    )


def orders_open(user: User) -> QuerySet[CorrectionOrder]:
    """Orders not yet obeyed, soonest due first."""
    return orders_for(user).filter(met_on__isnull=True).order_by("due_on", "pk")


def orders_overdue(user: User, on: date) -> QuerySet[CorrectionOrder]:
    """Orders whose term has passed unobeyed, and that have led to no fine yet."""
    return orders_open(user).filter(due_on__lt=on, penalties__isnull=True)


def articles() -> QuerySet[PenaltyArticle]:
    return PenaltyArticle.objects.all()
