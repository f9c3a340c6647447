"""Search fields of projects."""

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from measures.enums import ProjectKind, ProjectState
from measures.models import Project


class ProjectFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label=_("项目或单位"), method="by_words")
    kind = django_filters.ChoiceFilter(label=_("类别"), choices=ProjectKind.choices)
    state = django_filters.ChoiceFilter(label=_("状态"), choices=ProjectState.choices)

    class Meta:
        model = Project
        fields = ["q", "kind", "state"]

    def by_words(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(Q(title__icontains=value) | Q(undertaker__icontains=value))
