"""Search fields of the watchlist."""

from datetime import date
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from enterprises.enums import SubjectKind, WatchState
from enterprises.models import WatchEntry
from enterprises.selectors.search import matching
from enterprises.selectors.watch import watch_late

STATES = [
    ("open", _("在库")),
    ("late", _("逾期")),
    ("audited", _("已完成审核")),
    ("ended", _("已移出")),
]


class WatchFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label=_("企业"), method="find")
    kind = django_filters.ChoiceFilter(
        label=_("对象类别"), field_name="enterprise__kind", choices=SubjectKind.choices, empty_label=_("全部")
    )
    state = django_filters.ChoiceFilter(
        label=_("进展"), method="in_state", choices=STATES, empty_label=_("全部")
    )

    class Meta:
        model = WatchEntry
        fields: list[str] = []

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def find(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(matching(value, "enterprise__"))

    def in_state(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        if value == "late":
            return queryset.filter(watch_late(self.today))
        if value == "audited":
            return queryset.filter(audited_on__isnull=False)
        return queryset.filter(state=WatchState.ENDED if value == "ended" else WatchState.OPEN)
