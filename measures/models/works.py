"""How a measure is built: steps planned and done, money by source and as it was drawn."""

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from config.common.quantities import QuantityField
from measures.enums import FundSource
from measures.models.measure import Measure


class WorkStep(models.Model):
    """One step of the building, with what was planned and what happened."""

    measure = models.ForeignKey(Measure, models.CASCADE, related_name="steps")
    name = models.CharField(_("步骤"), max_length=60)
    planned_from = models.DateField(_("计划开始"))
    planned_to = models.DateField(_("计划完成"))
    begun_on = models.DateField(_("实际开始"), null=True, blank=True)
    done_on = models.DateField(_("实际完成"), null=True, blank=True)

    class Meta:
        ordering = ["planned_from", "pk"]
        constraints = [
            models.CheckConstraint(
                name="step_planned_in_order", condition=Q(planned_from__lte=F("planned_to"))
            ),
            models.CheckConstraint(
                name="step_done_in_order",
                condition=Q(done_on__isnull=True) | Q(begun_on__isnull=False, begun_on__lte=F("done_on")),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class FundingQuerySet(models.QuerySet["Funding"]):
    def visible_to(self, user: User) -> "FundingQuerySet":
        return self.filter(measure__in=Measure.objects.visible_to(user))


class Funding(models.Model):
    """What one source is to pay, 万元."""

    measure = models.ForeignKey(Measure, models.CASCADE, related_name="fundings")
    source = models.CharField(_("资金来源"), max_length=10, choices=FundSource)
    planned_wan = QuantityField(_("计划金额"), unit="万元")
    note = models.CharField(_("批文或合同"), max_length=120, blank=True)

    objects = FundingQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["measure", "source"], name="funding_once")]

    def __str__(self) -> str:
        return f"{self.measure_id} {self.source}"

    @property
    def drawn_wan(self) -> Decimal:
        """What was drawn so far; the draws are read with the row."""
        return sum((draw.amount_wan for draw in self.draws.all()), Decimal(0))


class FundingDraw(models.Model):
    """Money of a source as it came, 万元; never changed."""

    funding = models.ForeignKey(Funding, models.PROTECT, related_name="draws")
    amount_wan = QuantityField(_("到位金额"), unit="万元")
    drawn_on = models.DateField(_("到位日期"))
    note = models.CharField(_("凭证号"), max_length=80, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["drawn_on", "pk"]
        constraints = [
            models.CheckConstraint(name="draw_is_positive", condition=Q(amount_wan__gt=0)),
        ]

    def __str__(self) -> str:
        return f"{self.funding_id} {self.drawn_on}"
