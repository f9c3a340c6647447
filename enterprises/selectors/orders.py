"""Reads of correction orders, penalties and their articles."""

from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Sum

from accounts.models import User
from enterprises.enums import DutyCode, OrderKind, OrderState, PenaltyState
from enterprises.models import (
    CorrectionOrder,
    Duty,
    Enterprise,
    Listing,
    OrderAnswer,
    OrderProof,
    Penalty,
    PenaltyArticle,
)
from enterprises.selectors.duties import open_duties
from enterprises.selectors.notices import OWED


def orders_for(user: User) -> QuerySet[CorrectionOrder]:
    """Orders a person may see, with enterprise, article and penalties."""
    penalties = Prefetch("penalties", Penalty.objects.select_related("article"))
    return (
        CorrectionOrder.objects.visible_to(user)
        .select_related("enterprise__region__city", "article", "listing__mandatory_list", "issued_by__region")
        .prefetch_related(penalties)
    )


def orders_open(user: User) -> QuerySet[CorrectionOrder]:
    """Orders that wait for the enterprise, soonest due first."""
    return orders_for(user).filter(state__in=OWED).order_by("due_on", "pk")


def orders_answered(user: User) -> QuerySet[CorrectionOrder]:
    """Orders whose proof waits to be looked at, soonest due first."""
    return orders_for(user).filter(state=OrderState.ANSWERED).order_by("due_on", "pk")


def unfined(orders: QuerySet[CorrectionOrder]) -> QuerySet[CorrectionOrder]:
    """Those on which no fine stands."""
    fines = Penalty.objects.filter(order=OuterRef("pk"), state=PenaltyState.DECIDED)
    return orders.filter(~Exists(fines))


def orders_overdue(user: User, on: date) -> QuerySet[CorrectionOrder]:
    """Orders whose term has passed unobeyed, and that have led to no fine yet."""
    return unfined(orders_open(user).filter(due_on__lt=on))


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


def order_story(user: User, pk: int) -> QuerySet[CorrectionOrder]:
    """At most the one order with all that happened to it, for get_object_or_404."""
    proofs = Prefetch("proofs", OrderProof.objects.select_related("file"))
    answers = OrderAnswer.objects.select_related("answered_by", "decided_by").prefetch_related(proofs)
    fines = Penalty.objects.select_related("article", "decided_by", "withdrawn_by")
    related = ("enterprise__region__city", "article", "listing__mandatory_list", "duty__regime")
    return (
        CorrectionOrder.objects.visible_to(user)
        .filter(pk=pk)
        .select_related(*related, "issued_by__region", "withdrawn_by__region")
        .prefetch_related(Prefetch("answers", answers), Prefetch("penalties", fines))
    )


def penalties_for(user: User) -> QuerySet[Penalty]:
    """Fines a person may see, each with its order and enterprise."""
    return Penalty.objects.visible_to(user).select_related(
        "order__enterprise__region__city", "article", "decided_by__region", "withdrawn_by__region"
    )


def penalty_totals(penalties: QuerySet[Penalty]) -> dict[str, Any]:
    """How many stand and how much they come to; those taken back are counted apart."""
    stands = Q(state=PenaltyState.DECIDED)
    return penalties.order_by().aggregate(
        standing=Count("pk", filter=stands),
        yuan=Sum("amount_yuan", filter=stands),
        withdrawn=Count("pk", filter=~stands),
    )


def proofs_for(user: User) -> QuerySet[OrderProof]:
    answers = OrderAnswer.objects.visible_to(user)
    return OrderProof.objects.filter(answer__in=answers).select_related("file")


def duties_to_order(user: User, enterprise: Enterprise, on: date) -> QuerySet[Duty]:
    """The enterprise's duties that are past due and unmet: what an order can rest on."""
    return open_duties(user).filter(listing__enterprise=enterprise, due_on__lt=on)
