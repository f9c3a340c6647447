"""Input of honours: the document that awards them."""

from django import forms
from django.utils.translation import gettext_lazy as _

from config.common.forms import VersionedForm


class HonourRollForm(forms.Form):
    """`chosen` are the ticked enterprises, whose boxes the ranking draws."""

    document_no = forms.CharField(label=_("文号"), max_length=60, help_text=_("例如：晋环函〔2026〕45号"))
    authority = forms.CharField(label=_("发布机关"), max_length=80)
    published_on = forms.DateField(
        label=_("公布日期"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


class HonourWithdrawalForm(VersionedForm):
    """The document by which an award is taken back."""

    document_no = forms.CharField(label=_("撤销决定文号"), max_length=60)
    withdrawn_on = forms.DateField(
        label=_("撤销日期"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    reason = forms.CharField(
        label=_("撤销理由和依据"), max_length=300, widget=forms.Textarea(attrs={"rows": 4, "data-wide": ""})
    )
