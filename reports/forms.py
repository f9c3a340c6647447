"""Input rules of reports."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.forms import PlaceField
from accounts.models import Region
from config.common.forms import VersionedForm
from reports.enums import StatementPurpose
from reports.rules import FIRST_YEAR, StatementTerms


class AnnualReportForm(forms.Form):
    """Which report: the view hands over the places and this year."""

    region = PlaceField(
        label=_("区域"),
        queryset=Region.objects.none(),
        empty_label=None,
        help_text=_("本辖区或其中的市、县。"),
        widget=forms.Select(attrs={"data-search": ""}),
    )
    year = forms.TypedChoiceField(label=_("年度"), coerce=int)
    since = forms.TypedChoiceField(
        label=_("起始年度"),
        coerce=int,
        required=False,
        empty_value=None,
        help_text=_("留空只编制一年；选较早的年度则为累计报告。"),
    )

    def __init__(self, *args: Any, regions: QuerySet[Region], this_year: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        years = [(year, str(year)) for year in range(this_year, FIRST_YEAR - 1, -1)]
        choices: dict[str, Any] = self.fields
        choices["region"].queryset = regions
        choices["year"].choices = years
        choices["since"].choices = [("", _("同年度")), *years]


class StatementForm(forms.Form):
    """What a statement of results is wanted for; `facts_read` is the check value of the facts that were shown."""

    purpose = forms.ChoiceField(label=_("用途"), choices=[("", _("请选择")), *StatementPurpose.choices])
    addressee = forms.CharField(
        label=_("收件单位"),
        max_length=80,
        help_text=_("说明送给谁，例如：市行政审批服务管理局。"),
        error_messages={"required": _("请填写收件单位。")},
    )
    file_no = forms.CharField(
        label=_("许可证号或项目编号"),
        max_length=60,
        required=False,
        help_text=_("对方案卷的编号，没有可以不填。"),
    )
    facts_read = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def terms(self) -> StatementTerms:
        data = self.cleaned_data
        return StatementTerms(data["purpose"], data["addressee"], data["file_no"])


class StatementWithdrawalForm(VersionedForm):
    reason = forms.CharField(
        label=_("撤回理由"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("撤回后不能恢复；更正的办法是撤回后重新出具。"),
        error_messages={"required": _("请写明撤回理由。")},
    )
