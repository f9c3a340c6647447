"""Input of operations."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from config.common.table_files import KINDS
from operations.enums import NoticeKind, Sharing
from operations.rules import OPTIONAL_KINDS


class UpToForm(forms.Form):
    """The newest notice that was on the page."""

    upto = forms.IntegerField(min_value=0)


class ExportForm(forms.Form):
    """Which file of which list: the list's own parameters travel as they stand in its address."""

    query = forms.CharField(required=False, strip=False)
    kind = forms.ChoiceField(choices=list(KINDS.items()))


_WITHOUT_OFFICE = [pair for pair in Sharing.choices if pair[0] != Sharing.OFFICE]


class ViewForm(forms.Form):
    name = forms.CharField(label=_("视图名称"), max_length=40)
    sharing = forms.ChoiceField(label=_("共享"), choices=Sharing.choices)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, has_office: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_office:
            self.fields["sharing"] = forms.ChoiceField(label=_("共享"), choices=_WITHOUT_OFFICE)


class MutedForm(forms.Form):
    kinds = forms.MultipleChoiceField(
        label=_("除法定期限外，还用邮件通知我"),
        required=False,
        choices=[(kind.value, NoticeKind(kind).label) for kind in OPTIONAL_KINDS],
        widget=forms.CheckboxSelectMultiple,
    )
