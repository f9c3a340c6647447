"""Search fields of voluntary agreements."""

from datetime import date
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from enterprises.enums import AgreementState
from enterprises.filters.registry import Choices
from enterprises.models import VoluntaryAgreement
from enterprises.selectors.agreements import with_reports
from enterprises.selectors.search import matching

_ALL = _("全部")
REPORTS = [("submitted", _("待核对")), ("late", _("逾期未报"))]


class AgreementFilter(django_filters.FilterSet):
    """The view hands over the cities to choose from."""

    q = django_filters.CharFilter(label=_("企业"), method="find")
    document_no = django_filters.CharFilter(label=_("协议编号"), lookup_expr="icontains")
    state = django_filters.ChoiceFilter(label=_("状态"), choices=AgreementState.choices, empty_label=_ALL)
    reports = django_filters.ChoiceFilter(
        label=_("兑现报告"), method="reported", choices=REPORTS, empty_label=_ALL
    )
    city = django_filters.ChoiceFilter(
        label=_("设区市"), field_name="enterprise__region__city_id", empty_label=_ALL
    )

    class Meta:
        model = VoluntaryAgreement
        fields: list[str] = []

    def __init__(self, *args: Any, cities: Choices, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.filters["q"].field.widget.attrs["placeholder"] = _("名称、代码、拼音首字母")
        self.filters["city"].extra["choices"] = cities
        if len(cities) < 2:
            del self.filters["city"]

    def find(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(matching(value, "enterprise__"))

    def reported(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(pk__in=with_reports(value, self.today))
