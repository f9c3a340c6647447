"""Reads of orders that are being written."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from accounts.models import User
from enterprises.models import Enterprise, Listing, OrderDraft


def drafts_for(user: User) -> QuerySet[OrderDraft]:
    """Drafts of the own territory, the one saved last first."""
    rows = OrderDraft.objects.visible_to(user)
    return rows.select_related("enterprise__region", "listing__mandatory_list", "saved_by", "article")


def own_drafts(user: User) -> QuerySet[OrderDraft]:
    """Those this officer wrote last."""
    return drafts_for(user).filter(saved_by=user)


def draft_of(user: User, enterprise: Enterprise, listing: Listing | None) -> OrderDraft | None:
    return drafts_for(user).filter(enterprise=enterprise, listing=listing).first()


def draft_numbered(user: User, enterprise: Enterprise, number: str) -> OrderDraft | None:
    """The draft a link or a form names; the one about no list without a name."""
    if number.isdecimal():
        return drafts_for(user).filter(enterprise=enterprise, pk=number).first()
    return draft_of(user, enterprise, None)


def draft_href(draft: OrderDraft) -> str:
    """Where an order that is being written is gone on with."""
    return f"{reverse('enterprises:order_create', args=[draft.enterprise_id])}?draft={draft.pk}"


def draft_values(draft: OrderDraft | None) -> dict[str, Any]:
    """What a form shows of it; nothing without one."""
    if draft is None:
        return {}
    names = ("article", "listing", "document_no", "issued_on", "due_on", "text", "duty", "occasion")
    return {name: getattr(draft, name) for name in names}
