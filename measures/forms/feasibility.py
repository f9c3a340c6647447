"""Input of cash sheets."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from measures.calculations.feasibility import CashSheet, investment
from measures.forms.fields import amount_field

SUBSIDY_TOO_LARGE = _("补助不能大于建设投资、建设期利息与流动资金之和。")


class FeasibilityForm(forms.Form):
    """The cash sheet of a measure, as the tool asks for it; rates in percent."""

    construction = amount_field(_("建设投资"), "万元", required=True, min_value=Decimal(0))
    interest = amount_field(_("建设期利息"), "万元", min_value=Decimal(0))
    working_capital = amount_field(_("流动资金"), "万元", min_value=Decimal(0))
    subsidy = amount_field(
        _("补助"), "万元", min_value=Decimal(0), help_text=_("政府补助等不用偿还的资金，从投资中扣除。")
    )
    yearly_saving = amount_field(
        _("年净收益"), "万元/a", required=True, help_text=_("每年增加的收入与节省的运行费用之和。")
    )
    depreciation_years = forms.IntegerField(label=_("折旧年限"), min_value=1, max_value=100, initial=10)
    tax_rate = amount_field(
        _("所得税率"), "%", required=True, min_value=Decimal(0), max_value=Decimal(100), initial=25
    )
    years = forms.IntegerField(label=_("计算期"), min_value=1, max_value=100, initial=10)
    discount_rate = amount_field(
        _("折现率"), "%", required=True, min_value=Decimal(0), max_value=Decimal(100), initial=5
    )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        for name in ("interest", "working_capital", "subsidy"):
            if name not in self.errors:
                values[name] = values.get(name) or Decimal(0)
        if not self.errors and investment(self._sheet(values)) < 0:
            self.add_error("subsidy", SUBSIDY_TOO_LARGE)
        return values

    @property
    def sheet(self) -> CashSheet:
        return self._sheet(self.cleaned_data)

    def _sheet(self, values: dict[str, Any]) -> CashSheet:
        rates = {name: values[name] / 100 for name in ("tax_rate", "discount_rate")}
        return CashSheet(**(values | rates))
