"""API of measures: measures with their effects, and what verifiers found."""

from decimal import Decimal
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from config.common.access import Permission, Public
from config.common.api.answers import version_of
from config.common.api.rows import Amount, RowSerializer
from config.common.api.schema import RefusalSerializer, documents_change, documents_create
from config.common.api.throttle import ToolThrottle
from measures.calculations.feasibility import CashSheet, appraise, four_decimals, investment
from measures.enums import CostClass, EffectSource, MeasureKind, Verdict
from measures.forms import SUBSIDY_TOO_LARGE
from measures.models import Effect, Measure, Reading, Verification
from measures.selectors.measures import measures_for, rounds_for
from measures.selectors.visits import assignments_for, verifications_for
from measures.services.measures import measure_create, measure_move, measure_update
from measures.services.verifications import verification_record


class EffectSerializer(RowSerializer):
    indicator = serializers.CharField(source="indicator.code")
    unit = serializers.CharField(source="indicator.unit")

    class Meta:
        model = Effect
        fields = ["indicator", "unit", "baseline", "expected", "achieved", "verified", "meter", "source"]


class EffectInput(serializers.Serializer):
    """A claim for one indicator (its code), per year in the indicator's unit, or in `unit` where it converts."""

    indicator = serializers.CharField(max_length=20)
    baseline = Amount(required=False, allow_null=True)
    expected = Amount(required=False, allow_null=True)
    achieved = Amount(required=False, allow_null=True)
    unit = serializers.CharField(required=False, max_length=12)
    meter = serializers.CharField(required=False, allow_blank=True, max_length=80)
    source = serializers.ChoiceField(  # type: ignore[assignment]  # a column of ours, not where a field reads
        choices=EffectSource.choices, required=False, allow_blank=True
    )


class MeasureSerializer(RowSerializer):
    effects = EffectSerializer(many=True, read_only=True)

    class Meta:
        model = Measure
        fields = [
            "id",
            "round",
            "number",
            "title",
            "kind",
            "cost_class",
            "cost_class_reason",
            "state",
            "description",
            "investment_planned_wan",
            "investment_actual_wan",
            "benefit_expected_wan",
            "benefit_achieved_wan",
            "benefit_verified_wan",
            "proposed_on",
            "planned_on",
            "begun_on",
            "implemented_on",
            "verified_on",
            "dropped_on",
            "state_reason",
            "effects",
            "version",
        ]


class MeasureInput(serializers.Serializer):
    """What may be said about a measure; money in 万元 and 万元/a."""

    title = serializers.CharField(max_length=120)
    kind = serializers.ChoiceField(choices=MeasureKind.choices)
    description = serializers.CharField(required=False, allow_blank=True, max_length=4000)
    investment_planned_wan = Amount(required=False, min_value=0)
    investment_actual_wan = Amount(required=False, allow_null=True, min_value=0)
    benefit_expected_wan = Amount(required=False)
    benefit_achieved_wan = Amount(required=False, allow_null=True)
    planned_on = serializers.DateField(required=False, allow_null=True)
    cost_class = serializers.ChoiceField(choices=CostClass.choices, required=False)
    cost_class_reason = serializers.CharField(required=False, allow_blank=True, max_length=200)
    effects = EffectInput(many=True, required=False)


class MeasureCreateInput(MeasureInput):
    round = serializers.IntegerField(min_value=1, max_value=2**63 - 1)
    proposed_on = serializers.DateField()


class MoveInput(serializers.Serializer):
    """A move of the measure's life: its name, the day it happened, and why where a reason is asked."""

    move = serializers.CharField(max_length=20)
    on = serializers.DateField()
    reason = serializers.CharField(required=False, allow_blank=True, default="", max_length=300)


class ReadingSerializer(RowSerializer):
    indicator = serializers.CharField(source="indicator.code")

    class Meta:
        model = Reading
        fields = ["indicator", "value"]


class VerificationSerializer(RowSerializer):
    readings = ReadingSerializer(many=True, read_only=True)

    class Meta:
        model = Verification
        fields = [
            "id",
            "assignment",
            "measure",
            "visited_on",
            "found",
            "verdict",
            "benefit_read_wan",
            "readings",
            "recorded_at",
        ]


class ReadingInput(serializers.Serializer):
    indicator = serializers.CharField(max_length=20)
    value = Amount(min_value=0)


class VerificationInput(serializers.Serializer):
    """What was found of one measure on an assigned visit; photographs are added on the page."""

    assignment = serializers.IntegerField(min_value=1, max_value=2**63 - 1)
    measure = serializers.IntegerField(min_value=1, max_value=2**63 - 1)
    visited_on = serializers.DateField()
    found = serializers.CharField(max_length=500)
    verdict = serializers.ChoiceField(choices=Verdict.choices)
    benefit_read_wan = Amount(required=False, allow_null=True)
    readings = ReadingInput(many=True, required=False)


class MeasureFilter(django_filters.FilterSet):
    class Meta:
        model = Measure
        fields = ["round", "kind", "cost_class", "state"]


class VerificationFilter(django_filters.FilterSet):
    class Meta:
        model = Verification
        fields = ["assignment", "measure", "verdict"]


def checked(serializer: serializers.Serializer) -> dict[str, Any]:
    """The validated values; 400 with the fields' sentences otherwise."""
    serializer.is_valid(raise_exception=True)
    return dict(serializer.validated_data)


class MeasureViewSet(viewsets.ReadOnlyModelViewSet):
    """Measures of the rounds one may see; the plant and its agency write their own."""

    access = {
        "list": Permission.MEASURES_READ,
        "retrieve": Permission.MEASURES_READ,
        "create": Permission.MEASURES_WRITE,
        "partial_update": Permission.MEASURES_WRITE,
        "move": Permission.MEASURES_WRITE,
    }
    queryset = Measure.objects.none()
    serializer_class = MeasureSerializer
    filterset_class = MeasureFilter
    ordering_fields = ["proposed_on", "implemented_on", "investment_planned_wan"]
    ordering = ["-proposed_on"]

    def get_queryset(self) -> QuerySet[Measure]:
        return measures_for(self.request.user).prefetch_related("effects__indicator")

    @documents_create(MeasureCreateInput, MeasureSerializer)
    def create(self, request: Request) -> Response:
        values = checked(MeasureCreateInput(data=request.data))
        round_ = get_object_or_404(rounds_for(request.user), pk=values.pop("round"))
        measure = measure_create(
            round_=round_, on=values.pop("proposed_on"), by=request.user, at=timezone.now(), **values
        )
        return self._answer(measure, status=201)

    @documents_change(MeasureInput(partial=True), MeasureSerializer)
    def partial_update(self, request: Request, pk: str) -> Response:
        version = version_of(request)
        measure = self.get_object()
        values = checked(MeasureInput(data=request.data, partial=True))
        measure_update(measure=measure, version=version, by=request.user, at=timezone.now(), **values)
        return self._answer(measure)

    @documents_change(MoveInput, MeasureSerializer)
    @action(detail=True, methods=["post"])
    def move(self, request: Request, pk: str) -> Response:
        version = version_of(request)
        measure = self.get_object()
        values = checked(MoveInput(data=request.data))
        measure_move(measure=measure, version=version, by=request.user, at=timezone.now(), **values)
        return self._answer(measure)

    def _answer(self, measure: Measure, status: int = 200) -> Response:
        fresh = get_object_or_404(self.get_queryset(), pk=measure.pk)
        return Response(MeasureSerializer(fresh).data, status=status)


class VerificationViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet):
    """What was found on site; recorded by the assigned verifier alone, never edited."""

    access = {
        "list": Permission.VERIFICATIONS_READ,
        "retrieve": Permission.VERIFICATIONS_READ,
        "create": Permission.VERIFICATIONS_RECORD,
    }
    queryset = Verification.objects.none()
    serializer_class = VerificationSerializer
    filterset_class = VerificationFilter
    ordering_fields = ["visited_on"]
    ordering = ["-visited_on"]

    def get_queryset(self) -> QuerySet[Verification]:
        return verifications_for(self.request.user).prefetch_related("readings__indicator")

    @documents_create(VerificationInput, VerificationSerializer)
    def create(self, request: Request) -> Response:
        values = checked(VerificationInput(data=request.data))
        assignment = get_object_or_404(assignments_for(request.user), pk=values.pop("assignment"))
        measure = get_object_or_404(measures_for(request.user), pk=values.pop("measure"))
        made = verification_record(
            assignment=assignment, measure=measure, by=request.user, at=timezone.now(), **values
        )
        fresh = get_object_or_404(self.get_queryset(), pk=made.pk)
        return Response(VerificationSerializer(fresh).data, status=201)


class FeasibilityInput(serializers.Serializer):
    """The cash sheet of a measure: money in 万元 and 万元/a, rates as fractions (0.25, 0.05)."""

    construction = Amount(min_value=0)
    interest = Amount(min_value=0, default=Decimal(0))
    working_capital = Amount(min_value=0, default=Decimal(0))
    subsidy = Amount(min_value=0, default=Decimal(0))
    yearly_saving = Amount()
    depreciation_years = serializers.IntegerField(min_value=1, max_value=100)
    tax_rate = Amount(min_value=0, max_value=1)
    years = serializers.IntegerField(min_value=1, max_value=100)
    discount_rate = Amount(min_value=0, max_value=1)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if investment(CashSheet(**attrs)) < 0:
            raise serializers.ValidationError({"subsidy": SUBSIDY_TOO_LARGE})
        return attrs


class FeasibilityAnswer(serializers.Serializer):
    """Decimal strings of four decimals, half up; null where a figure is undefined."""

    investment = serializers.CharField()
    cash_flow = serializers.CharField()
    payback_years = serializers.CharField(allow_null=True)
    npv = serializers.CharField()
    npvr = serializers.CharField(allow_null=True)
    irr = serializers.CharField(allow_null=True)


class FeasibilityView(APIView):
    """Economic feasibility of a measure, as the audit guide reckons it; nothing is kept."""

    access = Public("anybody may calculate; no data of anybody's is read or kept")
    throttle_classes = [ToolThrottle]

    @extend_schema(request=FeasibilityInput, responses={200: FeasibilityAnswer, 429: RefusalSerializer})
    def post(self, request: Request) -> Response:
        sheet = checked(FeasibilityInput(data=request.data))
        found = appraise(CashSheet(**sheet))
        figures = {
            "investment": found.investment,
            "cash_flow": found.cash_flow,
            "payback_years": found.returns.payback,
            "npv": found.returns.npv,
            "npvr": found.returns.npvr,
            "irr": found.returns.irr,
        }
        return Response({name: four_decimals(value) for name, value in figures.items()})
