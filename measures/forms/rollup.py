"""What a sum of effects is narrowed to."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from config.common.forms import offer_choices
from measures.models import BenefitIndicator


class RollupForm(forms.Form):
    year = forms.IntegerField(label=_("实施年度"), required=False, min_value=1990, max_value=2100)
    indicator = forms.ChoiceField(label=_("指标"), required=False)

    def __init__(self, data: Any, *, indicators: Sequence[BenefitIndicator]) -> None:
        super().__init__(data)
        offer_choices(
            self, "indicator", [("", _("全部指标")), *((one.code, one.words) for one in indicators)]
        )
