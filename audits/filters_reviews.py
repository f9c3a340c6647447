"""Search fields of the lists that belong to reviews."""

import django_filters
from django.utils.translation import gettext_lazy as _

from audits.enums import ReviewKind, SheetState
from audits.models import ScoreSheet


class SheetFilter(django_filters.FilterSet):
    name = django_filters.CharFilter(label=_("评分表名称"), lookup_expr="icontains", max_length=60)
    kind = django_filters.ChoiceFilter(label=_("类别"), choices=ReviewKind.choices)
    state = django_filters.ChoiceFilter(label=_("状态"), choices=SheetState.choices)

    class Meta:
        model = ScoreSheet
        fields = ["name", "kind", "state"]
