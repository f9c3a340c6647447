"""Search fields of the lists that belong to reviews."""

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audits.enums import ReviewKind, SheetState
from audits.models import ReviewFee, ScoreSheet
from audits.selectors.fees import fee_years, fees_for, fees_owed


class SheetFilter(django_filters.FilterSet):
    name = django_filters.CharFilter(label=_("评分表名称"), lookup_expr="icontains", max_length=60)
    kind = django_filters.ChoiceFilter(label=_("类别"), choices=ReviewKind.choices)
    state = django_filters.ChoiceFilter(label=_("状态"), choices=SheetState.choices)

    class Meta:
        model = ScoreSheet
        fields = ["name", "kind", "state"]


_PAID = [("open", _("待发放")), ("paid", _("已发放"))]
_OWN = [("own", _("本单位待发放"))]


class FeeFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label=_("专家或企业"), method="filter_text", max_length=60)
    state = django_filters.ChoiceFilter(label=_("状态"), choices=_PAID, method="filter_state")
    kind = django_filters.ChoiceFilter(
        label=_("类别"), field_name="seat__review__kind", choices=ReviewKind.choices
    )
    year = django_filters.ChoiceFilter(label=_("评审年度"), field_name="earned_on__year")

    class Meta:
        model = ReviewFee
        fields = ["q", "state", "kind", "year"]

    def __init__(self, data: Any, *, user: User) -> None:
        super().__init__(data, fees_for(user))
        self.user = user
        if user.is_officer:
            self.filters["state"].extra["choices"] = [*_PAID, *_OWN]
        self.filters["year"].extra["choices"] = [(str(year), str(year)) for year in fee_years(user)]

    def filter_text(self, queryset: QuerySet[ReviewFee], name: str, value: str) -> QuerySet[ReviewFee]:
        named = Q(seat__expert__name__icontains=value)
        return queryset.filter(named | Q(seat__review__round__enterprise__name__icontains=value))

    def filter_state(self, queryset: QuerySet[ReviewFee], name: str, value: str) -> QuerySet[ReviewFee]:
        if value == "own":
            return queryset.filter(pk__in=fees_owed(self.user).values("pk"))
        return queryset.filter(paid_on__isnull=value == "open")
