"""A score sheet as a form: what it is, and its rows."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from audits.calculations.outcomes import OUTCOMES
from audits.calculations.sheets import ItemTerms, SheetTerms, ThresholdTerms, VetoTerms
from audits.enums import Mark, Outcome, ReviewKind
from audits.forms.fields import AmountField, DayField
from audits.models import ScoreSheet
from config.common.forms import VersionedForm, offer_choices

_MARKS = Mark.choices


class SheetForm(VersionedForm):
    name = forms.CharField(label=_("评分表名称"), max_length=120)
    basis = forms.CharField(label=_("依据"), max_length=200)
    spread_limit = AmountField(
        label=_("分差提示"),
        unit=gettext_noop("分"),
        min_value=0,
        max_value=100,
        help_text=_("两位专家总分相差超过这个数时，提示组长复核。"),
    )
    note = forms.CharField(
        label=_("说明"), max_length=300, required=False, widget=forms.TextInput(attrs={"data-wide": ""})
    )


class ItemForm(forms.Form):
    section = forms.CharField(label=_("部分"), max_length=80)
    title = forms.CharField(label=_("评分项目"), max_length=200)
    maximum = AmountField(label=_("满分"), min_value=0, max_value=100)
    is_bonus = forms.BooleanField(label=_("加分项"), required=False)
    mark = forms.ChoiceField(label=_("核对"), choices=_MARKS, initial=Mark.UNCERTAIN)


class VetoForm(forms.Form):
    text = forms.CharField(label=_("否决事项"), max_length=200)
    mark = forms.ChoiceField(label=_("核对"), choices=_MARKS, initial=Mark.UNCERTAIN)


class ThresholdForm(forms.Form):
    from_score = AmountField(label=_("起始得分"), min_value=0, max_value=100)
    outcome = forms.ChoiceField(label=_("结论"))
    mark = forms.ChoiceField(label=_("核对"), choices=_MARKS, initial=Mark.UNCERTAIN)

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(outcome.value, Outcome(outcome).label) for outcome in OUTCOMES[ReviewKind(kind)]]
        offer_choices(self, "outcome", choices)


class PublishForm(VersionedForm):
    effective_from = DayField(label=_("启用日期"), help_text=_("从这一天起申请的评审按本表评分。"))


def _rows(form: type[forms.Form], extra: int, prefix: str, data: Any, initial: Any, **more: Any) -> Any:
    factory = forms.formset_factory(form, extra=extra, can_delete=True, max_num=80, absolute_max=100)
    return factory(data, initial=initial, prefix=prefix, form_kwargs=more)


class SheetForms:
    """The sheet and its three kinds of rows as one input."""

    def __init__(self, data: Any, *, sheet: ScoreSheet, terms: SheetTerms) -> None:
        first = {name: getattr(terms, name) for name in ("name", "basis", "note", "spread_limit")}
        self.sheet = SheetForm(data, initial=first | {"version": sheet.version})
        self.items = _rows(ItemForm, 3, "items", data, [vars(row) for row in terms.items])
        self.vetoes = _rows(VetoForm, 2, "vetoes", data, [vars(row) for row in terms.vetoes])
        self.thresholds = _rows(
            ThresholdForm, 1, "lines", data, [vars(row) for row in terms.thresholds], kind=sheet.kind
        )

    @property
    def has_errors(self) -> bool:
        rows = any(any(one.errors) for one in (self.items, self.vetoes, self.thresholds) if one.is_bound)
        return bool(self.sheet.errors) or rows

    def is_valid(self) -> bool:
        parts = (self.sheet, self.items, self.vetoes, self.thresholds)
        return [one.is_valid() for one in parts] == [True] * len(parts)

    def terms(self) -> SheetTerms:
        values = {name: value for name, value in self.sheet.cleaned_data.items() if name != "version"}
        return SheetTerms(
            items=[ItemTerms(**row) for row in _kept(self.items)],
            vetoes=[VetoTerms(**row) for row in _kept(self.vetoes)],
            thresholds=[ThresholdTerms(**row) for row in _kept(self.thresholds)],
            **values,
        )


def _kept(rows: Any) -> list[dict[str, Any]]:
    """The filled rows that are not struck out."""
    return [
        {name: value for name, value in row.items() if name != "DELETE"}
        for row in (form.cleaned_data for form in rows.forms)
        if row and not row.get("DELETE")
    ]
