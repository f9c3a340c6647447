"""Input of findings: what was mended, and what the bureau thinks of it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from config.common.forms import VersionedForm
from measures.forms.fields import text_area
from measures.forms.visits import PhotosField, PhotosInput
from measures.lifecycle import FINDING


class FindingAnswerForm(VersionedForm):
    answer = forms.CharField(label=_("整改情况"), max_length=2000, widget=text_area(4))
    proofs = PhotosField(
        label=_("整改证明"),
        widget=PhotosInput(attrs={"accept": "image/jpeg,image/png,application/pdf,.docx"}),
        help_text=_("照片、PDF 或 Word，一至六份。"),
    )


class FindingDecideForm(VersionedForm):
    decision = forms.ChoiceField(
        label=_("复核意见"),
        choices=[(move.name, move.label) for move in FINDING.moves if move.name != "answer"],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("原因或说明"),
        required=False,
        max_length=300,
        widget=text_area(),
        help_text=_("退回时必须填写。"),
    )
