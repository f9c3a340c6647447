"""Input of one disclosure: where and when, the proof, and what each category owes."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from enterprises.enums import Category
from enterprises.models import DisclosureField
from enterprises.rules.disclosures import REASON_LENGTH, missing_words


class DisclosureForm(forms.Form):
    """One input for each field that the listing's categories owe; names are `owed_<order>`."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    disclosed_on = forms.DateField(
        label=_("公示日期"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    place = forms.CharField(
        label=_("公示载体"), max_length=200, help_text=_("例如：当地主要报纸、本单位网站、厂门公告栏。")
    )
    url = forms.URLField(label=_("公示网址"), max_length=200, required=False, assume_scheme="https")
    proof = forms.FileField(
        label=_("公示证明"),
        required=False,
        help_text=_("截图、照片或扫描件，PDF、JPG 或 PNG，不超过 20 MB。"),
    )

    photo = forms.FileField(
        label=_("现场照片"),
        required=False,
        help_text=_("公告栏、厂门或报纸版面的照片，JPG 或 PNG；保存时去除照片中的位置等信息。"),
    )

    def __init__(self, *args: Any, owed: list[DisclosureField], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.owed = owed
        self.fields["proof"].widget.attrs["accept"] = ".pdf,.jpg,.jpeg,.png"
        self.fields["photo"].widget.attrs["accept"] = "image/*"
        for row in owed:
            self.fields[field_name(row)] = _owed_field(row)

    @property
    def sets(self) -> list[dict[str, Any]]:
        """The inputs of each category under its name, for the template."""
        categories = dict.fromkeys(row.category for row in self.owed)
        return [
            {
                "title": Category(category).label,
                "fields": [self[field_name(row)] for row in self.owed if row.category == category],
            }
            for category in categories
        ]

    @property
    def head(self) -> list[Any]:
        return [self[name] for name in ("disclosed_on", "place", "url", "proof", "photo")]

    def values(self) -> dict[str, dict[str, str]]:
        """{category: {label: text}} as the service takes it."""
        values: dict[str, dict[str, str]] = {}
        for row in self.owed:
            values.setdefault(row.category, {})[row.label] = self.cleaned_data[field_name(row)]
        return values


class CheckForm(forms.Form):
    """The officer's finding: a reason beside each field that is wanting; none where all is in order."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, labels: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.labels = labels
        for key, label in labels.items():
            self.fields[reason_name(key)] = forms.CharField(
                label=label,
                required=False,
                max_length=REASON_LENGTH,
                widget=forms.TextInput(attrs={"placeholder": _("不符合的，写明哪里不符合")}),
            )

    def reasons(self) -> dict[str, str]:
        """{key: text} as the service takes it."""
        return {key: self.cleaned_data[reason_name(key)] for key in self.labels}


def reason_name(key: str) -> str:
    return f"reason_{key.replace('.', '_')}"


def field_name(row: DisclosureField) -> str:
    return f"owed_{row.order}"


def _owed_field(row: DisclosureField) -> forms.CharField:
    """A field that repeats (pollutants, materials) takes one entry a line."""
    said = {"required": missing_words(row)}
    if row.repeats:
        widget = forms.Textarea(attrs={"rows": 3})
        return forms.CharField(
            label=row.label, max_length=4000, widget=widget, help_text=_("每行一项。"), error_messages=said
        )
    return forms.CharField(label=row.label, max_length=1000, error_messages=said)
