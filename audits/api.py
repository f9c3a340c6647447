"""API of audits: rounds with where they stand."""

import django_filters
from django.db.models import QuerySet
from rest_framework import viewsets

from audits.models import Round
from audits.selectors.rounds import rounds_for
from config.common.access import Permission
from config.common.api.rows import RowSerializer


class RoundSerializer(RowSerializer):
    class Meta:
        model = Round
        fields = [
            "id",
            "enterprise",
            "listing",
            "kind",
            "year",
            "number",
            "state",
            "stage",
            "agency",
            "opened_on",
            "started_on",
            "reported_on",
            "evaluated_on",
            "accepted_on",
            "post_assessed_on",
            "closed_on",
            "level_before",
            "level_after",
            "version",
        ]


class RoundFilter(django_filters.FilterSet):
    class Meta:
        model = Round
        fields = ["enterprise", "listing", "kind", "year", "state", "stage"]


class RoundViewSet(viewsets.ReadOnlyModelViewSet):
    """Rounds within the reader's territory, organisation or assignment."""

    access = {"list": Permission.ROUNDS_READ, "retrieve": Permission.ROUNDS_READ}
    queryset = Round.objects.none()
    serializer_class = RoundSerializer
    filterset_class = RoundFilter
    ordering_fields = ["opened_on", "year"]
    ordering = ["-opened_on"]

    def get_queryset(self) -> QuerySet[Round]:
        return rounds_for(self.request.user)
