"""Search fields of the list of orders."""

from datetime import date
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from enterprises.enums import OrderKind
from enterprises.models import CorrectionOrder
from enterprises.selectors.search import matching

STATES = [
    ("open", _("期限未到")),
    ("late", _("期满未改正，未处罚")),
    ("met", _("已改正")),
    ("fined", _("已处罚")),
]


class OrderFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label=_("企业"), method="find")
    document_no = django_filters.CharFilter(label=_("文号"), lookup_expr="icontains")
    kind = django_filters.ChoiceFilter(label=_("类别"), choices=OrderKind.choices, empty_label=_("全部"))
    state = django_filters.ChoiceFilter(
        label=_("进展"), method="in_state", choices=STATES, empty_label=_("全部")
    )

    class Meta:
        model = CorrectionOrder
        fields: list[str] = []

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def find(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(matching(value, "enterprise__"))

    def in_state(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        conditions: dict[str, dict[str, Any]] = {
            "open": {"met_on__isnull": True, "due_on__gte": self.today},
            "late": {"met_on__isnull": True, "due_on__lt": self.today, "penalties__isnull": True},
            "met": {"met_on__isnull": False},
            "fined": {"penalties__isnull": False},
        }
        return queryset.filter(**conditions[value]).distinct()
