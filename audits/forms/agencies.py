"""Consulting bodies, auditors, experts."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms import PlaceField
from accounts.models import Region, User
from config.common.forms import offer
from enterprises.models import Industry


class AgencyForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(label=_("机构名称"), max_length=120)
    uscc = forms.CharField(label=_("统一社会信用代码"), max_length=18, required=False)
    region = PlaceField(
        label=_("所在区域"),
        queryset=Region.objects.none(),
        required=False,
        widget=forms.Select(attrs={"data-search": ""}),
    )
    staff = forms.IntegerField(label=_("专职人员"), min_value=0, max_value=30_000, initial=0)

    def __init__(self, *args: Any, regions: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "region", regions)


class AuditorForm(forms.Form):
    name = forms.CharField(label=_("姓名"), max_length=60)
    certificate_no = forms.CharField(label=_("证书编号"), max_length=60, required=False)
    user = forms.ModelChoiceField(label=_("平台账号"), queryset=User.objects.none(), required=False)

    def __init__(self, *args: Any, accounts: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "user", accounts)


class ExpertForm(forms.Form):
    name = forms.CharField(label=_("姓名"), max_length=60)
    title = forms.CharField(label=_("职称"), max_length=60, required=False)
    employer = forms.CharField(label=_("工作单位"), max_length=120)
    user = forms.ModelChoiceField(label=_("平台账号"), queryset=User.objects.none(), required=False)
    industries = forms.ModelMultipleChoiceField(
        label=_("熟悉的行业"),
        queryset=Industry.objects.none(),
        required=False,
        widget=forms.SelectMultiple(attrs={"data-search": ""}),
    )

    def __init__(self, *args: Any, accounts: Any, industries: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "user", accounts)
        offer(self, "industries", industries)
