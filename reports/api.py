"""API of reports: the annual reports with their frozen figures."""

import django_filters
from django.db.models import QuerySet
from rest_framework import viewsets

from config.common.access import Permission
from config.common.api.rows import RowSerializer
from reports.models import AnnualReport
from reports.selectors.reports import reports_for


class AnnualReportSerializer(RowSerializer):
    """`snapshot` is the frozen JSON the documents are made from; `sha256` is its hash."""

    class Meta:
        model = AnnualReport
        fields = ["id", "region", "year", "since", "snapshot", "sha256", "created_at", "finished_at"]


class AnnualReportFilter(django_filters.FilterSet):
    class Meta:
        model = AnnualReport
        fields = ["region", "year", "since"]


class AnnualReportViewSet(viewsets.ReadOnlyModelViewSet):
    """Annual reports on the reader's territory and places inside it."""

    access = {"list": Permission.REPORTS_READ, "retrieve": Permission.REPORTS_READ}
    queryset = AnnualReport.objects.none()
    serializer_class = AnnualReportSerializer
    filterset_class = AnnualReportFilter
    ordering_fields = ["year", "created_at"]
    ordering = ["-created_at"]

    def get_queryset(self) -> QuerySet[AnnualReport]:
        return reports_for(self.request.user)
