"""What a round's measures came to, as the opinion form of its evaluation or acceptance says it."""

from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, Sum
from django.db.models.functions import Coalesce

from audits.facts import WorksFacts
from audits.models import Round
from config.common.quantities import QuantityField
from measures.enums import COSTLY, STANDING, FindingState, MeasureState
from measures.models import Effect, Finding, Measure

_LOST = (MeasureState.SCREENED_OUT, MeasureState.INFEASIBLE, MeasureState.DROPPED)
_FINDINGS_SHOWN = 10


def works_of_round(round_: Round) -> WorksFacts:
    """Hook REVIEW_WORKS: three reads, whatever the round holds."""
    costly, standing = Q(cost_class__in=COSTLY), Q(state__in=STANDING)
    alive = Measure.objects.filter(round=round_).exclude(state__in=_LOST).order_by()
    sums = alive.aggregate(
        proposed=Count("pk"),
        proposed_costly=Count("pk", filter=costly),
        standing=Count("pk", filter=standing),
        standing_costly=Count("pk", filter=costly & standing),
        planned_wan=Sum("investment_planned_wan"),
        spent_wan=Sum("investment_actual_wan", filter=standing),
        benefit_wan=Sum(Coalesce("benefit_verified_wan", "benefit_achieved_wan"), filter=standing),
    )
    known: dict[str, Any] = {name: Decimal(0) if value is None else value for name, value in sums.items()}
    return WorksFacts(**known, effects=_effects(round_), findings=_findings(round_))


def _effects(round_: Round) -> tuple[tuple[str, str, Decimal, Decimal], ...]:
    reached = Sum(
        Coalesce("verified", "achieved"),
        filter=Q(measure__state__in=STANDING),
        output_field=QuantityField(),
    )
    rows = (
        Effect.objects.filter(measure__round=round_)
        .exclude(measure__state__in=_LOST)
        .order_by("indicator__order")
        .values_list("indicator__name", "indicator__unit")
        .annotate(hoped=Sum("expected"), got=reached)
    )
    zero = Decimal(0)
    return tuple((name, unit, hoped or zero, got or zero) for name, unit, hoped, got in rows if hoped or got)


def _findings(round_: Round) -> tuple[str, ...]:
    open_ = Finding.objects.filter(round=round_).exclude(state=FindingState.CLOSED).order_by("due_on", "pk")
    return tuple(open_.values_list("text", flat=True)[:_FINDINGS_SHOWN])
