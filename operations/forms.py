"""Input of operations."""

from django import forms
from django.utils.translation import gettext_lazy as _

from operations.enums import NoticeKind
from operations.rules import OPTIONAL_KINDS


class UpToForm(forms.Form):
    """The newest notice that was on the page."""

    upto = forms.IntegerField(min_value=0)


class MutedForm(forms.Form):
    kinds = forms.MultipleChoiceField(
        label=_("除法定期限外，还用邮件通知我"),
        required=False,
        choices=[(kind.value, NoticeKind(kind).label) for kind in OPTIONAL_KINDS],
        widget=forms.CheckboxSelectMultiple,
    )
