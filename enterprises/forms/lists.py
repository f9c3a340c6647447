"""Input of lists, their entries, and uploads."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from config.common.forms import VersionedForm, offer
from enterprises.enums import Category
from enterprises.models import Enterprise

_NUMBER_HINT = _("例如：晋环发〔2026〕12号。")


class DayField(forms.DateField):
    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        super().__init__(**({"widget": widget} | kwargs))


class OnDayForm(forms.Form):
    """Which day a list is to be shown as of; today unless a day before it is asked for."""

    on = DayField(label=_("查看名单在哪一天的样子"), required=False)

    def day(self, today: date) -> date:
        """A day that cannot be read, or is still to come, is today."""
        asked: date | None = self.cleaned_data.get("on") if self.is_valid() else None
        return min(asked or today, today)


class ListCreateForm(forms.Form):
    year = forms.IntegerField(label=_("年度"), min_value=2003, max_value=2100)
    batch = forms.IntegerField(
        label=_("批次"),
        min_value=1,
        max_value=99,
        initial=1,
        help_text=_("同一年度分几批公布时，从 1 数起。"),
    )
    title = forms.CharField(
        label=_("标题"),
        max_length=120,
        required=False,
        help_text=_("不填则为“某省某年度强制性清洁生产审核企业名单”。"),
    )


class ListEditForm(VersionedForm):
    title = forms.CharField(label=_("标题"), max_length=120)
    document_no = forms.CharField(label=_("文号"), max_length=60, required=False, help_text=_NUMBER_HINT)
    authority = forms.CharField(label=_("发布机关"), max_length=80, required=False)
    published_on = DayField(
        label=_("公布日期"), required=False, help_text=_("各项法定期限从这一天的次日起算；公布前可以不填。")
    )


class ListPublishForm(VersionedForm):
    document_no = forms.CharField(label=_("文号"), max_length=60, help_text=_NUMBER_HINT)
    authority = forms.CharField(label=_("发布机关"), max_length=80)
    published_on = DayField(
        label=_("公布日期"), help_text=_("各项法定期限从这一天的次日起算；不能晚于今天。")
    )


class CategoriesField(forms.MultipleChoiceField):
    """At least one; an enterprise can be in several."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label=_("类别"),
            choices=Category.choices,
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": _("请至少选择一个类别。")},
            **kwargs,
        )


class ListingForm(forms.Form):
    """Putting one enterprise on a draft; the choice is searched, never written out."""

    enterprise = forms.ModelChoiceField(
        label=_("企业"),
        queryset=Enterprise.objects.none(),
        error_messages={"invalid_choice": _("这家企业不在本省，或已在名单上。")},
        help_text=_("按名称、代码或拼音首字母查找；没有的请先登记，或从名单文件导入。"),
    )
    categories = CategoriesField()
    reason = forms.CharField(
        label=_("入列原因"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, enterprises: QuerySet[Enterprise], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["enterprise"]
        offer(self, "enterprise", enterprises)
        field.widget.attrs |= {
            "data-search-url": reverse_lazy("enterprises:enterprise_options"),
            "data-wide": "",
        }
        field.widget.choices = [("", ""), *self._chosen(field)]  # type: ignore[attr-defined]  # a select

    def _chosen(self, field: forms.Field) -> list[tuple[int, str]]:
        try:
            enterprise = field.to_python(self["enterprise"].value())
        except ValidationError:
            return []
        return [(enterprise.pk, f"{enterprise.name}（{enterprise.region.name}）")] if enterprise else []


class ListingEditForm(VersionedForm):
    categories = CategoriesField()
    reason = forms.CharField(
        label=_("入列原因"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class RosterUploadForm(forms.Form):
    file = forms.FileField(
        label=_("名单文件"),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv"}),
        error_messages={
            "required": _("请选择要导入的文件。"),
            "empty": _("文件是空的。请确认选对了文件，并在保存后再上传。"),
        },
    )
    year = forms.IntegerField(label=_("名单年度"), min_value=2003, max_value=2100)


class RosterConfirmForm(VersionedForm):
    accept_partial = forms.BooleanField(required=False)
