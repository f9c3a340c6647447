"""Search fields of the list of reports."""

import django_filters
from django.utils.translation import gettext_lazy as _

from reports.models import AnnualReport


class AnnualReportFilter(django_filters.FilterSet):
    place = django_filters.CharFilter(
        label=_("区域"), field_name="region__name", lookup_expr="icontains", max_length=40
    )
    year = django_filters.NumberFilter(label=_("年度"), min_value=1990, max_value=2100)

    class Meta:
        model = AnnualReport
        fields = ["place", "year"]
