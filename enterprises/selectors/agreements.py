"""Reads of voluntary agreements, their targets and the yearly reports on them."""

from collections.abc import Iterator, Sequence
from datetime import date

from django.db.models import Min, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Region, User
from config.common.access import Permission, allowed
from config.common.story import StoryEvent
from enterprises.enums import AgreementState, DeliveryState, DutyCode, ListingState, ListState
from enterprises.gates.agreement_delivery import TargetFacts
from enterprises.models import (
    AgreementDelivery,
    AgreementTarget,
    DeliveredValue,
    Duty,
    Enterprise,
    Representative,
    VoluntaryAgreement,
)

_WAITING = (DeliveryState.OWED, DeliveryState.RETURNED)


def with_progress(rows: QuerySet[VoluntaryAgreement]) -> QuerySet[VoluntaryAgreement]:
    """Each with its targets and `next_due`, the soonest report owed."""
    owed = AgreementDelivery.objects.filter(agreement=OuterRef("pk"), state__in=_WAITING)
    soonest = owed.order_by().values("agreement").annotate(day=Min("due_on")).values("day")
    rows = rows.select_related("enterprise__region__city", "bureau").prefetch_related(
        _checked("targets__delivered")
    )
    return rows.annotate(next_due=Subquery(soonest))


def _checked(lookup: str) -> Prefetch:
    """The values the bureau has checked, oldest first, at the end of `lookup`."""
    rows = DeliveredValue.objects.filter(delivery__state=DeliveryState.CHECKED)
    return Prefetch(
        lookup, rows.select_related("delivery").order_by("delivery__year"), to_attr="checked_values"
    )


def agreements_for(user: User) -> QuerySet[VoluntaryAgreement]:
    """Agreements a person may see, with targets and progress."""
    return with_progress(VoluntaryAgreement.objects.visible_to(user))


def agreements_public() -> QuerySet[VoluntaryAgreement]:
    """What everybody may read: who signed, what was promised, and what was delivered; newest first."""
    return with_progress(VoluntaryAgreement.objects.public()).order_by("-signed_on", "-pk")


def agreement_for(user: User, pk: int) -> QuerySet[VoluntaryAgreement]:
    """At most the one, with what its page needs."""
    deliveries = Prefetch(
        "deliveries",
        AgreementDelivery.objects.select_related("proof", "submitted_by", "checked_by").prefetch_related(
            "values"
        ),
    )
    rows = agreements_for(user).filter(pk=pk).select_related("created_by")
    return rows.prefetch_related(deliveries)


def agreements_of(user: User, enterprise: Enterprise) -> list[VoluntaryAgreement]:
    """Those of one enterprise, for its page; nobody else's right is needed there than the one to read them."""
    if not allowed(user, Permission.AGREEMENTS_READ):
        return []
    rows = VoluntaryAgreement.objects.visible_to(user).filter(enterprise=enterprise)
    return list(rows.exclude(state=AgreementState.WITHDRAWN).select_related("bureau"))


def deliveries_for(user: User) -> QuerySet[AgreementDelivery]:
    """Yearly reports a person may see."""
    related = ("agreement__enterprise__region", "agreement__bureau", "proof")
    return AgreementDelivery.objects.visible_to(user).select_related(*related)


def deliveries_to_check(user: User) -> QuerySet[AgreementDelivery]:
    """Reports that wait for this officer's own bureau."""
    rows = deliveries_for(user).filter(state=DeliveryState.SUBMITTED, agreement__bureau=user.region_id)
    return rows.filter(agreement__state=AgreementState.SIGNED).order_by("submitted_at", "pk")


def deliveries_owed(user: User, by_day: date) -> QuerySet[AgreementDelivery]:
    """Reports the person's enterprises owe by that day, soonest first."""
    rows = deliveries_for(user).filter(state__in=_WAITING, agreement__state=AgreementState.SIGNED)
    return rows.filter(due_on__lte=by_day).order_by("due_on", "pk")


def drafts_to_sign(user: User) -> QuerySet[VoluntaryAgreement]:
    """Drafts for this officer's own bureau."""
    rows = VoluntaryAgreement.objects.visible_to(user).filter(state=AgreementState.DRAFT)
    return rows.filter(bureau=user.region_id)


def bureaus_of(enterprise: Enterprise) -> QuerySet[Region]:
    """The places whose bureau may sign with an enterprise: its own, its city, its province."""
    place = enterprise.region
    ids = [pk for pk in (place.pk, place.city_id, place.province_id) if pk]
    return Region.objects.filter(pk__in=ids).order_by("path")


def acts_for(user: User, enterprise: Enterprise) -> bool:
    return Representative.objects.filter(enterprise=enterprise, user=user, until__isnull=True).exists()


def plant_people(enterprise_id: int) -> list[int]:
    """Who acts for the enterprise today and can sign in."""
    rows = Representative.objects.filter(enterprise=enterprise_id, until__isnull=True, user__is_active=True)
    return list(rows.order_by("pk").values_list("user_id", flat=True))


def audit_owed_until(enterprise: Enterprise) -> date | None:
    """The day by which the enterprise owes a mandatory audit (Art. 27), if it owes one."""
    owed = Duty.objects.filter(
        code=DutyCode.FINISH,
        met_on__isnull=True,
        listing__enterprise=enterprise,
        listing__state=ListingState.LISTED,
        listing__mandatory_list__state=ListState.PUBLISHED,
    )
    day: date | None = owed.order_by("due_on").values_list("due_on", flat=True).first()
    return day


def target_facts(agreement: VoluntaryAgreement) -> list[TargetFacts]:
    """Each target with the newest value that was checked."""
    return [facts_of_target(target) for target in agreement.targets.prefetch_related(_checked("delivered"))]


def facts_of_target(target: AgreementTarget) -> TargetFacts:
    """A target that was read with its `checked_values`."""
    checked: list[DeliveredValue] = getattr(target, "checked_values", [])
    last = checked[-1] if checked else None
    return TargetFacts(
        target.name,
        target.unit,
        target.target,
        target.due_on,
        last.value if last else None,
        last.delivery.year if last else None,
    )


def agreement_events(user: User, ids: Sequence[int]) -> list[StoryEvent]:
    """Hook STORY: signed, and how it ended; the caller has checked that the enterprises are the reader's."""
    if not allowed(user, Permission.AGREEMENTS_READ):
        return []
    rows = VoluntaryAgreement.objects.visible_to(user).filter(enterprise__in=ids, signed_on__isnull=False)
    return [event for row in rows.select_related("bureau") for event in _events(row)]


def _events(row: VoluntaryAgreement) -> Iterator[StoryEvent]:
    href = reverse("enterprises:agreement_detail", args=[row.pk])
    if row.signed_on:
        yield StoryEvent(row.signed_on, _("自愿协议"), row.document_no, row.bureau.bureau_name, href)
    if row.closed_on:
        kind = str(row.get_state_display())
        yield StoryEvent(row.closed_on, kind, row.closed_document_no, row.closed_reason, href)


def with_reports(kind: str, today: date) -> QuerySet[VoluntaryAgreement]:
    """Agreements in force with a report that is `submitted` and not yet checked, or `late`."""
    reported = Q(deliveries__state=DeliveryState.SUBMITTED)
    late = Q(deliveries__state__in=_WAITING, deliveries__due_on__lt=today)
    rows = VoluntaryAgreement.objects.filter(state=AgreementState.SIGNED)
    return rows.filter(late if kind == "late" else reported)
