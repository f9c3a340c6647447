"""Search fields of the lists of accounts."""

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Activity, User
from accounts.presenters import verb_labels
from config.common.access import Role


class Day(forms.DateInput):
    input_type = "date"


def verb_choices() -> list[tuple[str, str]]:
    return list(verb_labels().items())


class ActivityFilter(django_filters.FilterSet):
    actor = django_filters.CharFilter(label=_("谁"), lookup_expr="icontains")
    thing = django_filters.CharFilter(label=_("对象"), lookup_expr="icontains")
    verb = django_filters.ChoiceFilter(label=_("动作"), choices=verb_choices)
    since = django_filters.DateFilter(label=_("自"), field_name="at", lookup_expr="date__gte", widget=Day)
    until = django_filters.DateFilter(label=_("至"), field_name="at", lookup_expr="date__lte", widget=Day)

    class Meta:
        model = Activity
        fields = ["actor", "thing", "verb", "since", "until"]


class UserFilter(django_filters.FilterSet):
    name = django_filters.CharFilter(label=_("姓名"), lookup_expr="icontains")
    role = django_filters.ChoiceFilter(label=_("角色"), choices=Role.choices)

    class Meta:
        model = User
        fields = ["name", "role"]
