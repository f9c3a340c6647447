"""Input of a measure's building."""

from typing import Any

from django import forms
from django.forms.formsets import formset_factory
from django.utils.translation import gettext_lazy as _

from measures.enums import FundSource
from measures.facts import PlannedFund, PlannedStep
from measures.forms.fields import amount_field, day_field
from measures.models import Measure
from measures.selectors.works import Works

_STEP = tuple(PlannedStep.__dataclass_fields__)
_BLANK_ROWS = 3


class StepForm(forms.Form):
    name = forms.CharField(label=_("步骤"), max_length=60, required=False)
    planned_from = day_field(_("计划开始"), required=False)
    planned_to = day_field(_("计划完成"), required=False)
    begun_on = day_field(_("实际开始"), required=False)
    done_on = day_field(_("实际完成"), required=False)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        whole = all(values.get(name) for name in _STEP[:3])
        if any(values.get(name) for name in _STEP) and not whole and not self.errors:
            self.add_error("name", _("请写全步骤名称、计划开始和计划完成；不要这一步就全部清空。"))
        return values


class FundForm(forms.Form):
    source = forms.ChoiceField(choices=FundSource.choices, widget=forms.HiddenInput)
    planned_wan = amount_field(_("计划金额"), "万元", min_value=0)
    note = forms.CharField(label=_("批文或合同"), max_length=120, required=False)


class DrawForm(forms.Form):
    amount_wan = amount_field(_("到位金额"), "万元", required=True, min_value=0)
    drawn_on = day_field(_("到位日期"))
    note = forms.CharField(label=_("凭证号"), max_length=80, required=False)


class WorksForms:
    """Steps and sources, valid together or not at all."""

    def __init__(self, data: Any, *, measure: Measure, works: Works) -> None:
        held = {row.source: row for row in works.fundings}
        steps = formset_factory(StepForm, extra=_BLANK_ROWS, max_num=40, absolute_max=60)
        funds = formset_factory(FundForm, extra=0, max_num=len(FundSource), absolute_max=10)
        version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
        self.version = type("VersionForm", (forms.Form,), {"version": version})(
            data, initial={"version": measure.version}
        )
        self.steps = steps(
            data,
            initial=[{name: getattr(row, name) for name in _STEP} for row in works.steps],
            prefix="steps",
        )
        self.funds = funds(
            data, initial=[_fund_initial(source, held.get(source)) for source in FundSource], prefix="funds"
        )

    def is_valid(self) -> bool:
        return all([self.version.is_valid(), self.steps.is_valid(), self.funds.is_valid()])

    @property
    def has_errors(self) -> bool:
        counts = self.steps.total_error_count() + self.funds.total_error_count()
        return bool(self.version.errors or counts)

    def values(self) -> dict[str, Any]:
        """What works_save takes."""
        steps = [form.cleaned_data for form in self.steps.forms if form.cleaned_data.get("name")]
        funds = [form.cleaned_data for form in self.funds.forms if form.cleaned_data.get("planned_wan")]
        return {
            "version": self.version.cleaned_data["version"],
            "steps": [PlannedStep(**{name: row[name] for name in _STEP}) for row in steps],
            "funds": [PlannedFund(row["source"], row["planned_wan"], row["note"]) for row in funds],
        }


def _fund_initial(source: FundSource, row: Any) -> dict[str, Any]:
    known = {"planned_wan": row.planned_wan, "note": row.note} if row else {}
    return {"source": source, "label": source.label} | known
