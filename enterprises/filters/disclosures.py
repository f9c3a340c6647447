"""Search fields of the list of disclosures."""

from datetime import date
from typing import Any

import django_filters
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from enterprises.enums import Category, DisclosureState
from enterprises.filters.registry import Choices
from enterprises.models import Listing
from enterprises.selectors.search import FLAGS, matching

STATES = [
    ("open", _("未公示，未到期")),
    ("late", _("逾期未公示")),
    ("done", _("按期公示")),
    ("done_late", _("迟于期限公示")),
]


class DisclosureFilter(django_filters.FilterSet):
    """The view hands over the years and cities to choose from, and today."""

    q = django_filters.CharFilter(label=_("企业"), method="find")
    year = django_filters.ChoiceFilter(
        label=_("名单年度"), field_name="mandatory_list__year", empty_label=_("全部")
    )
    state = django_filters.ChoiceFilter(
        label=_("公示情况"), method="in_state", choices=STATES, empty_label=_("全部")
    )
    check = django_filters.ChoiceFilter(
        label=_("核对情况"),
        field_name="disclosure__state",
        choices=DisclosureState.choices,
        empty_label=_("全部"),
    )
    category = django_filters.ChoiceFilter(
        label=_("类别"), method="in_category", choices=Category.choices, empty_label=_("全部")
    )
    city = django_filters.ChoiceFilter(label=_("设区市"), field_name="region__city_id", empty_label=_("全部"))

    class Meta:
        model = Listing
        fields: list[str] = []

    def __init__(self, *args: Any, choices: dict[str, Choices], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        for name, options in choices.items():
            self.filters[name].extra["choices"] = options
            if not options:
                del self.filters[name]

    def find(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(matching(value, "enterprise__"))

    def in_category(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(**{FLAGS[Category(value)]: True})

    def in_state(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        on_time = Q(due_on__isnull=True) | Q(done_on__lte=F("due_on"))
        conditions = {
            "open": Q(done_on__isnull=True, due_on__gte=self.today),
            "late": Q(done_on__isnull=True, due_on__lt=self.today),
            "done": Q(done_on__isnull=False) & on_time,
            "done_late": Q(done_on__gt=F("due_on")),
        }
        return queryset.filter(conditions[value])
