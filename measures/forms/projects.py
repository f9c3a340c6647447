"""Input of projects: what they are, which measures they carry, and their steps."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from config.common.forms import VersionedForm, offer
from enterprises.models import Enterprise
from measures.enums import ProjectKind
from measures.forms.fields import amount_field, day_field, text_area
from measures.models import Measure, Technology
from measures.selectors.projects import enterprises_named


class ProjectForm(forms.Form):
    kind = forms.ChoiceField(label=_("类别"), choices=ProjectKind.choices)
    title = forms.CharField(
        label=_("项目名称"), max_length=120, widget=forms.TextInput(attrs={"data-wide": ""})
    )
    enterprise = forms.CharField(
        label=_("实施企业"),
        max_length=120,
        required=False,
        help_text=_("填写统一社会信用代码或企业全称；科研项目没有实施企业的不填。"),
    )
    undertaker = forms.CharField(
        label=_("承担单位"), max_length=120, required=False, help_text=_("与实施企业相同的可以不填。")
    )
    technology = forms.ModelChoiceField(
        label=_("所用技术"),
        queryset=Technology.objects.none(),
        required=False,
        empty_label=_("不属于目录中的技术"),
        widget=forms.Select(attrs={"data-search": ""}),
    )
    begins_on = day_field(_("计划开始"))
    ends_on = day_field(_("计划完成"))
    investment_wan = amount_field(_("总投资"), "万元", required=True, min_value=0)
    public_wan = amount_field(_("其中财政资金"), "万元", min_value=0)
    funder = forms.CharField(
        label=_("资金来源"), max_length=120, required=False, help_text=_("例如：煤炭可持续发展基金。")
    )

    def __init__(self, *args: Any, user: User, technologies: QuerySet[Technology], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        offer(self, "technology", technologies)

    def clean_enterprise(self) -> Enterprise | None:
        words = self.cleaned_data["enterprise"].strip()
        found = enterprises_named(self.user, words) if words else []
        if words and not found:
            raise ValidationError(_("辖区内没有这个代码或全称的企业，请到“企业名录”核对后再填。"))
        if len(found) > 1:
            raise ValidationError(_("这个代码有几处厂址，请填写其中一家的全称。"))
        return found[0] if found else None

    def clean_public_wan(self) -> Any:
        return self.cleaned_data["public_wan"] or 0

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        plant = values.get("enterprise")
        if plant and not values.get("undertaker"):
            values["undertaker"] = plant.name
        return values


class ProjectEditForm(ProjectForm, VersionedForm):
    """With the measures of the enterprise that is kept now."""

    measures = forms.ModelMultipleChoiceField(
        label=_("携带的方案"),
        queryset=Measure.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("项目的节能减排量由这些方案统计，不另行填写。"),
    )

    def __init__(self, *args: Any, measures: QuerySet[Measure], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "measures", measures, words=_measure_words)
        if not measures:
            del self.fields["measures"]


def _measure_words(measure: Measure) -> str:
    return f"{measure.round.year} · {measure.number} {measure.title}"


class ProjectMoveForm(VersionedForm):
    """`names` says which of the fields the move needs."""

    document_no = forms.CharField(label=_("文号"), max_length=60, required=False)
    on = day_field(_("日期"))
    words = forms.CharField(max_length=500, required=False, widget=text_area(4))

    def __init__(self, *args: Any, move: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if move == "end":
            del self.fields["document_no"]
        if move == "approve":
            del self.fields["words"]
        else:
            self.fields["words"].label = _("终止的原因") if move == "end" else _("取得的成果")
