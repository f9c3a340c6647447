"""Voluntary agreements: what an enterprise promises a bureau beyond the law, and what it delivers (Art. 28)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Region, User
from config.common.access import Role
from config.common.quantities import QuantityField
from config.common.versions import Versioned
from enterprises.enums import AgreementState, DeliveryState
from enterprises.models.enterprise import Enterprise, visible_enterprises
from operations.models import Attachment

A = AgreementState
CLOSED = (A.DELIVERED, A.MISSED, A.ENDED)
PUBLIC = (A.SIGNED, *CLOSED)


class VoluntaryAgreementQuerySet(models.QuerySet["VoluntaryAgreement"]):
    def visible_to(self, user: User) -> "VoluntaryAgreementQuerySet":
        """Both parties see their drafts; other departments what was signed in their territory."""
        mine = self.filter(visible_enterprises(user, "enterprise__"))
        return mine.filter(state__in=PUBLIC) if user.role == Role.DEPARTMENT else mine

    def public(self) -> "VoluntaryAgreementQuerySet":
        """Names and results of who signed are published by law."""
        return self.filter(state__in=PUBLIC, enterprise__merged_into__isnull=True)


class VoluntaryAgreement(Versioned):
    """An agreement on further reduction between an enterprise and the bureau of `bureau`.

    `closed_…` hold the document by which it was found delivered or missed, or was ended.
    """

    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="agreements")
    bureau = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("签订机关"))
    starts_on = models.DateField(_("履行期自"))
    ends_on = models.DateField(_("履行期至"))
    pledge = models.CharField(_("企业承诺"), max_length=1000)
    incentives = models.JSONField(_("激励措施"), default=list, blank=True)
    incentive_note = models.CharField(_("激励措施说明"), max_length=300, blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=AgreementState, default=A.DRAFT)
    document_no = models.CharField(_("协议编号"), max_length=60, blank=True)
    signed_on = models.DateField(_("签订日期"), null=True, blank=True)
    closed_document_no = models.CharField(_("认定或解除文号"), max_length=60, blank=True)
    closed_on = models.DateField(_("认定或解除日期"), null=True, blank=True)
    closed_reason = models.CharField(_("认定或解除理由"), max_length=300, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    moved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    moved_at = models.DateTimeField()

    objects = VoluntaryAgreementQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["document_no"], condition=~Q(document_no=""), name="agreement_document_once"
            ),
            models.CheckConstraint(
                name="agreement_period_forward", condition=Q(ends_on__gt=models.F("starts_on"))
            ),
            models.CheckConstraint(
                name="agreement_signed_by_document",
                condition=Q(state__in=[A.DRAFT, A.WITHDRAWN], signed_on__isnull=True)
                | Q(state__in=PUBLIC, signed_on__isnull=False) & ~Q(document_no=""),
            ),
            models.CheckConstraint(
                name="agreement_closed_by_document",
                condition=Q(state__in=CLOSED, closed_on__isnull=False) & ~Q(closed_document_no="")
                | ~Q(state__in=CLOSED) & Q(closed_on__isnull=True, closed_document_no=""),
            ),
        ]
        indexes = [models.Index(fields=["state", "-signed_on"], name="agreement_state")]

    def __str__(self) -> str:
        return self.document_no or f"{self.enterprise_id} {self.starts_on}"


class AgreementTarget(models.Model):
    """One promise in figures: from `baseline` down to `target` in `unit` by a day."""

    agreement = models.ForeignKey(VoluntaryAgreement, models.CASCADE, related_name="targets")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(_("指标"), max_length=60)
    unit = models.CharField(_("单位"), max_length=20)
    baseline = QuantityField(_("基准值"))
    target = QuantityField(_("目标值"))
    due_on = models.DateField(_("达到期限"))

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "number"], name="agreement_target_once"),
            models.CheckConstraint(
                name="agreement_target_below_baseline",
                condition=Q(target__gte=0, baseline__gt=models.F("target")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}（{self.unit}）"


class AgreementDeliveryQuerySet(models.QuerySet["AgreementDelivery"]):
    def visible_to(self, user: User) -> "AgreementDeliveryQuerySet":
        return self.filter(agreement__in=VoluntaryAgreement.objects.visible_to(user))


class AgreementDelivery(Versioned):
    """What the enterprise reports for one year of an agreement, with its proof; owed from the signing on."""

    agreement = models.ForeignKey(VoluntaryAgreement, models.PROTECT, related_name="deliveries")
    year = models.PositiveSmallIntegerField(_("年度"))
    due_on = models.DateField(_("报告期限"))
    state = models.CharField(_("状态"), max_length=10, choices=DeliveryState, default=DeliveryState.OWED)
    note = models.CharField(_("说明"), max_length=500, blank=True)
    proof = models.ForeignKey(Attachment, models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.CharField(_("退回理由"), max_length=300, blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    submitted_at = models.DateTimeField(null=True, blank=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    checked_at = models.DateTimeField(null=True, blank=True)

    objects = AgreementDeliveryQuerySet.as_manager()

    class Meta:
        ordering = ["year"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "year"], name="agreement_delivery_once"),
            models.CheckConstraint(
                name="agreement_delivery_has_proof",
                condition=Q(state=DeliveryState.OWED)
                | Q(proof__isnull=False, submitted_by__isnull=False, submitted_at__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["state", "due_on"], name="agreement_delivery_due")]

    def __str__(self) -> str:
        return f"{self.agreement_id} {self.year}"


class DeliveredValue(models.Model):
    """Where a target stood in the year that a report is about."""

    delivery = models.ForeignKey(AgreementDelivery, models.CASCADE, related_name="values")
    target = models.ForeignKey(AgreementTarget, models.PROTECT, related_name="delivered")
    value = QuantityField(_("完成值"))

    class Meta:
        ordering = ["target__number"]
        constraints = [
            models.UniqueConstraint(fields=["delivery", "target"], name="delivered_value_once"),
            models.CheckConstraint(name="delivered_value_not_negative", condition=Q(value__gte=0)),
        ]

    def __str__(self) -> str:
        return f"{self.target_id} {self.value}"
