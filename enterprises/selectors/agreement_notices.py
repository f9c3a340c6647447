"""Yearly reports on voluntary agreements as those who remind of them see them (hook NOTICE_CASES)."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from enterprises.enums import AgreementState, DeliveryState
from enterprises.models import AgreementDelivery
from enterprises.selectors.notices import cases_in_batches, people_of_plants, places_above
from operations.facts import NoticeCase


def delivery_cases(due_dates: Collection[date], size: int) -> Iterator[list[NoticeCase]]:
    """Reports still owed on agreements in force."""
    rows = AgreementDelivery.objects.filter(
        state__in=[DeliveryState.OWED, DeliveryState.RETURNED], agreement__state=AgreementState.SIGNED
    ).select_related("agreement__enterprise__region")
    yield from cases_in_batches(rows, due_dates, size, _deliveries)


def _deliveries(rows: Sequence[AgreementDelivery]) -> list[NoticeCase]:
    plants = people_of_plants({row.agreement.enterprise_id for row in rows})
    return [
        NoticeCase(
            kind="enterprises.delivery",
            id=row.pk,
            due_on=row.due_on,
            what=_("%(year)d 年度自愿协议兑现报告") % {"year": row.year},
            where=row.agreement.enterprise.name,
            href=reverse("enterprises:delivery_edit", args=[row.pk]),
            desk_href=reverse("enterprises:agreement_detail", args=[row.agreement_id]),
            plant=plants.get(row.agreement.enterprise_id, ()),
            agents=(),
            places=places_above(row.agreement.enterprise.region),
        )
        for row in rows
    ]
