"""Figures the province sets for measures: limits, benchmarks, thresholds."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from config.common.quantities import QuantityField
from measures.enums import CostClass, ParameterCode


class MeasureParameter(models.Model):
    """One figure in force from a day; nowhere is it law for the whole country, so it is data with its basis and mark.

    Of the rows that fit, those that say most decide (cost class, size of the enterprise in `scale`, investment
    from `from_wan` on), and of these the newest. An empty column fits everything. Rows are added, never edited.
    """

    code = models.CharField(_("参数"), max_length=20, choices=ParameterCode)
    cost_class = models.CharField(_("费用类别"), max_length=6, choices=CostClass, blank=True)
    scale = models.CharField(_("企业规模"), max_length=10, blank=True)
    from_wan = QuantityField(_("投资自"), unit="万元", default=0)
    value = QuantityField(_("数值"))
    valid_from = models.DateField(_("自何日起"))
    basis = models.CharField(_("依据"), max_length=120)
    mark = models.CharField(_("可靠程度"), max_length=1)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["code", "cost_class", "scale", "from_wan", "-valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["code", "cost_class", "scale", "from_wan", "valid_from"],
                name="measure_parameter_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.value} {self.valid_from}"

    @property
    def trail_name(self) -> str:
        return f"{self.get_code_display()} {self.value} {self.valid_from}"
