"""Search fields of the list under the calendar."""

from datetime import date
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.filters import Day
from accounts.models import User
from enterprises.enums import DutyCode
from enterprises.filters.registry import Choices
from enterprises.models import Duty
from enterprises.selectors.duties import dealt_with
from enterprises.selectors.search import matching

OFFICERS = [("mine", _("由我经办"))]
STATES = [("open", _("未履行")), ("late", _("逾期未履行")), ("met", _("已履行"))]


class DutyFilter(django_filters.FilterSet):
    """All duties in sight; `cities` to choose from; `user` says whose work is "mine", `today` what is late."""

    q = django_filters.CharFilter(label=_("企业"), method="find")
    code = django_filters.ChoiceFilter(label=_("义务"), choices=DutyCode.choices)
    state = django_filters.ChoiceFilter(label=_("状态"), choices=STATES, method="in_state")
    city = django_filters.ChoiceFilter(label=_("设区市"), field_name="listing__enterprise__region__city_id")
    officer = django_filters.ChoiceFilter(label=_("经办人"), choices=OFFICERS, method="dealt_with_by")
    since = django_filters.DateFilter(label=_("期限自"), field_name="due_on", lookup_expr="gte", widget=Day)
    until = django_filters.DateFilter(label=_("期限至"), field_name="due_on", lookup_expr="lte", widget=Day)

    class Meta:
        model = Duty
        fields: list[str] = []

    def __init__(self, *args: Any, cities: Choices, user: User, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user, self.today = user, today
        self.filters["q"].field.widget.attrs["placeholder"] = _("名称、代码、拼音首字母")
        self.filters["city"].extra["choices"] = cities
        if len(cities) < 2:
            del self.filters["city"]
        if not user.is_officer:
            del self.filters["officer"]

    def find(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(matching(value, "listing__enterprise__"))

    def dealt_with_by(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return dealt_with(queryset, self.user)

    def in_state(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        if value == "met":
            return queryset.filter(met_on__isnull=False)
        waiting = queryset.filter(met_on__isnull=True)
        return waiting.filter(due_on__lt=self.today) if value == "late" else waiting


class DueFilter(django_filters.FilterSet):
    code = django_filters.ChoiceFilter(label=_("义务"), choices=DutyCode.choices)
    name = django_filters.CharFilter(
        label=_("企业名称"), field_name="listing__enterprise__name", lookup_expr="icontains"
    )

    class Meta:
        model = Duty
        fields = ["code", "name"]
