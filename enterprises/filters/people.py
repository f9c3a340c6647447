"""Search fields of the list of enterprises for which nobody can sign in."""

from datetime import datetime
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from enterprises.models import Enterprise
from enterprises.selectors.search import matching

STATES = [("open", _("邀请待接受")), ("expired", _("邀请已过期")), ("none", _("没有邀请"))]


class UnmannedFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label=_("企业"), method="find")
    state = django_filters.ChoiceFilter(
        label=_("邀请"), method="in_state", choices=STATES, empty_label=_("全部")
    )

    class Meta:
        model = Enterprise
        fields: list[str] = []

    def __init__(self, *args: Any, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.at = at

    def find(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(matching(value))

    def in_state(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        if value == "none":
            return queryset.filter(invited_until__isnull=True)
        return queryset.filter(**{f"invited_until__{'gt' if value == 'open' else 'lte'}": self.at})
