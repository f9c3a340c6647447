"""A year's report on a voluntary agreement: sent with its proof by the enterprise, checked by the bureau."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services.activity import activity_record
from config.common.errors import Problem, Refused
from config.common.kept import edition_bump
from config.common.versions import guarded_update
from enterprises.enums import DeliveryState
from enterprises.models import AgreementDelivery, DeliveredValue
from enterprises.rules.agreements import check_bureau, check_report, check_waits
from enterprises.rules.registry import check_acts_for, check_in_charge
from enterprises.selectors.agreements import acts_for, plant_people
from operations.facts import Telling
from operations.models import Attachment
from operations.services.attachments import attachment_write
from operations.services.notices import people_tell


@transaction.atomic
def delivery_report(
    *,
    delivery: AgreementDelivery,
    version: int,
    values: Mapping[int, Decimal | None],
    by: User,
    at: datetime,
    note: str = "",
    proof: Attachment | None = None,
) -> AgreementDelivery:
    """Report where each target stood at the end of the year (`values` by target id); replaces what was sent before.

    A returned report keeps its proof unless a new one comes with it.
    """
    agreement = delivery.agreement
    check_acts_for(by, represents=acts_for(by, agreement.enterprise))
    targets = list(agreement.targets.all())
    today = timezone.localtime(at).date()
    check_report(delivery, values, targets, today, has_proof=bool(proof or delivery.proof_id))
    changes: dict[str, Any] = {"proof": attachment_write(attachment=proof)} if proof else {}
    guarded_update(
        delivery,
        version=version,
        state=DeliveryState.SUBMITTED,
        note=note.strip(),
        submitted_by=by,
        submitted_at=at,
        checked_by=None,
        checked_at=None,
        **changes,
    )
    delivery.values.all().delete()
    DeliveredValue.objects.bulk_create(
        DeliveredValue(delivery=delivery, target=one, value=values[one.pk]) for one in targets
    )
    told = {one.name: f"{values[one.pk]} {one.unit}" for one in targets}
    _record(delivery, "delivery_report", by, at, told | {"year": delivery.year})
    return delivery


@transaction.atomic
def delivery_check(*, delivery: AgreementDelivery, version: int, by: User, at: datetime) -> AgreementDelivery:
    """The bureau finds the figures proved; they count from now on."""
    _may(delivery, by)
    _decide(delivery, version, DeliveryState.CHECKED, "", by, at)
    edition_bump()
    _record(delivery, "delivery_check", by, at, {"year": delivery.year})
    return delivery


@transaction.atomic
def delivery_return(
    *, delivery: AgreementDelivery, version: int, reason: str, by: User, at: datetime
) -> AgreementDelivery:
    """The bureau sends it back with a reason; the enterprise is told and owes it again."""
    _may(delivery, by)
    if not reason.strip():
        raise Refused(
            _("退回要写明理由。"), [Problem("reason", _("请写明哪里不符、怎样补正，企业会看到这段话。"))]
        )
    _decide(delivery, version, DeliveryState.RETURNED, reason.strip()[:300], by, at)
    _tell(delivery, at)
    _record(delivery, "delivery_return", by, at, {"year": delivery.year, "reason": delivery.reason})
    return delivery


def _may(delivery: AgreementDelivery, by: User) -> None:
    check_in_charge(by, delivery.agreement.enterprise.region)
    check_bureau(delivery.agreement, by)
    check_waits(delivery)


def _decide(
    delivery: AgreementDelivery, version: int, state: DeliveryState, reason: str, by: User, at: datetime
) -> None:
    guarded_update(delivery, version=version, state=state, reason=reason, checked_by=by, checked_at=at)


def _tell(delivery: AgreementDelivery, at: datetime) -> None:
    facts = {"name": delivery.agreement.enterprise.name, "year": delivery.year, "why": delivery.reason}
    telling = Telling(
        rule="delivery_returned",
        case_kind="enterprises.delivery",
        case_id=delivery.pk,
        mark=str(delivery.version),
        text=_("%(name)s：%(year)d 年度自愿协议兑现报告被退回：%(why)s") % facts,
        href=reverse("enterprises:delivery_edit", args=[delivery.pk]),
    )
    people_tell(telling=telling, people=plant_people(delivery.agreement.enterprise_id), at=at)


def _record(delivery: AgreementDelivery, verb: str, by: User, at: datetime, new: dict[str, Any]) -> None:
    agreement = delivery.agreement
    activity_record(by=by, at=at, verb=verb, thing=agreement, region=agreement.enterprise.region, new=new)
