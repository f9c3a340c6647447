"""Input of measures and their effects."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.forms.formsets import BaseFormSet, formset_factory
from django.utils.translation import gettext_lazy as _

from config.common.forms import VersionedForm, offer_choices
from config.common.lifecycles import Move
from config.common.units import alternatives
from config.common.wording import unit_words
from measures.enums import CostClass, EffectSource, MeasureKind
from measures.forms.fields import amount_field, day_field, text_area
from measures.models import BenefitIndicator, Effect, Measure


class MeasureForm(forms.Form):
    """What is said about a measure, and its money."""

    title = forms.CharField(
        label=_("方案名称"),
        max_length=120,
        help_text=_("写清设备和做法，例如：焦炉烟气脱硫脱硝改造。"),
        widget=forms.TextInput(attrs={"data-wide": ""}),
    )
    kind = forms.ChoiceField(label=_("类型"), choices=[("", _("请选择八类之一")), *MeasureKind.choices])
    planned_on = day_field(_("计划完成"), required=False)
    investment_planned_wan = amount_field(_("计划投资"), "万元", required=True, min_value=Decimal(0))
    benefit_expected_wan = amount_field(_("预期经济效益"), "万元/a", required=True)
    investment_actual_wan = amount_field(_("实际投资"), "万元", min_value=Decimal(0))
    benefit_achieved_wan = amount_field(_("实际经济效益"), "万元/a")
    cost_class = forms.ChoiceField(
        label=_("费用类别"), required=False, choices=[("", _("按本轮标准自动确定")), *CostClass.choices]
    )
    cost_class_reason = forms.CharField(label=_("费用类别调整理由"), required=False, max_length=200)
    description = forms.CharField(label=_("方案简述"), required=False, max_length=4000, widget=text_area())


class MeasureCreateForm(MeasureForm):
    """A new measure has nothing actual yet."""

    on = day_field(_("提出日期"))
    investment_actual_wan = None  # type: ignore[assignment]  # Django's way to leave a field out
    benefit_achieved_wan = None  # type: ignore[assignment]  # Django's way to leave a field out


class MeasureEditForm(MeasureForm, VersionedForm):
    pass


_AMOUNTS = ("baseline", "expected", "achieved")
_ORIGIN = ("meter", "source")


class EffectForm(forms.Form):
    """One indicator: baseline, expected, achieved; the row's name and unit stand beside."""

    indicator = forms.CharField(widget=forms.HiddenInput, max_length=20)
    baseline = amount_field(_("基准值"), min_value=Decimal(0))
    expected = amount_field(_("预期"), min_value=Decimal(0))
    achieved = amount_field(_("实际"), min_value=Decimal(0))
    unit = forms.CharField(label=_("单位"), required=False, max_length=12)
    source = forms.ChoiceField(
        label=_("数据来源"), required=False, choices=[("", "—"), *EffectSource.choices]
    )
    meter = forms.CharField(label=_("计量表或计量点"), required=False, max_length=80)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        row = self.initial.get("row")
        if row:
            choices = [(unit, unit_words(unit)) for unit in alternatives(row.unit)]
            self.fields["unit"] = forms.ChoiceField(label=_("单位"), required=False, choices=choices)
            self.order_fields(("indicator", *_AMOUNTS, "unit", "source", "meter"))
        for name, field in self.fields.items():
            if row and name != "indicator":
                field.widget.attrs["aria-label"] = f"{row.words} {field.label} {row.unit_words}"


EffectFormSet = formset_factory(EffectForm, extra=0, max_num=60, validate_max=True)


def effect_formset(
    data: Any, indicators: Sequence[BenefitIndicator], effects: Iterable[Effect] = ()
) -> BaseFormSet:
    """One row for each indicator, filled where the measure has an effect."""
    present = {effect.indicator_id: effect for effect in effects}
    initial = [
        {"indicator": row.code, "row": row}
        | ({n: getattr(present[row.pk], n) for n in (*_AMOUNTS, *_ORIGIN)} if row.pk in present else {})
        for row in indicators
    ]
    return EffectFormSet(data, initial=initial, prefix="effects")


def effects_given(formset: BaseFormSet) -> list[dict[str, Any]]:
    """The rows somebody filled: an empty row is no effect."""
    rows = [form.cleaned_data for form in formset.forms if form.cleaned_data.get("indicator")]
    return [
        {name: row.get(name) for name in ("indicator", *_AMOUNTS, "unit", *_ORIGIN)}
        for row in rows
        if any(row.get(name) is not None for name in _AMOUNTS)
    ]


class MoveForm(VersionedForm):
    """One move of the lifecycle; the view hands over the moves that begin in the measure's state."""

    move = forms.ChoiceField(label=_("办理"), widget=forms.RadioSelect)
    on = day_field(_("日期"))
    reason = forms.CharField(
        label=_("原因或说明"),
        required=False,
        max_length=200,
        widget=text_area(),
        help_text=_("筛除、判定不可行、放弃，以及评估前提前实施中/高费方案时必须填写。"),
    )

    def __init__(self, *args: Any, moves: Sequence[Move], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_choices(self, "move", [(move.name, move.label) for move in moves])


def measure_initial(measure: Measure) -> dict[str, Any]:
    """The measure as its form shows it; a class that follows from the money is left to the money."""
    names = [name for name in MeasureForm.base_fields if name != "cost_class"]
    values = {name: getattr(measure, name) for name in names}
    return values | {
        "cost_class": measure.cost_class if measure.cost_class_reason else "",
        "version": measure.version,
    }
