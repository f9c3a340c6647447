"""The audit plan as one page of forms: its words, the team, the targets, the schedule."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from audits.enums import SEVEN_STAGES, Stage
from audits.forms.fields import AmountField, DayField, text_area
from audits.models import Agency, Round, RoundStage, Target, TeamMember
from config.common.forms import VersionedForm, changed_values, offer

_BLANK_ROWS = 3


class PlanForm(VersionedForm):
    responsible = forms.CharField(label=_("企业负责人"), max_length=60, required=False)
    agency = forms.ModelChoiceField(
        label=_("咨询机构"),
        queryset=Agency.objects.none(),
        required=False,
        empty_label=_("企业自行开展"),
        widget=forms.Select(attrs={"data-search": ""}),
    )
    low_cost_limit_wan = AmountField(label=_("低费方案上限"), unit="万元", min_value=0)
    high_cost_limit_wan = AmountField(label=_("高费方案下限"), unit="万元", min_value=0)
    focus = forms.CharField(
        label=_("审核重点"),
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs={"data-wide": ""}),
        help_text=_("预审核结束前确定；报送计划时可先写拟定的重点。"),
    )
    training = forms.CharField(label=_("宣传培训情况"), max_length=500, required=False, widget=text_area(3))
    intended_measures = forms.CharField(
        label=_("拟实施的方案"), max_length=4000, required=False, widget=text_area(4)
    )

    def __init__(self, *args: Any, agencies: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "agency", agencies)


class MemberForm(forms.Form):
    name = forms.CharField(label=_("姓名"), max_length=60, required=False)
    post = forms.CharField(label=_("小组职务"), max_length=60, required=False)
    department = forms.CharField(label=_("部门及职务"), max_length=120, required=False)
    duty = forms.CharField(label=_("职责"), max_length=200, required=False)
    is_leader = forms.BooleanField(label=_("组长"), required=False)
    from_management = forms.BooleanField(label=_("管理层"), required=False)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if any(values.get(name) for name in ("post", "department", "duty")) and not values.get("name"):
            self.add_error("name", _("请填写姓名；不要这一行就全部清空。"))
        return values


class TargetForm(forms.Form):
    indicator = forms.CharField(label=_("指标"), max_length=80, required=False)
    unit = forms.CharField(label=_("单位"), max_length=30, required=False)
    present = AmountField(label=_("现状"), required=False)
    near = AmountField(label=_("近期目标"), required=False)
    far = AmountField(label=_("远期目标"), required=False)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        filled = [name for name in ("unit", "present", "near") if values.get(name) not in (None, "")]
        if values.get("indicator") and len(filled) < 3:
            self.add_error("indicator", _("指标要写全单位、现状和近期目标。"))
        elif filled and not values.get("indicator"):
            self.add_error("indicator", _("请填写指标名称；不要这一行就全部清空。"))
        return values


def schedule_form(data: Any, stages: dict[str, RoundStage]) -> forms.Form:
    """One date for each of the seven stages."""
    fields = {
        stage.lower(): DayField(
            label=f"{number}. {stage.label}", required=False, initial=stages[stage].planned_on
        )
        for number, stage in enumerate(SEVEN_STAGES, start=1)
    }
    return type("ScheduleForm", (forms.Form,), fields)(data, prefix="schedule")


class PlanForms:
    """The forms of the plan page, valid together or not at all."""

    def __init__(self, data: Any, *, round_: Round, sheet: Any, agencies: Any) -> None:
        plan = round_.plan
        first = {name: getattr(plan, name) for name in ("version", "focus", "training", "intended_measures")}
        first |= {
            name: getattr(round_, name)
            for name in ("responsible", "agency", "low_cost_limit_wan", "high_cost_limit_wan")
        }
        self.plan = PlanForm(data, initial=first, agencies=agencies)
        self.team = _rows(MemberForm, data, "team", sheet.team)
        self.targets = _rows(TargetForm, data, "targets", sheet.targets)
        self.schedule = schedule_form(data, sheet.stages)

    @property
    def has_errors(self) -> bool:
        sets = (self.team, self.targets)
        return bool(self.plan.errors or self.schedule.errors or any(one.total_error_count() for one in sets))

    def is_valid(self) -> bool:
        return all(one.is_valid() for one in (self.plan, self.team, self.targets, self.schedule))

    def values(self) -> dict[str, Any]:
        """What plan_save takes."""
        dates = {Stage(name.upper()): day for name, day in self.schedule.cleaned_data.items()}
        return changed_values(self.plan) | {
            "version": self.plan.cleaned_data["version"],
            "team": _filled(self.team, "name"),
            "targets": _filled(self.targets, "indicator"),
            "schedule": dates,
        }


def _rows(form: type[forms.Form], data: Any, prefix: str, rows: Iterable[TeamMember | Target]) -> Any:
    names = list(form.base_fields)  # type: ignore[attr-defined]  # set by the form's metaclass
    initial = [{name: getattr(row, name) for name in names} for row in rows] if data is None else None
    made = forms.formset_factory(form, extra=_BLANK_ROWS, max_num=60, absolute_max=100, validate_max=True)
    return made(data, initial=initial, prefix=prefix, form_kwargs={"empty_permitted": False})


def _filled(formset: Any, key: str) -> list[dict[str, Any]]:
    return [row.cleaned_data for row in formset if row.cleaned_data.get(key)]
