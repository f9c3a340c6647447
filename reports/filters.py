"""Search fields of the list of reports."""

import django_filters
from django.utils.translation import gettext_lazy as _

from reports.enums import CreditKind, CreditState
from reports.models import AnnualReport, CreditSending


class AnnualReportFilter(django_filters.FilterSet):
    place = django_filters.CharFilter(
        label=_("区域"), field_name="region__name", lookup_expr="icontains", max_length=40
    )
    year = django_filters.NumberFilter(label=_("年度"), min_value=1990, max_value=2100)

    class Meta:
        model = AnnualReport
        fields = ["place", "year"]


class CreditSendingFilter(django_filters.FilterSet):
    kind = django_filters.ChoiceFilter(label=_("报送内容"), choices=CreditKind.choices, empty_label=_("全部"))
    state = django_filters.ChoiceFilter(label=_("状态"), choices=CreditState.choices, empty_label=_("全部"))

    class Meta:
        model = CreditSending
        fields: list[str] = []
