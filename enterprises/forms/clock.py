"""Input of pauses, extensions, decisions on them, and calendar files."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from config.common.forms import VersionedForm, offer, offer_choices
from enterprises.enums import CalendarState
from enterprises.forms.lists import DayField
from enterprises.models import Duty


class AdjustmentForm(forms.Form):
    """What both requests ask for: which duty, why, by which paper."""

    duty = forms.ModelChoiceField(label=_("哪项义务"), queryset=Duty.objects.none())
    reason = forms.CharField(
        label=_("理由"), max_length=300, widget=forms.Textarea(attrs={"rows": 3, "data-wide": ""})
    )
    document = forms.FileField(
        label=_("依据文件"),
        required=False,
        help_text=_("停产通知、批复等，PDF、JPG 或 PNG，不超过 20 MB；没有文件不能办理。"),
    )

    def __init__(self, *args: Any, duties: QuerySet[Duty], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "duty", duties)
        self.fields["document"].widget.attrs["accept"] = ".pdf,.jpg,.jpeg,.png"


class PauseForm(AdjustmentForm):
    from_on = DayField(label=_("中止自"), help_text=_("这一天起不计入期限。"))
    to_on = DayField(label=_("中止至"), help_text=_("含这一天，次日恢复计算。"))
    field_order = ["duty", "from_on", "to_on", "reason", "document"]


class ExtensionForm(AdjustmentForm):
    until_on = DayField(label=_("延期至"))
    field_order = ["duty", "until_on", "reason", "document"]


class DecisionForm(VersionedForm):
    """Grant or turn down; a refusal needs a word."""

    decision = forms.ChoiceField(choices=[("approve", _("批准")), ("refuse", _("不批准"))])
    note = forms.CharField(label=_("审批意见"), max_length=300, required=False)


class ResumeForm(VersionedForm):
    resumed_on = DayField(label=_("恢复计算日"))


class UndoForm(VersionedForm):
    note = forms.CharField(label=_("撤销理由"), max_length=300)


class CalendarForm(VersionedForm):
    """A year's calendar file; `version` is the one in force when the page was opened, 0 for none."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)
    source = forms.CharField(
        label=_("依据文件"), max_length=120, help_text=_("例如：国务院办公厅关于2027年部分节假日安排的通知。")
    )
    state = forms.ChoiceField(label=_("状态"), choices=CalendarState)
    file = forms.FileField(
        label=_("日历文件"),
        help_text=_("CSV，每行一天：日期、working（上班）或 rest（休息）、名称；只列与平常周末不同的日子。"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].widget.attrs["accept"] = ".csv"


class TrialForm(forms.Form):
    """A term and a day it would run from, to see when it would end."""

    term = forms.TypedChoiceField(
        label=_("试算期限"), coerce=int, widget=forms.Select(attrs={"data-wide": ""})
    )
    base_on = DayField(label=_("自哪一天起算"))

    def __init__(self, *args: Any, terms: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_choices(self, "term", terms)
