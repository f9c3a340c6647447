"""Search fields of the list of enterprises."""

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Region
from enterprises.enums import Category, EnterpriseStatus, PlanField, Scale, SubjectKind
from enterprises.models import DuplicatePair, Enterprise
from enterprises.selectors.search import in_plan_field, listed_as, matching
from enterprises.selectors.watch import in_library, library_candidates

Choices = list[tuple[Any, Any]]
LIBRARY = [("in", _("在库")), ("candidate", _("重点行业，未入列未入库"))]


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
    field = django_filters.ChoiceFilter(
        label=_("规划领域"), method="of_field", choices=PlanField.choices, empty_label=_("全部")
    )
    area = django_filters.ChoiceFilter(label=_("重点区域"), field_name="key_areas", empty_label=_("全部"))
    park = django_filters.ChoiceFilter(label=_("园区"), field_name="park_id", empty_label=_("全部"))
    kind = django_filters.ChoiceFilter(
        label=_("对象类别"), choices=SubjectKind.choices, empty_label=_("全部")
    )
    library = django_filters.ChoiceFilter(
        label=_("名录库"), method="of_library", choices=LIBRARY, empty_label=_("全部")
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

    def of_field(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(in_plan_field(value))

    def of_library(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(in_library() if value == "in" else library_candidates())


class UnplacedFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label=_("企业"), method="find")
    written = django_filters.CharFilter(
        label=_("公布的写法"), field_name="region_as_published", lookup_expr="contains"
    )

    class Meta:
        model = Enterprise
        fields: list[str] = []

    def find(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(matching(value))


GROUNDS = [("code", _("代码相同")), ("name", _("名称相似")), ("address", _("地址相同"))]


class DuplicateFilter(django_filters.FilterSet):
    """Open pairs unless the decided ones are asked for."""

    ground = django_filters.ChoiceFilter(
        label=_("依据"), method="on_ground", choices=GROUNDS, empty_label=_("全部")
    )
    decided = django_filters.BooleanFilter(
        label=_("已判定不是同一家"), method="is_decided", widget=forms.CheckboxInput
    )

    class Meta:
        model = DuplicatePair
        fields: list[str] = []

    def on_ground(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(**{f"same_{value}": True})

    def is_decided(self, queryset: QuerySet, name: str, value: bool | None) -> QuerySet:
        return queryset.filter(dismissed_on__isnull=not value)
