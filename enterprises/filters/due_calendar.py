"""Search fields of the list under the calendar."""

import django_filters
from django.utils.translation import gettext_lazy as _

from enterprises.enums import DutyCode
from enterprises.models import Duty


class DueFilter(django_filters.FilterSet):
    code = django_filters.ChoiceFilter(label=_("义务"), choices=DutyCode.choices)
    name = django_filters.CharFilter(
        label=_("企业名称"), field_name="listing__enterprise__name", lookup_expr="icontains"
    )

    class Meta:
        model = Duty
        fields = ["code", "name"]
