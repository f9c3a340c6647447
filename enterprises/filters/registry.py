"""Search fields of the list of enterprises."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Region
from enterprises.enums import Category, EnterpriseStatus, Scale
from enterprises.models import Enterprise
from enterprises.selectors.search import listed_as, matching

Choices = list[tuple[Any, Any]]


def city_choices(cities: list[Region]) -> Choices:
    return [(city.pk, city.name) for city in cities]


def county_choices(counties: list[Region]) -> Choices:
    """Counties with their city, for 城区 is in two."""
    return [(county.pk, county.full_name) for county in counties]


class EnterpriseFilter(django_filters.FilterSet):
    """The view hands over the cities, counties and key industries to choose from."""

    q = django_filters.CharFilter(label=_("企业"), method="find")
    city = django_filters.ChoiceFilter(label=_("设区市"), field_name="region__city_id", empty_label=_("全部"))
    county = django_filters.ChoiceFilter(
        label=_("县（市、区）"), field_name="region_id", empty_label=_("全部")
    )
    industry = django_filters.ChoiceFilter(
        label=_("重点行业"), field_name="industry__plan_industry", empty_label=_("全部")
    )
    category = django_filters.ChoiceFilter(
        label=_("入列类别"), method="listed", choices=Category.choices, empty_label=_("全部")
    )
    status = django_filters.ChoiceFilter(
        label=_("状态"), choices=EnterpriseStatus.choices, empty_label=_("全部")
    )
    scale = django_filters.ChoiceFilter(
        label=_("规模"), choices=[c for c in Scale.choices if c[0]], empty_label=_("全部")
    )

    class Meta:
        model = Enterprise
        fields: list[str] = []

    def __init__(self, *args: Any, choices: dict[str, Choices], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["q"].field.widget.attrs["placeholder"] = _("名称、曾用名、代码、许可证号、拼音首字母")
        for name, options in choices.items():
            self.filters[name].extra["choices"] = options
            if not options:
                del self.filters[name]
        if "county" in self.filters:
            self.filters["county"].field.widget.attrs["data-search"] = ""

    def find(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(matching(value))

    def listed(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(listed_as(Category(value)))
