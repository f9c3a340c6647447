"""API of enterprises: industries, the registry, lists and their entries."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from rest_framework import serializers, viewsets

from config.common.access import Permission
from config.common.api.rows import RowSerializer
from enterprises.models import Enterprise, Industry, Listing, MandatoryList
from enterprises.selectors.enterprises import enterprise_search, enterprises_for, industries
from enterprises.selectors.lists import entries_for, lists_for


class IndustrySerializer(RowSerializer):
    class Meta:
        model = Industry
        fields = ["id", "code", "edition", "name", "parent", "level", "plan_industry", "mark"]


class EnterpriseSerializer(RowSerializer):
    class Meta:
        model = Enterprise
        fields = [
            "id",
            "uscc",
            "site_no",
            "old_code",
            "name",
            "region",
            "region_as_published",
            "industry",
            "industry_as_published",
            "address",
            "scale",
            "status",
            "version",
        ]


class MandatoryListSerializer(RowSerializer):
    class Meta:
        model = MandatoryList
        fields = [
            "id",
            "region",
            "year",
            "batch",
            "title",
            "state",
            "document_no",
            "authority",
            "published_on",
            "version",
        ]


class ListingSerializer(RowSerializer):
    categories = serializers.SerializerMethodField()

    class Meta:
        model = Listing
        fields = [
            "id",
            "mandatory_list",
            "enterprise",
            "number",
            "name",
            "region",
            "categories",
            "reason",
            "state",
            "state_on",
            "state_reason",
        ]

    def get_categories(self, listing: Listing) -> list[str]:
        return [category.value for category in listing.categories]


class IndustryFilter(django_filters.FilterSet):
    class Meta:
        model = Industry
        fields = ["code", "edition", "level", "plan_industry"]


class EnterpriseFilter(django_filters.FilterSet):
    """`q` finds name, former name, code, permit number and pinyin initials, as the search box does."""

    q = django_filters.CharFilter(method="search")

    class Meta:
        model = Enterprise
        fields = ["uscc", "region", "industry", "scale", "status"]

    def search(self, queryset: QuerySet[Enterprise], _name: str, text: str) -> QuerySet[Enterprise]:
        return queryset & enterprise_search(self.request.user, text)


class MandatoryListFilter(django_filters.FilterSet):
    class Meta:
        model = MandatoryList
        fields = ["year", "region", "state"]


class ListingFilter(django_filters.FilterSet):
    class Meta:
        model = Listing
        fields = ["mandatory_list", "enterprise", "state", "over_limit", "toxic", "energy"]


class IndustryViewSet(viewsets.ReadOnlyModelViewSet):
    """Industries of GB/T 4754 with their edition."""

    access = {"list": Permission.HOME, "retrieve": Permission.HOME}
    queryset = Industry.objects.none()
    serializer_class = IndustrySerializer
    filterset_class = IndustryFilter
    ordering_fields = ["code"]
    ordering = ["code"]

    def get_queryset(self) -> QuerySet[Industry]:
        return industries()


class EnterpriseViewSet(viewsets.ReadOnlyModelViewSet):
    """Enterprises (one row for each site) within the reader's territory or organisation."""

    access = {"list": Permission.ENTERPRISES_READ, "retrieve": Permission.ENTERPRISES_READ}
    queryset = Enterprise.objects.none()
    serializer_class = EnterpriseSerializer
    filterset_class = EnterpriseFilter
    ordering_fields = ["pinyin", "uscc"]
    ordering = ["pinyin"]

    def get_queryset(self) -> QuerySet[Enterprise]:
        return enterprises_for(self.request.user)


class MandatoryListViewSet(viewsets.ReadOnlyModelViewSet):
    """The yearly lists: published ones, and drafts for officers of the list's own level."""

    access = {"list": Permission.LISTS_READ, "retrieve": Permission.LISTS_READ}
    queryset = MandatoryList.objects.none()
    serializer_class = MandatoryListSerializer
    filterset_class = MandatoryListFilter
    ordering_fields = ["year", "published_on"]
    ordering = ["-year"]

    def get_queryset(self) -> QuerySet[MandatoryList]:
        return lists_for(self.request.user)


class ListingViewSet(viewsets.ReadOnlyModelViewSet):
    """Entries of the lists within the reader's territory or organisation."""

    access = {"list": Permission.LISTS_READ, "retrieve": Permission.LISTS_READ}
    queryset = Listing.objects.none()
    serializer_class = ListingSerializer
    filterset_class = ListingFilter
    ordering_fields = ["number", "mandatory_list"]
    ordering = ["mandatory_list", "number"]

    def get_queryset(self) -> QuerySet[Listing, Any]:
        return entries_for(self.request.user)
