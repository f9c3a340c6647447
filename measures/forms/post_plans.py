"""Input of the yearly plan: how the measures are divided, and how many of each part are drawn."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.forms.formsets import BaseFormSet, formset_factory
from django.utils.translation import gettext_lazy as _

from measures.enums import Strata
from measures.forms.fields import day_field


class PostPlanForm(forms.Form):
    by_strata = forms.ChoiceField(label=_("分层方式"), choices=Strata.choices)
    planned_on = day_field(
        _("计划日期"), help_text=_("抽样范围是此日之前一至三年通过验收、尚未安排后评估的轮次。")
    )
    seed = forms.CharField(
        label=_("随机种子"),
        required=False,
        max_length=40,
        help_text=_("留空由系统生成；无论哪种都记录在案，任何人可用它重新抽取核对。"),
    )


class StratumForm(forms.Form):
    stratum = forms.CharField(widget=forms.HiddenInput, max_length=80)
    number = forms.IntegerField(label=_("抽取数量"), min_value=0, max_value=100_000, required=False)


StratumFormSet = formset_factory(StratumForm, extra=0, max_num=500)


def stratum_formset(data: Any, sizes: Mapping[str, int], words: Mapping[str, str]) -> BaseFormSet:
    """One row for each stratum, with a tenth of it (at least one) proposed."""
    initial = [
        {"stratum": name, "number": -(-size // 10), "size": size, "words": words[name]}
        for name, size in sizes.items()
    ]
    found = StratumFormSet(data, initial=initial, prefix="strata")
    for form in found.forms:
        form.fields["number"].widget.attrs["aria-label"] = str(form.initial.get("words", ""))
    return found
