"""Input of proof, of what the bureau makes of it, and of documents that take a decision back."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from config.common.forms import VersionedForm


def day_field(label: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget)


class FilesInput(forms.FileInput):
    """Several files under one name."""

    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return files.getlist(name) if hasattr(files, "getlist") else files.get(name)


class FilesField(forms.FileField):
    """Several files in one field; their content is checked when they are kept."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        single = super().clean
        if not data:
            return []
        return [single(upload, initial) for upload in (data if isinstance(data, list) else [data])]


class OrderAnswerForm(VersionedForm):
    corrected_on = day_field(_("完成改正日期"))
    text = forms.CharField(
        label=_("改正情况"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 5, "data-wide": ""}),
        help_text=_("写明对照责令内容做了什么、现在是什么状况。"),
    )
    proofs = FilesField(
        label=_("证明材料"),
        required=False,
        widget=FilesInput(attrs={"multiple": True, "accept": ".pdf,.jpg,.jpeg,.png"}),
        help_text=_("照片、单据、监测报告等，PDF、JPG 或 PNG，可多选，每份不超过 20 MB。"),
    )


class OrderReturnForm(VersionedForm):
    reason = forms.CharField(
        label=_("退回理由"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("写明还缺什么，企业会看到这段话。"),
    )


class WithdrawalForm(VersionedForm):
    """The document by which an order or a fine is taken back."""

    document_no = forms.CharField(
        label=_("撤销决定文号"), max_length=60, help_text=_("例如：晋环撤〔2026〕2号")
    )
    withdrawn_on = day_field(_("撤销日期"))
    reason = forms.CharField(
        label=_("撤销理由和依据"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 4, "data-wide": ""}),
        help_text=_("例如：行政复议决定书文号及要点。"),
    )
