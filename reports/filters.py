"""Search fields of the lists of reports."""

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from enterprises.selectors.search import matching
from reports.enums import CreditKind, CreditState, StatementPurpose, StatementState
from reports.models import AnnualReport, CreditSending, ResultStatement


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


class StatementFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label=_("企业或编号"), method="find", max_length=60)
    purpose = django_filters.ChoiceFilter(
        label=_("用途"), choices=StatementPurpose.choices, empty_label=_("全部")
    )
    state = django_filters.ChoiceFilter(
        label=_("状态"), choices=StatementState.choices, empty_label=_("全部")
    )
    addressee = django_filters.CharFilter(label=_("收件单位"), lookup_expr="icontains", max_length=60)

    class Meta:
        model = ResultStatement
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["q"].field.widget.attrs["placeholder"] = _("名称、代码或说明编号")

    def find(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        named = Q(number__icontains=value.strip()) | Q(name__icontains=value.strip())
        return queryset.filter(named | matching(value, "enterprise__"))
