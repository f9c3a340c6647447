"""Hook STAGE_PROBLEMS: what a round's measures still miss before a stage is left."""

from collections import defaultdict

from django.db.models import Count, Q
from django.urls import reverse

from audits.models import Round
from config.common.errors import Problem
from measures.facts import MeasureFacts
from measures.gates.meters import GUARDED, each_meter_is_claimed_within_its_baseline
from measures.gates.stages import CHECKS, problems_before_leaving
from measures.models import Conclusion, Measure
from measures.selectors.measures import claims_of


def stage_problems(round_: Round, stage: str) -> list[Problem]:
    """The measures' share of what stands against leaving `stage`, each problem with the page that mends it."""
    if stage not in CHECKS:
        return []
    listing = reverse("measures:round_measures", args=[round_.pk])
    problems = problems_before_leaving(stage, facts_of_round(round_), listing)
    if stage in GUARDED:
        shared = claims_of(Measure.objects.filter(round=round_))
        problems += each_meter_is_claimed_within_its_baseline(shared, listing)
    return problems


def facts_of_round(round_: Round) -> list[MeasureFacts]:
    measured = Q(effects__achieved__isnull=False) | Q(effects__verified__isnull=False)
    promised = Q(effects__expected__gt=0)
    rows = Measure.objects.filter(round=round_).annotate(
        effect_count=Count("effects"),
        measured_count=Count("effects", filter=measured),
        promised_count=Count("effects", filter=promised),
    )
    conclusions = _conclusions(round_)
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
            effects_expected=row.promised_count,
            concluded=tuple(a for a, passed in conclusions[row.pk] if passed),
            refused=tuple(a for a, passed in conclusions[row.pk] if not passed),
            href=reverse("measures:measure_detail", args=[row.pk]),
        )
        for row in rows.order_by("pk")
    ]


def _conclusions(round_: Round) -> dict[int, list[tuple[str, bool]]]:
    """Aspect and answer, by measure."""
    found: dict[int, list[tuple[str, bool]]] = defaultdict(list)
    rows = Conclusion.objects.filter(measure__round=round_)
    for measure_id, aspect, passed in rows.values_list("measure_id", "aspect", "passed"):
        found[measure_id].append((aspect, passed))
    return found
