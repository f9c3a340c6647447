"""Input of post-assessments."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.forms.formsets import BaseFormSet, formset_factory
from django.utils.translation import gettext_lazy as _

from config.common.forms import VersionedForm
from measures.enums import Running
from measures.forms.fields import amount_field, day_field, text_area
from measures.models import Measure


class PostAssessmentPlanForm(forms.Form):
    planned_on = day_field(_("计划日期"), help_text=_("一般在验收通过后一至三年之间。"))


class PostAssessmentForm(VersionedForm):
    assessed_on = day_field(_("后评估日期"))
    conclusion = forms.CharField(label=_("结论"), max_length=4000, widget=text_area(4))


class PostItemForm(forms.Form):
    """One measure a year later."""

    measure = forms.IntegerField(widget=forms.HiddenInput)
    running = forms.ChoiceField(label=_("运行情况"), choices=[("", _("请选择")), *Running.choices])
    read_wan = amount_field(_("现场核实效益"), "万元/a")
    note = forms.CharField(label=_("说明"), required=False, max_length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        row = self.initial.get("row")
        for name, field in self.fields.items():
            if row and name != "measure":
                field.widget.attrs["aria-label"] = f"{row.number} {field.label}"


PostItemFormSet = formset_factory(PostItemForm, extra=0, max_num=1000)


def post_item_formset(data: Any, measures: Sequence[Measure]) -> BaseFormSet:
    """One row for each standing measure of the round."""
    initial = [{"measure": measure.pk, "row": measure} for measure in measures]
    return PostItemFormSet(data, initial=initial, prefix="items")
