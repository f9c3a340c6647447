"""Input of measures; forms check and never save."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.forms.formsets import BaseFormSet, formset_factory
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from config.common.forms import VersionedForm, offer, offer_choices
from config.common.lifecycles import Move
from config.common.quantities import DECIMALS, check_exact
from measures.calculations.feasibility import CashSheet, investment
from measures.enums import CostClass, MeasureKind, Running, Verdict
from measures.models import BenefitIndicator, Effect, Measure

SUBSIDY_TOO_LARGE = _("补助不能大于建设投资、建设期利息与流动资金之和。")


def amount_field(label: Any, unit: str = "", **options: Any) -> forms.DecimalField:
    """An exact amount with its unit beside the input; empty is unknown, never zero."""
    attrs = {"inputmode": "decimal", "data-unit": unit, "autocomplete": "off"}
    return forms.DecimalField(
        label=label,
        required=options.pop("required", False),
        decimal_places=DECIMALS,
        validators=[check_exact],
        widget=forms.TextInput(attrs=attrs),
        **options,
    )


def day_field(label: Any, **options: Any) -> forms.DateField:
    return forms.DateField(
        label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **options
    )


def text_area(rows: int = 3, **attrs: str) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, **attrs})


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


class EffectForm(forms.Form):
    """One indicator: baseline, expected, achieved; the row's name and unit stand beside."""

    indicator = forms.CharField(widget=forms.HiddenInput, max_length=20)
    baseline = amount_field(_("基准值"), min_value=Decimal(0))
    expected = amount_field(_("预期"), min_value=Decimal(0))
    achieved = amount_field(_("实际"), min_value=Decimal(0))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        row = self.initial.get("row")
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
        | (
            {n: getattr(present[row.pk], n) for n in ("baseline", "expected", "achieved")}
            if row.pk in present
            else {}
        )
        for row in indicators
    ]
    return EffectFormSet(data, initial=initial, prefix="effects")


def effects_given(formset: BaseFormSet) -> list[dict[str, Any]]:
    """The rows somebody filled: an empty row is no effect."""
    names = ("baseline", "expected", "achieved")
    rows = [form.cleaned_data for form in formset.forms if form.cleaned_data.get("indicator")]
    return [
        {name: row.get(name) for name in ("indicator", *names)}
        for row in rows
        if any(row.get(name) is not None for name in names)
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


class AssignmentForm(forms.Form):
    """Who is sent, and when."""

    verifier = forms.ModelChoiceField(
        label=_("核查员"),
        queryset=User.objects.none(),
        help_text=_("不得为该企业或其咨询机构的人员。"),
        widget=forms.Select(attrs={"data-search": ""}),
    )
    visit_on = day_field(_("核查日期"))
    note = forms.CharField(label=_("核查要求"), required=False, max_length=300, widget=text_area())

    def __init__(self, *args: Any, verifiers: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "verifier", verifiers)


class PhotosInput(forms.FileInput):
    """A camera gives one picture for each input, so there are several under one name, and one for the album."""

    allow_multiple_selected = True
    use_fieldset = True
    template_name = "measures/widgets/photos.html"

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return files.getlist(name) if hasattr(files, "getlist") else files.get(name)


class PhotosField(forms.FileField):
    """Several photographs in one field; their content is checked when they are stored."""

    widget = PhotosInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        single = super().clean
        if not data:
            return []
        return [single(upload, initial) for upload in (data if isinstance(data, list) else [data])]


class VerificationForm(forms.Form):
    """What was found of one measure; one reading for each effect that is claimed."""

    visited_on = day_field(_("核查日期"))
    verdict = forms.ChoiceField(label=_("结论"), choices=Verdict.choices, widget=forms.RadioSelect)
    found = forms.CharField(
        label=_("现场情况"),
        max_length=500,
        widget=text_area(placeholder=_("设备是否在运行、与申报是否一致")),  # type: ignore[arg-type]
    )
    benefit_read_wan = amount_field(_("核实经济效益"), "万元/a")
    photos = PhotosField(
        label=_("照片"),
        required=False,
        widget=PhotosInput(attrs={"accept": "image/jpeg,image/png"}),
        help_text=_("JPEG 或 PNG，每张不超过 20 MB。"),
    )

    def __init__(self, *args: Any, effects: Sequence[Effect], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.codes = [effect.indicator.code for effect in effects]
        for effect in effects:
            field = amount_field(effect.indicator.words, effect.indicator.unit_words, min_value=Decimal(0))
            claim = effect.achieved if effect.achieved is not None else effect.expected
            field.help_text = _("申报 %(claim)s") % {"claim": claim}
            self.fields[f"reading_{effect.indicator.code}"] = field
        self.order_fields(
            [
                "visited_on",
                "verdict",
                "found",
                *(f"reading_{code}" for code in self.codes),
                "benefit_read_wan",
                "photos",
            ]
        )

    def facts(self) -> dict[str, Any]:
        """What the service takes."""
        values = self.cleaned_data
        names = ("visited_on", "verdict", "found", "benefit_read_wan", "photos")
        readings = [
            {"indicator": code, "value": values[f"reading_{code}"]}
            for code in self.codes
            if values.get(f"reading_{code}") is not None
        ]
        return {name: values[name] for name in names} | {"readings": readings}


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


def measure_initial(measure: Measure) -> dict[str, Any]:
    """The measure as its form shows it; a class that follows from the money is left to the money."""
    names = [name for name in MeasureForm.base_fields if name != "cost_class"]
    values = {name: getattr(measure, name) for name in names}
    return values | {
        "cost_class": measure.cost_class if measure.cost_class_reason else "",
        "version": measure.version,
    }


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


class PastUploadForm(forms.Form):
    file = forms.FileField(
        label=_("往年数据文件"),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv"}),
        error_messages={
            "required": _("请选择要导入的文件。"),
            "empty": _("文件是空的。请确认选对了文件，并在保存后再上传。"),
        },
    )
