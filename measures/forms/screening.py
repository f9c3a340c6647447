"""Input of screening: the weights of a round, the scores of its measures, the factors of a scheme."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.forms.formsets import formset_factory
from django.utils.translation import gettext_lazy as _

from config.common.wording import number_words
from measures.calculations.screening import HIGHEST, LOWEST
from measures.facts import Factor
from measures.forms.fields import amount_field, day_field
from measures.models import Measure, ScreeningScheme
from measures.selectors.screening import Sheet


class ScreeningForm(forms.Form):
    """One weight for each factor, one score for each open measure and factor; the whole sheet is sent."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, data: Any, *, sheet: Sheet, measures: Sequence[Measure]) -> None:
        initial = {"version": sheet.kept.version if sheet.kept else 0}
        super().__init__(data, initial=initial, use_required_attribute=False)
        self.sheet, self.measures = sheet, measures
        for factor in sheet.factors:
            self.fields[f"weight-{factor.pk}"] = self._weight(factor)
        for measure in measures:
            for factor in sheet.factors:
                self.fields[f"score-{measure.pk}-{factor.pk}"] = self._score(measure, factor)

    def _weight(self, factor: Factor) -> forms.DecimalField:
        words = {"least": number_words(factor.least), "most": number_words(factor.most)}
        return amount_field(
            factor.name,
            required=True,
            initial=self.sheet.weights[factor.pk],
            help_text=_("%(least)s 至 %(most)s") % words,
        )

    def _score(self, measure: Measure, factor: Factor) -> forms.IntegerField:
        words = _("%(number)s %(name)s 得分") % {"number": measure.number, "name": factor.name}
        attrs = {"inputmode": "numeric", "autocomplete": "off", "aria-label": words}
        return forms.IntegerField(
            label=factor.name,
            required=False,
            initial=self.sheet.scores.get(measure.pk, {}).get(factor.pk),
            min_value=LOWEST,
            max_value=HIGHEST,
            widget=forms.TextInput(attrs=attrs),
        )

    def weight_fields(self) -> list[forms.BoundField]:
        return [self[f"weight-{factor.pk}"] for factor in self.sheet.factors]

    def rows(self) -> list[tuple[Measure, list[forms.BoundField]]]:
        return [(row, [self[f"score-{row.pk}-{f.pk}"] for f in self.sheet.factors]) for row in self.measures]

    def values(self) -> dict[str, Any]:
        """What screening_keep takes; a row left empty has no scores."""
        given = self.cleaned_data
        scores: dict[int, dict[int, int]] = {
            row.pk: {
                factor.pk: given[f"score-{row.pk}-{factor.pk}"]
                for factor in self.sheet.factors
                if given[f"score-{row.pk}-{factor.pk}"] is not None
            }
            for row in self.measures
        }
        return {
            "version": given["version"],
            "weights": {factor.pk: given[f"weight-{factor.pk}"] for factor in self.sheet.factors},
            "scores": scores,
        }


class SchemeForm(forms.Form):
    """The factors of the province from a day on."""

    valid_from = day_field(_("自何日起"))
    basis = forms.CharField(label=_("依据"), max_length=120, help_text=_("文件名称和文号。"))
    weight_total = amount_field(
        _("权重合计应为"), min_value=Decimal(1), help_text=_("文件没有规定合计时留空。")
    )


class FactorForm(forms.Form):
    name = forms.CharField(label=_("因素"), max_length=20, required=False)
    english = forms.CharField(label=_("英文名称"), max_length=40, required=False)
    least = amount_field(_("权重下限"))
    weight = amount_field(_("通常权重"))
    most = amount_field(_("权重上限"))

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        amounts = [values.get(name) for name in ("least", "weight", "most")]
        if values.get("name") and None in amounts and not self.errors:
            self.add_error("name", _("请写全权重下限、通常权重和上限；不要这一因素就清空名称。"))
        return values


_FactorFormSet = formset_factory(FactorForm, extra=2, max_num=12, absolute_max=12)


def factor_formset(data: Any, scheme: ScreeningScheme) -> Any:
    """The factors in force, to be changed."""
    names = tuple(FactorForm.base_fields)
    initial = [{name: getattr(row, name) for name in names} for row in scheme.factors.all()]
    return _FactorFormSet(data, initial=initial, prefix="factors")


def factors_given(formset: Any) -> list[Mapping[str, Any]]:
    return [form.cleaned_data for form in formset.forms if form.cleaned_data.get("name")]
