"""Input of cash sheets, conclusions and the province's figures."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from config.common.forms import offer_choices
from enterprises.enums import Scale
from measures.calculations.feasibility import CashSheet, investment
from measures.enums import CostClass, ParameterCode
from measures.forms.fields import amount_field, day_field, text_area
from measures.models import Conclusion, FeasibilitySheet, Measure

SUBSIDY_TOO_LARGE = _("补助不能大于建设投资、建设期利息与流动资金之和。")
_SHEET = tuple(CashSheet.__dataclass_fields__)
_RATES = ("tax_rate", "discount_rate")


class FeasibilityForm(forms.Form):
    """The cash sheet of the tool; rates are asked in percent and handed on as fractions."""

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
        if not set(_SHEET) & set(self.errors) and investment(self._sheet(values)) < 0:
            self.add_error("subsidy", SUBSIDY_TOO_LARGE)
        return values

    @property
    def sheet(self) -> CashSheet:
        return self._sheet(self.cleaned_data)

    def _sheet(self, values: dict[str, Any]) -> CashSheet:
        rates = {name: values[name] / 100 for name in _RATES}
        return CashSheet(**({name: values[name] for name in _SHEET} | rates))


class ConclusionForm(forms.Form):
    """Yes or no on one aspect, with what it rests on."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, initial=0)
    passed = forms.TypedChoiceField(
        label=_("结论"),
        choices=[("yes", _("可行")), ("no", _("不可行"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("依据"),
        max_length=1000,
        widget=text_area(4),
        help_text=_("写清依据什么得出这一结论，例如同类装置运行情况、监测数据、设备报价。"),
    )


class EconomicForm(FeasibilityForm, ConclusionForm):
    """The economic conclusion stands on its sheet."""

    despite = forms.CharField(
        label=_("未达指标仍推荐的理由"),
        required=False,
        max_length=300,
        widget=text_area(2),
        help_text=_("测算结果达到各项指标时不用填写。"),
    )

    field_order = (*_SHEET, "passed", "reason", "despite")


def conclusion_initial(row: Conclusion | None) -> dict[str, Any]:
    if row is None:
        return {"version": 0}
    return {
        "version": row.version,
        "passed": "yes" if row.passed else "no",
        "reason": row.reason,
        "despite": row.despite,
    }


def sheet_initial(measure: Measure, sheet: FeasibilitySheet | None) -> dict[str, Any]:
    """The sheet there is, else what the proposal says of investment and benefit."""
    if sheet is None:
        return {
            "construction": measure.investment_planned_wan,
            "yearly_saving": measure.benefit_expected_wan,
        }
    return {name: getattr(sheet, name) * (100 if name in _RATES else 1) for name in _SHEET}


class ParameterForm(forms.Form):
    """A figure of the province from a day on."""

    code = forms.ChoiceField(label=_("参数"))
    cost_class = forms.ChoiceField(
        label=_("费用类别"), required=False, choices=[("", _("不限")), *CostClass.choices]
    )
    scale = forms.ChoiceField(
        label=_("企业规模"), required=False, choices=[("", _("不限")), *[c for c in Scale.choices if c[0]]]
    )
    from_wan = amount_field(
        _("投资自"), "万元", min_value=Decimal(0), help_text=_("只对不小于这一投资的方案适用；不限时留空。")
    )
    value = amount_field(_("数值"), required=True, min_value=Decimal(0))
    valid_from = day_field(_("自何日起"))
    basis = forms.CharField(label=_("依据"), max_length=120, help_text=_("文件名称和文号。"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_choices(self, "code", ParameterCode.choices)

    def clean_from_wan(self) -> Decimal:
        return self.cleaned_data["from_wan"] or Decimal(0)
