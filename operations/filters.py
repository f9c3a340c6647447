"""Search fields of the job list."""

import django_filters
from django.utils.translation import gettext_lazy as _

from operations.models import Job, JobState


class JobFilter(django_filters.FilterSet):
    title = django_filters.CharFilter(label=_("任务"), lookup_expr="icontains")
    state = django_filters.ChoiceFilter(label=_("状态"), choices=JobState.choices)

    class Meta:
        model = Job
        fields = ["title", "state"]
