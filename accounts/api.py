"""API of accounts: the territory tree."""

import django_filters
from django.db.models import QuerySet
from rest_framework import viewsets

from accounts.models import Region
from accounts.selectors import people
from config.common.access import Permission
from config.common.api.rows import RowSerializer


class RegionSerializer(RowSerializer):
    class Meta:
        model = Region
        fields = [
            "id",
            "code",
            "name",
            "level",
            "parent",
            "city",
            "province",
            "effective_from",
            "effective_to",
            "mark",
        ]


class RegionFilter(django_filters.FilterSet):
    class Meta:
        model = Region
        fields = ["code", "level", "parent"]


class RegionViewSet(viewsets.ReadOnlyModelViewSet):
    """Places of GB/T 2260 in force today."""

    access = {"list": Permission.HOME, "retrieve": Permission.HOME}
    queryset = Region.objects.none()
    serializer_class = RegionSerializer
    filterset_class = RegionFilter
    ordering_fields = ["code", "name"]
    ordering = ["code"]

    def get_queryset(self) -> QuerySet[Region]:
        return people.regions_for(self.request.user)
