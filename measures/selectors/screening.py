"""Reads of screening: the scheme in force, a round's weights and scores."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet

from accounts.models import User
from audits.models import Round
from measures.calculations.screening import Ranked, ranked
from measures.enums import ParameterCode
from measures.facts import Factor
from measures.models import Measure, Screening, ScreeningScheme, ScreeningScore, ScreeningWeight
from measures.selectors.parameters import parameter_on, parameters

_LINE = Decimal(60)


@dataclass(frozen=True)
class Sheet:
    """A round's screening as it stands: weights by factor, scores by measure and factor, and what they make."""

    scheme: ScreeningScheme
    factors: list[Factor]
    kept: Screening | None
    weights: dict[int, Decimal]
    scores: dict[int, dict[int, int]]
    line: Decimal
    ranked: dict[int, Ranked]


def schemes_for(user: User) -> QuerySet[ScreeningScheme]:
    """The schemes are the same for everybody who works here."""
    return ScreeningScheme.objects.select_related("created_by").prefetch_related("factors")


def scheme_on(on: date) -> ScreeningScheme:
    """The newest in force; there is always the one of the handbooks."""
    known = ScreeningScheme.objects.prefetch_related("factors")
    return known.filter(valid_from__lte=on).first() or known.order_by("valid_from")[0]


def factors_of(scheme: ScreeningScheme) -> list[Factor]:
    return [Factor(row.pk, row.words, row.least, row.most, row.weight) for row in scheme.factors.all()]


def line_on(round_: Round, on: date) -> Decimal:
    """The percentage of full marks from which a measure passes."""
    scale = round_.enterprise.scale
    found = parameter_on(parameters(), ParameterCode.SCREENING_SHARE, on, scale=scale)
    return found.value if found else _LINE


def sheet_of(user: User, round_: Round, on: date) -> Sheet:
    """The screening of a round the caller has found among the reader's; the same few queries for any number."""
    kept = (
        Screening.objects.visible_to(user)
        .filter(round=round_)
        .select_related("scheme", "kept_by")
        .prefetch_related("scheme__factors")
        .first()
    )
    scheme = kept.scheme if kept else scheme_on(on)
    factors = factors_of(scheme)
    weights = {factor.pk: factor.weight for factor in factors}
    if kept:
        weights |= dict(ScreeningWeight.objects.filter(screening=kept).values_list("factor_id", "weight"))
    scores = scores_of(round_)
    line = kept.line if kept else line_on(round_, on)
    return Sheet(scheme, factors, kept, weights, scores, line, ranked(scores, weights, line))


def scores_of(round_: Round) -> dict[int, dict[int, int]]:
    """By measure and factor."""
    found: dict[int, dict[int, int]] = {}
    rows = ScreeningScore.objects.filter(measure__round=round_)
    for measure, factor, score in rows.values_list("measure_id", "factor_id", "score"):
        found.setdefault(measure, {})[factor] = score
    return found


def place_of(user: User, measure: Measure) -> tuple[Sheet, Ranked] | None:
    """How a measure came out of its round's screening; None where it was not scored."""
    sheet = sheet_of(user, measure.round, measure.proposed_on)
    found = sheet.ranked.get(measure.pk)
    return (sheet, found) if found else None
