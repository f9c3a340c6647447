"""API of enterprises: industries, the registry, lists and their entries."""

from datetime import date
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.dateparse import parse_date
from rest_framework import serializers, viewsets

from config.common.access import Permission
from config.common.api.rows import RowSerializer
from enterprises.models import AmendmentItem, Enterprise, Industry, ListAmendment, Listing, MandatoryList
from enterprises.selectors.amendments import amendments_with_items
from enterprises.selectors.enterprises import enterprise_search, enterprises_for, industries
from enterprises.selectors.list_history import read_on
from enterprises.selectors.lists import entries_for, entries_on, lists_for


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
    """An entry as it reads now, or as it read on the day that `on` asks for."""

    categories = serializers.SerializerMethodField()
    listed_on = serializers.DateField(read_only=True, allow_null=True)

    class Meta:
        model = Listing
        fields = [
            "id",
            "mandatory_list",
            "enterprise",
            "number",
            "name",
            "uscc",
            "region",
            "categories",
            "reason",
            "listed_on",
            "added_by",
            "state",
            "state_on",
            "state_reason",
        ]

    def get_categories(self, listing: Listing) -> list[str]:
        return [category.value for category in listing.categories]


class AmendmentItemSerializer(RowSerializer):
    class Meta:
        model = AmendmentItem
        fields = ["id", "kind", "enterprise", "listing", "reason", "values", "old"]


class AmendmentSerializer(RowSerializer):
    items = AmendmentItemSerializer(many=True, read_only=True)

    class Meta:
        model = ListAmendment
        fields = [
            "id",
            "mandatory_list",
            "number",
            "amends",
            "state",
            "document_no",
            "authority",
            "amended_on",
            "reason",
            "items",
            "version",
        ]


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
    """`on`: what stood on the lists at the end of a day, in the words of that day; later corrections are undone."""

    on = django_filters.DateFilter(method="as_of")

    class Meta:
        model = Listing
        fields = ["mandatory_list", "enterprise", "state", "over_limit", "toxic", "energy"]

    def as_of(self, queryset: QuerySet[Listing], _name: str, on: date) -> QuerySet[Listing]:
        return entries_on(queryset, on)


class AmendmentFilter(django_filters.FilterSet):
    class Meta:
        model = ListAmendment
        fields = ["mandatory_list", "state"]


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

    def paginate_queryset(self, queryset: Any) -> Any:
        page = super().paginate_queryset(queryset)
        on = parse_date(self.request.query_params.get("on", ""))
        return page if page is None or on is None else read_on(list(page), on)


class AmendmentViewSet(viewsets.ReadOnlyModelViewSet):
    """Documents that changed published lists: issued ones, and drafts for officers of the list's own level.

    Each with the items that concern enterprises in the reader's sight; its notice has them all.
    """

    access = {"list": Permission.LISTS_READ, "retrieve": Permission.LISTS_READ}
    queryset = ListAmendment.objects.none()
    serializer_class = AmendmentSerializer
    filterset_class = AmendmentFilter
    ordering_fields = ["amended_on", "number"]
    ordering = ["mandatory_list", "number"]

    def get_queryset(self) -> QuerySet[ListAmendment, Any]:
        return amendments_with_items(self.request.user)
