"""What many rows share when something is done to all of them."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class RemindForm(forms.Form):
    note = forms.CharField(
        label=_("附言"),
        max_length=200,
        required=False,
        help_text=_("可不填；写在提醒的末尾，企业和咨询机构都会看到。"),
        widget=forms.Textarea(attrs={"rows": 2, "data-wide": ""}),
    )


class NothingForm(forms.Form):
    """The rows share nothing: what will happen is only confirmed."""


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("退回原因"),
        max_length=300,
        help_text=_("每家企业都会看到这段话；写清缺什么、怎样改。"),
        widget=forms.Textarea(attrs={"rows": 3, "data-wide": ""}),
    )


class ExtendForm(forms.Form):
    until_on = forms.DateField(
        label=_("延期至"),
        help_text=_("不超过每项期限规定的延长天数；超过的行不会通过。"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    reason = forms.CharField(
        label=_("理由"), max_length=300, widget=forms.Textarea(attrs={"rows": 3, "data-wide": ""})
    )
    document = forms.FileField(
        label=_("依据文件"),
        help_text=_("停产通知、批复等，PDF、JPG 或 PNG，不超过 20 MB；没有文件不能办理。"),
    )


def plain_values(cleaned: dict[str, Any], by: Any, at: datetime) -> dict[str, Any]:
    """The answers as plain values, with the day they were given."""
    return {**cleaned, "on": timezone.localtime(at).date().isoformat()}
