"""Input of voluntary agreements, their targets, moves and yearly reports."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.forms.formsets import BaseFormSet, formset_factory
from django.utils.translation import gettext_lazy as _

from accounts.models import Region
from config.common.forms import VersionedForm, offer
from config.common.quantities import check_exact
from enterprises.enums import Incentive
from enterprises.forms.lists import DayField
from enterprises.models import AgreementTarget
from enterprises.rules.agreements import MOST_TARGETS, AgreementPaper, AgreementTerms, TargetTerms

_BLANK_ROWS = 3


def _amount(label: Any, *, required: bool = True, unit: str = "") -> forms.DecimalField:
    attrs = {"inputmode": "decimal"} | ({"data-unit": unit} if unit else {})
    return forms.DecimalField(
        label=label, required=required, validators=[check_exact], widget=forms.TextInput(attrs=attrs)
    )


class AgreementForm(forms.Form):
    bureau = forms.ModelChoiceField(
        label=_("签订机关"),
        queryset=Region.objects.none(),
        empty_label=None,
        help_text=_("由它签订、核对和认定。"),
    )
    starts_on = DayField(label=_("履行期自"))
    ends_on = DayField(label=_("履行期至"), help_text=_("履行期内每年报送一次兑现报告。"))
    pledge = forms.CharField(
        label=_("企业承诺"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4, "data-wide": ""}),
        help_text=_("在达标排放之外，进一步节约资源、削减污染物排放的内容。"),
    )
    incentives = forms.MultipleChoiceField(
        label=_("激励措施"),
        choices=Incentive.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    incentive_note = forms.CharField(label=_("激励措施说明"), max_length=300, required=False)

    def __init__(self, *args: Any, bureaus: QuerySet[Region], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "bureau", bureaus, words=lambda region: region.bureau_name)


class AgreementEditForm(AgreementForm, VersionedForm):
    pass


class TargetForm(forms.Form):
    """One promise; a row without a name is none."""

    name = forms.CharField(label=_("指标"), max_length=60, required=False)
    unit = forms.CharField(label=_("单位"), max_length=20, required=False)
    baseline = _amount(_("基准值"), required=False)
    target = _amount(_("目标值"), required=False)
    due_on = DayField(label=_("达到期限"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["aria-label"] = field.label

    def clean(self) -> dict[str, Any]:
        """A row that somebody began is filled to its end."""
        values = super().clean() or {}
        if any(values.get(name) not in (None, "") for name in self.fields):
            for name in self.fields:
                if values.get(name) in (None, "") and name not in self.errors:
                    self.add_error(name, _("请填写。"))
        return values


TargetFormSet = formset_factory(TargetForm, extra=_BLANK_ROWS, max_num=MOST_TARGETS, validate_max=True)


def target_formset(data: Any, targets: Sequence[AgreementTarget] = ()) -> BaseFormSet:
    """A row for each target there is, and a few empty ones; what was posted without any has none."""
    if data is not None and "targets-TOTAL_FORMS" not in data:
        data = {"targets-TOTAL_FORMS": "0", "targets-INITIAL_FORMS": "0"}
    names = ("name", "unit", "baseline", "target", "due_on")
    initial = [{name: getattr(one, name) for name in names} for one in targets]
    return TargetFormSet(data, initial=initial if data is None else None, prefix="targets")


def terms_given(form: AgreementForm, targets: BaseFormSet) -> AgreementTerms:
    """What form and rows say together."""
    values = {name: value for name, value in form.cleaned_data.items() if name != "version"}
    rows = [row.cleaned_data for row in targets.forms if row.cleaned_data.get("name")]
    return AgreementTerms(**values, targets=tuple(TargetTerms(**row) for row in rows))


class AgreementMoveForm(VersionedForm):
    """One move, by its document."""

    move = forms.CharField(max_length=20)
    document_no = forms.CharField(label=_("文号或协议编号"), max_length=60, required=False)
    on = DayField(label=_("日期"), required=False)
    reason = forms.CharField(
        label=_("理由（认定未兑现、解除时必填）"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def paper(self) -> AgreementPaper:
        values = self.cleaned_data
        return AgreementPaper(values["document_no"], values["on"], values["reason"])


class DeliveryForm(VersionedForm):
    """One year's report: a figure for each target, and the proof."""

    note = forms.CharField(
        label=_("说明"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "data-wide": ""}),
        help_text=_("采取的措施、数据来源；没有达到的写明原因。"),
    )
    proof = forms.FileField(
        label=_("证明文件"),
        required=False,
        help_text=_("监测报告、台账或用能报表，PDF、JPG、PNG 或 Excel，不超过 20 MB。"),
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png,.xlsx"}),
    )

    def __init__(self, *args: Any, targets: Sequence[AgreementTarget], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.targets = targets
        for target in targets:
            self.fields[f"value_{target.pk}"] = _amount(target.name, required=False, unit=target.unit)
        self.order_fields(["version", *(f"value_{target.pk}" for target in targets), "note", "proof"])

    def values(self) -> Mapping[int, Decimal | None]:
        return {target.pk: self.cleaned_data.get(f"value_{target.pk}") for target in self.targets}


class DeliveryCheckForm(VersionedForm):
    reason = forms.CharField(
        label=_("退回理由"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "data-wide": ""}),
    )
