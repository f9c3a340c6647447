"""Input of the technology library."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from config.common.forms import VersionedForm, offer
from measures.enums import MARK_LABELS, Maturity
from measures.models import Technology


class TechnologyForm(forms.Form):
    name = forms.CharField(label=_("技术"), max_length=120, widget=forms.TextInput(attrs={"data-wide": ""}))
    field = forms.CharField(label=_("领域"), max_length=20, help_text=_("例如：工业、农业、建筑。"))
    industry = forms.CharField(label=_("行业"), max_length=40, help_text=_("例如：焦化、电力、水泥。"))
    target = forms.CharField(
        label=_("削减对象"), max_length=20, help_text=_("例如：COD、二氧化硫、能源、固体废物。")
    )
    maturity = forms.ChoiceField(label=_("成熟度"), choices=Maturity.choices)
    source = forms.CharField(
        label=_("来源"),
        max_length=200,
        help_text=_("文件名称和文号，或网址。"),
        widget=forms.TextInput(attrs={"data-wide": ""}),
    )
    mark = forms.ChoiceField(label=_("可靠程度"), choices=MARK_LABELS)


class TechnologyEditForm(TechnologyForm, VersionedForm):
    pass


class TechnologyRetireForm(VersionedForm):
    reason = forms.CharField(label=_("停止推荐的原因"), max_length=200)


class MeasureTechnologyForm(VersionedForm):
    technology = forms.ModelChoiceField(
        label=_("所用技术"),
        queryset=Technology.objects.none(),
        required=False,
        empty_label=_("不属于目录中的技术"),
        widget=forms.Select(attrs={"data-search": "", "data-wide": ""}),
    )

    def __init__(self, *args: Any, technologies: QuerySet[Technology], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "technology", technologies, words=_words)


def _words(row: Technology) -> str:
    return f"{row.industry} · {row.target} · {row.name}"
