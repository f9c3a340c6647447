"""Search fields of recommendations."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from enterprises.enums import Category, RecommendationState
from enterprises.filters.registry import Choices
from enterprises.models import ListRecommendation
from enterprises.selectors.search import FLAGS, matching

_ALL = _("全部")


class RecommendationFilter(django_filters.FilterSet):
    """The view hands over the cities to choose from."""

    q = django_filters.CharFilter(label=_("企业"), method="find")
    year = django_filters.NumberFilter(label=_("年度"))
    state = django_filters.ChoiceFilter(
        label=_("状态"), choices=RecommendationState.choices, empty_label=_ALL
    )
    city = django_filters.ChoiceFilter(label=_("设区市"), field_name="region__city_id", empty_label=_ALL)
    category = django_filters.ChoiceFilter(
        label=_("类别"), method="in_category", choices=Category.choices, empty_label=_ALL
    )

    class Meta:
        model = ListRecommendation
        fields: list[str] = []

    def __init__(self, *args: Any, cities: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["q"].field.widget.attrs["placeholder"] = _("名称、代码、拼音首字母")
        self.filters["city"].extra["choices"] = cities
        if len(cities) < 2:
            del self.filters["city"]

    def find(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(matching(value, "enterprise__"))

    def in_category(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(**{FLAGS[Category(value)]: True})
