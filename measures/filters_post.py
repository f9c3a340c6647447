"""Search fields of the plans of post-assessment."""

import django_filters
from django.utils.translation import gettext_lazy as _

from measures.enums import Strata
from measures.models import PostPlan


class PostPlanFilter(django_filters.FilterSet):
    year = django_filters.NumberFilter(label=_("年度"), min_value=1990, max_value=2100)
    by_strata = django_filters.ChoiceFilter(label=_("分层方式"), choices=Strata.choices)

    class Meta:
        model = PostPlan
        fields = ["year", "by_strata"]
