"""Stages, files, the report and moves."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from audits.enums import CleanerLevel, Stage
from audits.forms.fields import AmountField, DayField, text_area
from audits.models import Target
from config.common.forms import VersionedForm

_LEVELS = [("", "——"), *((value, label) for value, label in CleanerLevel.choices if value)]


class VoluntaryForm(forms.Form):
    opened_on = DayField(label=_("开始日期"), help_text=_("企业决定开展审核的那一天，不能晚于今天。"))


class StageForm(VersionedForm):
    """One stage; PRE_ASSESSMENT asks the level before, IMPLEMENTATION the level after and what was reached."""

    planned_on = DayField(label=_("计划完成日期"), required=False)
    responsible = forms.CharField(label=_("负责人"), max_length=60, required=False)
    result = forms.CharField(label=_("阶段成果"), max_length=20_000, required=False, widget=text_area(10))

    def __init__(self, *args: Any, stage: str, targets: Iterable[Target] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.targets = list(targets) if stage == Stage.IMPLEMENTATION else []
        if stage == Stage.PRE_ASSESSMENT:
            self.fields["level_before"] = _level(_("审核前清洁生产水平"))
        if stage == Stage.IMPLEMENTATION:
            self.fields["level_after"] = _level(_("审核后清洁生产水平"))
        for target in self.targets:
            self.fields[f"reached_{target.pk}"] = AmountField(
                label=_("“%(name)s”达到值（近期目标 %(near)s）")
                % {"name": target.indicator, "near": target.near},
                unit=target.unit,
                required=False,
                initial=target.reached,
            )

    def values(self) -> dict[str, Any]:
        """What stage_save takes."""
        values = {name: value for name, value in self.cleaned_data.items() if not name.startswith("reached_")}
        if self.targets:
            values["reached"] = {
                target.pk: self.cleaned_data[f"reached_{target.pk}"] for target in self.targets
            }
        return values


def _level(label: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=_LEVELS, required=False)


class FileForm(forms.Form):
    proves = forms.CharField(
        label=_("这份文件证明什么"),
        max_length=120,
        widget=forms.TextInput(attrs={"data-wide": "", "placeholder": _("例如：物料平衡实测记录")}),
    )
    file = forms.FileField(
        label=_("文件"),
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png,.xlsx,.docx"}),
        help_text=_("PDF、照片、.xlsx、.docx，不超过 20 MB。"),
    )


class ReportForm(VersionedForm):
    report = forms.FileField(
        label=_("清洁生产审核报告"),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.docx"}),
        help_text=_("前言和第一至五章；PDF 或 .docx，不超过 20 MB。"),
    )
    on = DayField(label=_("报送日期"))


class MoveForm(VersionedForm):
    """The day a move is dated and, where the table asks for it, the reason."""

    on = DayField(label=_("办理日期"))
    reason = forms.CharField(
        label=_("原因"),
        max_length=500,
        required=False,
        widget=text_area(4),
        help_text=_("企业和咨询机构会看到这段话，请写明依据和要补正的内容。"),
    )


def first_move(version: int, today: date) -> dict[str, Any]:
    return {"version": version, "on": today}
