"""Input of one enterprise."""

import re
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.forms import PlaceField
from accounts.models import Region
from config.common import uscc as codes
from config.common.forms import offer
from enterprises.enums import EnterpriseStatus, PlanField, Scale, SubjectKind
from enterprises.models import Industry, KeyArea, Park

_PERMIT = re.compile(r"[0-9A-Z]{22}")
_OLD_CODE = re.compile(r"[0-9A-Z]{9}")


class EnterpriseForm(forms.Form):
    """Registering a site. Places, industries and key areas to choose from are handed over by the view."""

    name = forms.CharField(label=_("企业名称"), max_length=120)
    uscc = forms.CharField(
        label=_("统一社会信用代码"), max_length=40, required=False, help_text=_("18 位，按营业执照填写。")
    )
    region = PlaceField(label=_("所在区域"), queryset=Region.objects.none(), help_text=_("实际生产地。"))
    industry = forms.ModelChoiceField(
        label=_("行业"), queryset=Industry.objects.none(), required=False, help_text=_("GB/T 4754 行业。")
    )
    kind = forms.ChoiceField(
        label=_("对象类别"), choices=SubjectKind.choices, initial=SubjectKind.PLANT, required=False
    )
    plan_field = forms.ChoiceField(
        label=_("规划领域"),
        choices=[("", _("按行业确定")), *PlanField.choices],
        required=False,
        help_text=_("没有行业的对象在此选。"),
    )
    founded_on = forms.DateField(
        label=_("成立日期"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    park = forms.ModelChoiceField(
        label=_("所在园区"), queryset=Park.objects.none(), required=False, empty_label=_("不在园区")
    )
    address = forms.CharField(label=_("地址"), max_length=200, required=False)
    legal_representative = forms.CharField(label=_("法定代表人"), max_length=60, required=False)
    scale = forms.ChoiceField(label=_("规模"), choices=Scale.choices, required=False)
    status = forms.ChoiceField(label=_("状态"), choices=EnterpriseStatus.choices)
    old_code = forms.CharField(
        label=_("组织机构代码"), max_length=20, required=False, help_text=_("旧的 9 位代码，仍可用来查找。")
    )
    permits = forms.CharField(
        label=_("排污许可证编号"),
        required=False,
        help_text=_("每行一个，22 位。"),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    key_areas = forms.ModelMultipleChoiceField(
        label=_("重点区域"),
        queryset=KeyArea.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self,
        *args: Any,
        regions: QuerySet[Region],
        industries: QuerySet[Industry],
        areas: QuerySet[KeyArea],
        parks: QuerySet[Park],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "region", regions)
        offer(self, "industry", industries)
        offer(self, "key_areas", areas)
        offer(self, "park", parks)
        for name in ("region", "industry"):
            self.fields[name].widget.attrs["data-search"] = ""
        self.fields["key_areas"].widget.attrs["data-wide"] = ""

    def clean_kind(self) -> str:
        return self.cleaned_data["kind"] or SubjectKind.PLANT

    def clean_uscc(self) -> str:
        """An unchanged code stays as the official list published it, even with a wrong check digit."""
        code = codes.normalise(self.cleaned_data["uscc"])
        wrong = codes.check(code) if code and code != self.initial.get("uscc") else None
        if wrong:
            raise forms.ValidationError(codes.sentence(wrong, code))
        return code

    def clean_old_code(self) -> str:
        code = codes.normalise(self.cleaned_data["old_code"])
        if code and code != self.initial.get("old_code") and not _OLD_CODE.fullmatch(code):
            raise forms.ValidationError(gettext("组织机构代码应为 9 位数字或字母，例如 12345678-9。"))
        return code

    def clean_permits(self) -> list[str]:
        numbers = [codes.normalise(line) for line in self.cleaned_data["permits"].splitlines()]
        known = self.initial.get("permits", "").splitlines()
        wrong = [
            number for number in numbers if number and number not in known and not _PERMIT.fullmatch(number)
        ]
        if wrong:
            raise forms.ValidationError(
                gettext("“%(number)s”不是 22 位的许可证编号，请按许可证逐位核对。")
                % {"number": wrong[0][:40]}
            )
        return [number for number in numbers if number]


class EnterpriseEditForm(EnterpriseForm):
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
