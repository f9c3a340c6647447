"""Input rules of reports."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.forms import PlaceField
from accounts.models import Region
from reports.rules import FIRST_YEAR


class AnnualReportForm(forms.Form):
    """Which report: the view hands over the places and this year."""

    region = PlaceField(
        label=_("区域"),
        queryset=Region.objects.none(),
        empty_label=None,
        help_text=_("本辖区或其中的市、县。"),
        widget=forms.Select(attrs={"data-search": ""}),
    )
    year = forms.TypedChoiceField(label=_("年度"), coerce=int)
    since = forms.TypedChoiceField(
        label=_("起始年度"),
        coerce=int,
        required=False,
        empty_value=None,
        help_text=_("留空只编制一年；选较早的年度则为累计报告。"),
    )

    def __init__(self, *args: Any, regions: QuerySet[Region], this_year: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        years = [(year, str(year)) for year in range(this_year, FIRST_YEAR - 1, -1)]
        choices: dict[str, Any] = self.fields
        choices["region"].queryset = regions
        choices["year"].choices = years
        choices["since"].choices = [("", _("同年度")), *years]
