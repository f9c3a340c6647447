"""Search fields of the list of orders."""

from datetime import date
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from enterprises.enums import OrderKind, OrderState, PenaltyState
from enterprises.models import CorrectionOrder, Penalty, PenaltyArticle
from enterprises.selectors.notices import OWED
from enterprises.selectors.orders import unfined
from enterprises.selectors.search import matching

STATES = [
    ("open", _("期限未到")),
    (OrderState.ANSWERED.value, _("改正证明待核查")),
    (OrderState.RETURNED.value, _("退回补正")),
    ("late", _("期满未改正，未处罚")),
    ("met", _("已改正")),
    ("fined", _("已处罚")),
    (OrderState.WITHDRAWN.value, _("已撤销")),
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
        if value == "late":
            return unfined(queryset.filter(state__in=OWED, due_on__lt=self.today))
        conditions: dict[str, dict[str, Any]] = {
            "open": {"state__in": OWED, "due_on__gte": self.today},
            "fined": {"penalties__state": PenaltyState.DECIDED},
        }
        return queryset.filter(**conditions.get(value, {"state": value})).distinct()


class PenaltyFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label=_("企业"), method="find")
    document_no = django_filters.CharFilter(label=_("文号"), lookup_expr="icontains")
    article = django_filters.ModelChoiceFilter(
        label=_("依据"), queryset=PenaltyArticle.objects.none(), empty_label=_("全部")
    )
    state = django_filters.ChoiceFilter(label=_("状态"), choices=PenaltyState.choices, empty_label=_("全部"))
    since = django_filters.DateFilter(
        label=_("决定日期自"),
        field_name="decided_on",
        lookup_expr="gte",
        widget=forms.DateInput(attrs={"type": "date"}),
    )

    class Meta:
        model = Penalty
        fields: list[str] = []

    def __init__(self, *args: Any, articles: QuerySet[PenaltyArticle], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["article"].queryset = articles

    def find(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(matching(value, "order__enterprise__"))
