"""Input of a measure's papers."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from config.common.forms import offer
from measures.enums import ProofAbout
from measures.models import BenefitIndicator
from measures.services.proofs import ProofTerms


class ProofForm(forms.Form):
    about = forms.ChoiceField(label=_("证明什么"), choices=ProofAbout.choices, widget=forms.RadioSelect)
    indicator = forms.ModelChoiceField(
        label=_("指标"), queryset=BenefitIndicator.objects.none(), required=False, empty_label=_("整项方案")
    )
    file = forms.FileField(
        label=_("文件"),
        help_text=_("计量记录、监测报告、发票等，PDF、JPG、PNG、Excel 或 Word，不超过 20 MB。"),
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png,.xlsx,.docx"}),
    )
    note = forms.CharField(label=_("说明"), required=False, max_length=200)

    def __init__(self, *args: Any, indicators: QuerySet[BenefitIndicator], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "indicator", indicators, words=lambda row: row.words)

    @property
    def terms(self) -> ProofTerms:
        values = self.cleaned_data
        return ProofTerms(values["about"], values["indicator"], values["note"])
