"""What waits for a person in the registry: disclosures that are owed, orders whose term runs or has run out."""

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from config.common.access import Permission, Role, allowed
from config.common.todo import DutyItem
from enterprises.enums import DisclosureState, OrderState
from enterprises.models import CorrectionOrder, DutyAdjustment, OrderDraft
from enterprises.selectors.clock import requests_waiting
from enterprises.selectors.disclosures import disclosures_to_check, overdue_disclosures, undisclosed
from enterprises.selectors.order_drafts import draft_href, own_drafts
from enterprises.selectors.orders import orders_answered, orders_open, orders_overdue

_SINGLY = 3


def todo_items(user: User, on: date) -> list[DutyItem]:
    """For an enterprise each duty; for an officer up to three each, more as one line with its list."""
    if user.role == Role.ENTERPRISE:
        owed = [_disclose(listing) for listing in undisclosed(user)]
        return owed + [_obey(order) for order in orders_open(user)]
    if not allowed(user, Permission.ORDERS_WRITE):
        return []
    late = _late_disclosures(overdue_disclosures(user, on)) + _late_orders(orders_overdue(user, on))
    mine = _to_check(disclosures_to_check(user)) + _order_drafts(own_drafts(user))
    return mine + _answered(orders_answered(user)) + late + _requests(requests_waiting(user))


def _to_check(waiting: QuerySet[Any]) -> list[DutyItem]:
    count = waiting.count()
    href = f"{reverse('enterprises:disclosure_list')}?check={DisclosureState.SUBMITTED.value}"
    text = _("%(count)d 份公示待核对") % {"count": count}
    return [DutyItem(text, href, kind="disclosure_check")] if count else []


def _order_drafts(drafts: QuerySet[OrderDraft]) -> list[DutyItem]:
    """Orders this officer has written and not issued; of many, one line with the list behind it."""
    first = list(drafts[: _SINGLY + 1])
    if len(first) > _SINGLY:
        text = _("%(count)d 份责令草稿未发出") % {"count": drafts.count()}
        return [DutyItem(text, reverse("enterprises:order_list"), kind="order_draft")]
    return [
        DutyItem(
            text=_("责令草稿未发出：%(name)s") % {"name": draft.enterprise.name},
            href=draft_href(draft),
            where=draft.enterprise.region.name,
            kind="order_draft",
        )
        for draft in first
    ]


def _disclose(listing: Any) -> DutyItem:
    returned = hasattr(listing, "disclosure")
    text = _("公示被退回，改正后重新公布（%(list)s）") if returned else _("公示企业信息（%(list)s）")
    return DutyItem(
        text=text % {"list": listing.mandatory_list.title},
        href=reverse("enterprises:disclosure_edit", args=[listing.pk]),
        due_on=listing.due_on,
        where=listing.name,
        kind="disclosure_returned" if returned else "disclose",
    )


def _answered(waiting: QuerySet[CorrectionOrder]) -> list[DutyItem]:
    """Proof that was handed in and waits for this officer."""
    first = list(waiting[: _SINGLY + 1])
    if len(first) > _SINGLY:
        text = _("%(count)d 份改正证明待核查") % {"count": waiting.count()}
        href = f"{reverse('enterprises:order_list')}?state={OrderState.ANSWERED.value}"
        return [DutyItem(text, href, kind="order_check")]
    return [
        DutyItem(
            text=_("核查改正证明：%(number)s") % {"number": order.document_no},
            href=reverse("enterprises:order_detail", args=[order.pk]),
            where=order.enterprise.name,
            kind="order_check",
        )
        for order in first
    ]


def _obey(order: CorrectionOrder) -> DutyItem:
    returned = order.state == OrderState.RETURNED
    text = _("改正证明被退回，补正后重新提交：%(number)s") if returned else _("按责令改正：%(number)s")
    return DutyItem(
        text=text % {"number": order.document_no},
        href=reverse("enterprises:order_detail", args=[order.pk]),
        due_on=order.due_on,
        where=order.enterprise.name,
        kind="order",
    )


def _late_disclosures(late: QuerySet[Any]) -> list[DutyItem]:
    first = list(late[: _SINGLY + 1])
    if len(first) <= _SINGLY:
        return [
            DutyItem(
                text=_("逾期未公示：%(name)s") % {"name": listing.name},
                href=reverse("enterprises:enterprise_detail", args=[listing.enterprise_id]),
                due_on=listing.due_on,
                where=listing.region.name,
                kind="disclosure_late",
            )
            for listing in first
        ]
    return [
        DutyItem(
            text=_("%(count)d 家企业逾期未公示") % {"count": late.count()},
            href=reverse("enterprises:disclosure_list") + "?state=late",
            due_on=first[0].due_on,
            kind="disclosure_late",
        )
    ]


def _requests(waiting: QuerySet[DutyAdjustment]) -> list[DutyItem]:
    """Pauses and extensions that others asked for and this officer may decide."""
    first = list(waiting[: _SINGLY + 1])
    if len(first) <= _SINGLY:
        return [
            DutyItem(
                text=_("审批%(kind)s：%(duty)s")
                % {"kind": row.get_kind_display(), "duty": row.duty.get_code_display()},
                href=reverse("enterprises:clock_detail", args=[row.duty.listing_id]) + f"#duty-{row.duty_id}",
                due_on=row.duty.due_on,
                where=row.duty.listing.name,
                kind="adjustment",
            )
            for row in first
        ]
    return [
        DutyItem(
            text=_("%(count)d 份中止或延期申请待审批") % {"count": waiting.count()},
            href=reverse("enterprises:adjustment_list"),
            kind="adjustment",
        )
    ]


def _late_orders(late: QuerySet[CorrectionOrder]) -> list[DutyItem]:
    first = list(late[: _SINGLY + 1])
    if len(first) <= _SINGLY:
        return [
            DutyItem(
                text=_("责令期满未改正：%(number)s") % {"number": order.document_no},
                href=reverse("enterprises:order_detail", args=[order.pk]),
                due_on=order.due_on,
                where=order.enterprise.name,
                kind="order_late",
            )
            for order in first
        ]
    return [
        DutyItem(
            text=_("%(count)d 份责令期满未改正") % {"count": late.count()},
            href=reverse("enterprises:order_list") + "?state=late",
            due_on=first[0].due_on,
            kind="order_late",
        )
    ]
