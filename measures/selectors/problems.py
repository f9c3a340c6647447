"""Hook STAGE_PROBLEMS: what a round's measures still miss before a stage is left."""

from django.db.models import Count, Q
from django.urls import reverse

from audits.models import Round
from config.common.errors import Problem
from measures.facts import MeasureFacts
from measures.gates.stages import CHECKS, problems_before_leaving
from measures.models import Measure


def stage_problems(round_: Round, stage: str) -> list[Problem]:
    """The measures' share of what stands against leaving `stage`, each problem with the page that mends it."""
    if stage not in CHECKS:
        return []
    listing = reverse("measures:round_measures", args=[round_.pk])
    return problems_before_leaving(stage, facts_of_round(round_), listing)


def facts_of_round(round_: Round) -> list[MeasureFacts]:
    measured = Q(effects__achieved__isnull=False) | Q(effects__verified__isnull=False)
    rows = Measure.objects.filter(round=round_).annotate(
        effect_count=Count("effects"), measured_count=Count("effects", filter=measured)
    )
    return [
        MeasureFacts(
            number=row.number,
            title=row.title,
            kind=row.kind,
            cost_class=row.cost_class,
            state=row.state,
            investment_actual_wan=row.investment_actual_wan,
            benefit_achieved_wan=row.benefit_counted_wan,
            effects=row.effect_count,
            effects_achieved=row.measured_count,
            href=reverse("measures:measure_detail", args=[row.pk]),
        )
        for row in rows.order_by("pk")
    ]
