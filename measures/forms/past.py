"""Input of the past."""

from django import forms
from django.utils.translation import gettext_lazy as _


class PastUploadForm(forms.Form):
    file = forms.FileField(
        label=_("往年数据文件"),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv"}),
        error_messages={
            "required": _("请选择要导入的文件。"),
            "empty": _("文件是空的。请确认选对了文件，并在保存后再上传。"),
        },
    )
