"""Is a measure worth it: the three conclusions in their order, and the cash sheet behind the last."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from config.common.quantities import QuantityField
from config.common.versions import Versioned
from measures.enums import Aspect
from measures.models.measure import Measure


class Conclusion(Versioned):
    """Yes or no for one aspect of a measure, with what it rests on."""

    measure = models.ForeignKey(Measure, models.CASCADE, related_name="conclusions")
    aspect = models.CharField(_("方面"), max_length=13, choices=Aspect)
    passed = models.BooleanField(_("可行"))
    reason = models.CharField(_("依据"), max_length=1000)
    despite = models.CharField(_("未达指标仍推荐的理由"), max_length=300, blank=True)
    concluded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    concluded_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["measure", "aspect"], name="conclusion_once")]

    def __str__(self) -> str:
        return f"{self.measure_id} {self.aspect}"


class FeasibilitySheet(Versioned):
    """A measure's cash sheet, and what was worked out of it by which version of the calculation.

    Money in 万元 and 万元/a, rates as fractions; None where a figure is undefined. The two limits are those
    of the parameters in force when it was worked out: the payback to stay under, the rate to reach.
    """

    measure = models.OneToOneField(Measure, models.CASCADE, related_name="sheet")
    construction = QuantityField(_("建设投资"), unit="万元")
    interest = QuantityField(_("建设期利息"), unit="万元", default=0)
    working_capital = QuantityField(_("流动资金"), unit="万元", default=0)
    subsidy = QuantityField(_("补助"), unit="万元", default=0)
    yearly_saving = QuantityField(_("年净收益"), unit="万元/a")
    depreciation_years = models.PositiveSmallIntegerField(_("折旧年限"))
    tax_rate = QuantityField(_("所得税率"))
    years = models.PositiveSmallIntegerField(_("计算期"))
    discount_rate = QuantityField(_("折现率"))
    investment = QuantityField(_("总投资 I"), unit="万元")
    depreciation = QuantityField(_("年折旧 D"), unit="万元/a")
    cash_flow = QuantityField(_("年净现金流量 F"), unit="万元/a")
    payback = QuantityField(_("投资偿还期 N"), unit="a", null=True)
    npv = QuantityField(_("净现值 NPV"), unit="万元")
    npvr = QuantityField(_("净现值率 NPVR"), null=True)
    irr = QuantityField(_("内部收益率 IRR"), null=True)
    payback_limit = QuantityField(_("基准偿还期"), unit="a", null=True)
    irr_limit = QuantityField(_("基准收益率"))
    acceptable = models.BooleanField(_("达到指标"))
    calculation = models.PositiveSmallIntegerField(_("算法版本"))
    computed_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["computed_at", "id"], name="sheet_computed")]

    def __str__(self) -> str:
        return str(self.measure_id)

    @property
    def trail_name(self) -> str:
        return self.measure.trail_name
