"""Reads of measures: lists, one measure with its story, totals by the database."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from accounts.models import Level, Region, User
from audits.enums import Stage
from audits.models import Round
from enterprises.models import Industry
from measures.calculations.claims import shared_claims
from measures.calculations.energy import DERIVED, SOURCES
from measures.enums import STANDING, MeasureState
from measures.facts import EffectClaim, SharedClaim
from measures.models import (
    BenefitIndicator,
    CoalFactor,
    Conclusion,
    Effect,
    Measure,
    MeasureMove,
    PostAssessmentItem,
    Verification,
    VerifierAssignment,
)
from measures.selectors.origins import proofs_for

_PLACE = ("round__enterprise__region__city", "round__enterprise__industry")
_OVER = (Stage.CLOSED, Stage.ASIDE)


@dataclass(frozen=True)
class MeasureTotals:
    """The foot of a measure list: sums of the filtered rows, made by the database (万元, 万元/a)."""

    measures: int
    planned_wan: Decimal
    actual_wan: Decimal
    expected_wan: Decimal
    counted_wan: Decimal


def rounds_for(user: User) -> QuerySet[Round]:
    """The rounds whose measures one may see."""
    return Round.objects.visible_to(user).select_related("enterprise__region__city", "agency")


def open_rounds_for(user: User) -> list[Round]:
    """Up to two rounds in which one may still propose measures: one means the page can offer it at once."""
    return list(rounds_for(user).exclude(stage__in=_OVER).order_by("-opened_on", "-pk")[:2])


def measures_for(user: User) -> QuerySet[Measure]:
    return Measure.objects.visible_to(user).select_related(*_PLACE, "technology")


def measure_totals(measures: QuerySet[Measure]) -> MeasureTotals:
    """Sums over a filtered list; a verified benefit replaces the achieved one."""
    zero = Decimal(0)
    sums = measures.order_by().aggregate(
        measures=Count("pk"),
        planned=Sum("investment_planned_wan"),
        actual=Sum("investment_actual_wan"),
        expected=Sum("benefit_expected_wan"),
        counted=Sum(Coalesce("benefit_verified_wan", "benefit_achieved_wan"), filter=Q(state__in=STANDING)),
    )
    return MeasureTotals(
        sums["measures"],
        sums["planned"] or zero,
        sums["actual"] or zero,
        sums["expected"] or zero,
        sums["counted"] or zero,
    )


def measures_of_round(user: User, round_: Round) -> list[Measure]:
    """All measures of one round with their effects: costly ones first, then by number as it was given."""
    effects = Prefetch("effects", Effect.objects.select_related("indicator"))
    rows = Measure.objects.visible_to(user).filter(round=round_).prefetch_related(effects)
    return sorted(rows, key=lambda m: (not m.number.startswith("ZG"), m.pk))


def measure_story(user: User, measure: Measure) -> Measure:
    """The measure with all that its page tells: effects, moves, verifications with photographs, post-assessment."""
    told = (
        Prefetch("effects", Effect.objects.select_related("indicator", "stated_by")),
        Prefetch("proofs", proofs_for(user)),
        Prefetch("conclusions", Conclusion.objects.select_related("concluded_by")),
        Prefetch("moves", MeasureMove.objects.select_related("by")),
        Prefetch(
            "verifications",
            Verification.objects.visible_to(user)
            .select_related("recorded_by")
            .prefetch_related("readings__indicator", "photos__attachment"),
        ),
        Prefetch("post_items", PostAssessmentItem.objects.select_related("post_assessment")),
    )
    return (
        Measure.objects.visible_to(user)
        .select_related(*_PLACE, "technology", "sheet", "created_by")
        .prefetch_related(*told)
        .get(pk=measure.pk)
    )


def claims_of_round(user: User, round_: Round) -> list[SharedClaim]:
    """Measures of the round that claim the same meter, and whether together beyond what it showed."""
    return claims_of(Measure.objects.visible_to(user).filter(round=round_))


def claims_of(measures: QuerySet[Measure]) -> list[SharedClaim]:
    dead = (MeasureState.SCREENED_OUT, MeasureState.INFEASIBLE, MeasureState.DROPPED)
    rows = (
        Effect.objects.filter(measure__in=measures)
        .exclude(measure__state__in=dead)
        .select_related("indicator", "measure")
        .order_by("measure_id", "pk")
    )
    return shared_claims((effect.measure.number, claim_of(effect)) for effect in rows)


def claim_of(effect: Effect) -> EffectClaim:
    indicator = effect.indicator
    return EffectClaim(
        indicator.code,
        indicator.words,
        indicator.unit_words,
        effect.baseline,
        effect.expected,
        effect.achieved,
        meter=effect.meter,
        source=effect.source,
    )


def overdue(measures: QuerySet[Measure], on: date) -> QuerySet[Measure]:
    """Decided or begun, promised for a day that has passed."""
    open_states = (MeasureState.FEASIBLE, MeasureState.IN_PROGRESS)
    return measures.filter(planned_on__lt=on, state__in=open_states).exclude(round__stage__in=_OVER)


def without_figures(measures: QuerySet[Measure]) -> QuerySet[Measure]:
    """Reported as done, but without achieved benefit or with an effect not measured yet."""
    missing = Exists(
        Effect.objects.filter(measure=OuterRef("pk"), achieved__isnull=True, verified__isnull=True)
    )
    return measures.filter(
        Q(benefit_achieved_wan__isnull=True) | missing, state=MeasureState.IMPLEMENTED
    ).exclude(round__stage__in=_OVER)


def awaiting_visit(measures: QuerySet[Measure]) -> QuerySet[Measure]:
    """Reported as done, not verified, and nobody is sent to look."""
    sent = VerifierAssignment.objects.filter(round=OuterRef("round_id"), done_on__isnull=True)
    return (
        measures.filter(state=MeasureState.IMPLEMENTED).exclude(round__stage__in=_OVER).exclude(Exists(sent))
    )


def claimable_indicators() -> list[BenefitIndicator]:
    """What a measure may claim: every indicator but the one that is derived from others."""
    return list(BenefitIndicator.objects.exclude(code=DERIVED))


def effects_of(measure: Measure) -> list[Effect]:
    """The effects of a measure the caller has checked to be the reader's."""
    return list(Effect.objects.filter(measure=measure).select_related("indicator"))


def energy_weights() -> tuple[tuple[str, Decimal], ...]:
    """What one unit of each energy indicator counts in standard coal, tce: (indicator code, weight)."""
    factors = coal_factors()
    return tuple((code, factors[energy] * scale) for code, (energy, scale) in SOURCES.items())


def coal_factors() -> dict[str, Decimal]:
    return dict(CoalFactor.objects.values_list("energy", "kgce"))


def cities_for(user: User) -> QuerySet[Region]:
    """Cities a list can be narrowed to: those of the own territory."""
    cities = Region.objects.current().filter(level=Level.CITY)
    return cities.filter(pk__in=user.territory_ids()) if user.region_id else cities


def plan_industries() -> list[str]:
    """The key industries of the province's plan, by name."""
    names = Industry.objects.exclude(plan_industry="").order_by("plan_industry")
    return list(names.values_list("plan_industry", flat=True).distinct())
