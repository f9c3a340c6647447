"""Open duties and orders as those who remind of them see them: in batches, by due date."""

from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Region, User
from config.common.access import Role
from config.common.plug import hooks
from enterprises.enums import DutyCode, ListingState, ListState, OrderState
from enterprises.facts import RoundWork
from enterprises.models import CorrectionOrder, Duty, Representative
from operations.facts import NoticeCase

OWED = (OrderState.ISSUED, OrderState.RETURNED)  # it is the enterprise's turn


def duty_cases(due_dates: Collection[date], size: int) -> Iterator[list[NoticeCase]]:
    """Hook NOTICE_CASES: unmet duties of entries that still owe an audit, five queries for each batch."""
    duties = Duty.objects.filter(
        met_on__isnull=True,
        listing__state=ListingState.LISTED,
        listing__mandatory_list__state=ListState.PUBLISHED,
    ).select_related("listing__enterprise__region")
    yield from cases_in_batches(duties, due_dates, size, cases_of_duties)


def order_cases(due_dates: Collection[date], size: int) -> Iterator[list[NoticeCase]]:
    """Hook NOTICE_CASES: orders that have not been obeyed."""
    orders = CorrectionOrder.objects.filter(state__in=OWED).select_related("enterprise__region")
    yield from cases_in_batches(orders, due_dates, size, cases_of_orders)


def cases_in_batches(
    rows: QuerySet[Any],
    due_dates: Collection[date],
    size: int,
    cases_of: Callable[[Sequence[Any]], list[NoticeCase]],
) -> Iterator[list[NoticeCase]]:
    """Walk the rows by (due date, id), so that memory stays flat however many there are."""
    rows = rows.filter(due_on__in=sorted(due_dates)).order_by("due_on", "pk")
    batch = list(rows[:size])
    while batch:
        yield cases_of(batch)
        last = batch[-1]
        after = Q(due_on__gt=last.due_on) | Q(due_on=last.due_on, pk__gt=last.pk)
        batch = list(rows.filter(after, due_on__gte=last.due_on)[:size]) if len(batch) == size else []


def cases_of_duties(duties: Sequence[Duty]) -> list[NoticeCase]:
    """These duties with who answers for each, in three queries."""
    plants = people_of_plants({duty.listing.enterprise_id for duty in duties})
    work = work_of([duty.listing_id for duty in duties])
    return [_duty(duty, plants, work.get(duty.listing_id)) for duty in duties]


def _duty(duty: Duty, plants: dict[int, tuple[int, ...]], work: RoundWork | None) -> NoticeCase:
    listing = duty.listing
    page = work.href if work else reverse("enterprises:enterprise_detail", args=[listing.enterprise_id])
    discloses = duty.code == DutyCode.DISCLOSE
    return NoticeCase(
        kind="enterprises.duty",
        id=duty.pk,
        due_on=duty.due_on,
        what=duty.get_code_display(),
        where=listing.enterprise.name,
        href=reverse("enterprises:disclosure_edit", args=[listing.pk]) if discloses else page,
        desk_href=page,
        plant=plants.get(listing.enterprise_id, ()),
        agents=work.agents if work else (),
        places=places_above(listing.enterprise.region),
    )


def cases_of_orders(orders: Sequence[CorrectionOrder]) -> list[NoticeCase]:
    plants = people_of_plants({order.enterprise_id for order in orders})
    return [
        NoticeCase(
            kind="enterprises.order",
            id=order.pk,
            due_on=order.due_on,
            what=_("责令改正（%(number)s）") % {"number": order.document_no},
            where=order.enterprise.name,
            href=reverse("enterprises:order_detail", args=[order.pk]),
            desk_href=reverse("enterprises:order_detail", args=[order.pk]),
            plant=plants.get(order.enterprise_id, ()),
            agents=(),
            places=places_above(order.enterprise.region),
        )
        for order in orders
    ]


def people_of_plants(enterprise_ids: Collection[int]) -> dict[int, tuple[int, ...]]:
    """Who acts for each enterprise today and can sign in."""
    people: dict[int, tuple[int, ...]] = {}
    acting = Representative.objects.filter(
        enterprise_id__in=enterprise_ids, until__isnull=True, user__is_active=True
    )
    for enterprise_id, user_id in acting.values_list("enterprise_id", "user_id"):
        people[enterprise_id] = (*people.get(enterprise_id, ()), user_id)
    return people


def work_of(listing_ids: Sequence[int]) -> dict[int, RoundWork]:
    """The round of each listing that has one, as the apps above tell it."""
    found: dict[int, RoundWork] = {}
    for hook in hooks("LISTING_WORK"):
        found |= hook(listing_ids)
    return found


def duty_pages(user: User, duties: Sequence[Duty]) -> dict[int, str]:
    """Where each duty is done, by its id: the disclosure form, the round, else the enterprise's page."""
    work = work_of([duty.listing_id for duty in duties])
    return {duty.pk: _page(user, duty, work.get(duty.listing_id)) for duty in duties}


def _page(user: User, duty: Duty, work: RoundWork | None) -> str:
    if duty.code == DutyCode.DISCLOSE and user.role == Role.ENTERPRISE:
        return reverse("enterprises:disclosure_edit", args=[duty.listing_id])
    return work.href if work else reverse("enterprises:enterprise_detail", args=[duty.listing.enterprise_id])


def places_above(region: Region) -> tuple[int | None, int | None, int | None]:
    return region.pk, region.city_id, region.province_id
