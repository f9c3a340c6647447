"""Search fields of lists, their entries, imports and staged rows."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from enterprises.enums import Category, ListingState, ListState, RosterState
from enterprises.filters.registry import Choices
from enterprises.models import Listing, MandatoryList, RosterImport, RosterRow
from enterprises.selectors.list_history import in_category
from enterprises.selectors.search import FLAGS, matching

_ALL = _("全部")
DUTY_STATES = [("late", _("有逾期")), ("on_time", _("无逾期"))]


class MandatoryListFilter(django_filters.FilterSet):
    year = django_filters.NumberFilter(label=_("年度"))
    state = django_filters.ChoiceFilter(label=_("状态"), choices=ListState.choices, empty_label=_ALL)

    class Meta:
        model = MandatoryList
        fields: list[str] = []


class ListingFilter(django_filters.FilterSet):
    """Entries of one list; the view hands over the cities to choose from, and what held on the day it shows.

    `then`: other categories of that day (selectors.list_history); `duties`: whether duties can be asked for.
    """

    q = django_filters.CharFilter(label=_("企业"), method="find")
    city = django_filters.ChoiceFilter(label=_("设区市"), field_name="region__city_id", empty_label=_ALL)
    category = django_filters.ChoiceFilter(
        label=_("类别"), method="in_category", choices=Category.choices, empty_label=_ALL
    )
    duty = django_filters.ChoiceFilter(
        label=_("法定义务"), method="in_duty_state", choices=DUTY_STATES, empty_label=_ALL
    )

    class Meta:
        model = Listing
        fields: list[str] = []

    def __init__(
        self, *args: Any, cities: Choices, duties: bool, then: dict[int, list[str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.then = then
        self.filters["q"].field.widget.attrs["placeholder"] = _("名称、代码、拼音首字母")
        self.filters["city"].extra["choices"] = cities
        if len(cities) < 2:
            del self.filters["city"]
        if not duties:
            del self.filters["duty"]

    def find(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(matching(value, "enterprise__"))

    def in_category(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(in_category(Category(value), self.then))

    def in_duty_state(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(is_late=value == "late")


class EntryFilter(django_filters.FilterSet):
    """Entries of all lists; `choices`: the lists and cities to choose from."""

    q = django_filters.CharFilter(label=_("企业"), method="find")
    list = django_filters.ChoiceFilter(label=_("名单"), field_name="mandatory_list_id")
    city = django_filters.ChoiceFilter(label=_("设区市"), field_name="region__city_id")
    category = django_filters.ChoiceFilter(
        label=_("类别"), method="in_category", choices=Category.choices, empty_label=_ALL
    )
    state = django_filters.ChoiceFilter(label=_("名单状态"), choices=ListingState.choices, empty_label=_ALL)
    duty = django_filters.ChoiceFilter(
        label=_("法定义务"), method="in_duty_state", choices=DUTY_STATES, empty_label=_ALL
    )

    class Meta:
        model = Listing
        fields: tuple[str, ...] = ()

    def __init__(self, *args: Any, choices: dict[str, Choices], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["q"].field.widget.attrs["placeholder"] = _("名称、代码、拼音首字母")
        for name, values in choices.items():
            self.filters[name].extra["choices"] = values
        if len(choices["city"]) < 2:
            del self.filters["city"]

    def find(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(matching(value, "enterprise__"))

    def in_category(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(**{FLAGS[Category(value)]: True})

    def in_duty_state(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(is_late=value == "late")


class RosterImportFilter(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(label=_("状态"), choices=RosterState.choices, empty_label=_ALL)

    class Meta:
        model = RosterImport
        fields: list[str] = []


class RosterRowFilter(django_filters.FilterSet):
    """Staged rows of one import; which state is shown is chosen by the tabs above."""

    q = django_filters.CharFilter(label=_("企业名称"), field_name="values__name", lookup_expr="icontains")

    class Meta:
        model = RosterRow
        fields: list[str] = []
