"""Input of dated changes, merges, places to confirm, the watchlist and parks."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from accounts.forms import PlaceField
from accounts.models import Region
from config.common import uscc as codes
from config.common.forms import VersionedForm, offer, offer_choices
from enterprises.forms.lists import DayField
from enterprises.models import Enterprise
from enterprises.rules.moves import ChangeTerms
from enterprises.rules.watch import WatchTerms


class ChangeForm(VersionedForm):
    """What every dated change asks: from which day, why, by which document."""

    on = DayField(label=_("生效日期"))
    reason = forms.CharField(label=_("原因"), max_length=300)
    document_no = forms.CharField(
        label=_("依据文件"), max_length=60, required=False, help_text=_("批复、登记通知书等的文号。")
    )

    def terms(self) -> ChangeTerms:
        values = self.cleaned_data
        return ChangeTerms(values["on"], values["reason"], values["document_no"])


class RenameForm(ChangeForm):
    name = forms.CharField(label=_("新名称"), max_length=120)
    field_order = ["name"]


class _PlacedForm(ChangeForm):
    region = PlaceField(label=_("所在区域"), queryset=Region.objects.none())

    def __init__(self, *args: Any, regions: QuerySet[Region], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "region", regions)
        self.fields["region"].widget.attrs["data-search"] = ""


class MoveForm(_PlacedForm):
    field_order = ["region"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["region"].label = _("迁入区域")
        self.fields["region"].help_text = _("选生效当日的区域；已撤销的旧县也可选，此后按区划变更顺延。")


class SplitForm(_PlacedForm):
    name = forms.CharField(label=_("新厂区（企业）名称"), max_length=120)
    uscc = forms.CharField(
        label=_("统一社会信用代码"),
        max_length=40,
        required=False,
        help_text=_("同一企业的新厂区沿用原代码；独立成新企业的填它自己的代码。"),
    )
    field_order = ["name", "uscc", "region"]

    def clean_uscc(self) -> str:
        code = codes.normalise(self.cleaned_data["uscc"])
        wrong = codes.check(code) if code and code != self.initial.get("uscc") else None
        if wrong:
            raise forms.ValidationError(codes.sentence(wrong, code))
        return code


class EnterpriseChoiceField(forms.ModelChoiceField):
    """An enterprise that is searched for, never written out; its form calls `searched`."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=Enterprise.objects.none(), **kwargs)

    def searched(self, rows: QuerySet[Enterprise], value: Any) -> None:
        self.queryset = rows
        self.widget.attrs |= {
            "data-search-url": reverse_lazy("enterprises:enterprise_options"),
            "data-wide": "",
        }
        try:
            row = self.to_python(value)
        except ValidationError:
            row = None
        chosen = [(row.pk, f"{row.name}（{row.region.name}）")] if row else []
        self.widget.choices = [("", ""), *chosen]  # type: ignore[attr-defined]  # a select


class MergeForm(forms.Form):
    """The other one, both versions as compared, in what the other one is right, and why."""

    other = forms.IntegerField(widget=forms.HiddenInput)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    other_version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    take = forms.MultipleChoiceField(
        label=_("以另一家为准的内容"), required=False, widget=forms.CheckboxSelectMultiple
    )
    reason = forms.CharField(
        label=_("合并理由"),
        max_length=300,
        help_text=_("例如：同一厂区因名称写法不同重复登记。"),
        widget=forms.TextInput(attrs={"data-wide": ""}),
    )

    def __init__(self, *args: Any, takeable: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_choices(self, "take", takeable)
        if not takeable:
            del self.fields["take"]


class MergeChoiceForm(forms.Form):
    other = EnterpriseChoiceField(
        label=_("与它重复的另一家"), help_text=_("按名称、代码或拼音首字母查找，限本辖区。")
    )

    def __init__(self, *args: Any, enterprises: QuerySet[Enterprise], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["other"].searched(enterprises, None)  # type: ignore[attr-defined]


class PlaceForm(VersionedForm):
    region = PlaceField(
        label=_("所在县（市、区）"), queryset=Region.objects.none(), help_text=_("按实际生产地确认。")
    )

    def __init__(self, *args: Any, regions: QuerySet[Region], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "region", regions)
        self.fields["region"].widget.attrs["data-search"] = ""


class _WatchTermsForm(forms.Form):
    audit_by = DayField(label=_("完成审核期限"))
    accept_by = DayField(label=_("通过验收期限"), required=False)
    reason = forms.CharField(label=_("入库理由"), max_length=300)
    document_no = forms.CharField(label=_("文号"), max_length=60, required=False)

    def terms(self) -> WatchTerms:
        values = self.cleaned_data
        return WatchTerms(values["audit_by"], values["accept_by"], values["reason"], values["document_no"])


class WatchForm(_WatchTermsForm):
    enterprise = EnterpriseChoiceField(
        label=_("企业或其他对象"),
        error_messages={"invalid_choice": _("它不在本辖区，或已在名录库中。")},
        help_text=_("村庄、建筑、车队、宾馆等先登记为相应类别的对象。"),
    )
    field_order = ["enterprise"]

    def __init__(self, *args: Any, enterprises: QuerySet[Enterprise], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["enterprise"].searched(enterprises, self["enterprise"].value())  # type: ignore[attr-defined]


class WatchEditForm(_WatchTermsForm, VersionedForm):
    pass


class ParkForm(forms.Form):
    name = forms.CharField(label=_("园区名称"), max_length=80)
    region = PlaceField(label=_("所在区域"), queryset=Region.objects.none())

    def __init__(self, *args: Any, regions: QuerySet[Region], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "region", regions)
        self.fields["region"].widget.attrs["data-search"] = ""
