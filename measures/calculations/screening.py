"""Weighted screening of measures (权重总和计分排序, worksheet 4-3): total = Σ weight × score, scores 1 to 10."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

LOWEST, HIGHEST = 1, 10


@dataclass(frozen=True)
class Ranked:
    """A measure's total, its percentage of full marks, its place (equal totals share one), and is it above the line."""

    total: Decimal
    percent: Decimal
    rank: int
    passes: bool


def full_marks(weights: Mapping[int, Decimal]) -> Decimal:
    return sum(weights.values(), Decimal(0)) * HIGHEST


def weighted_total(scores: Mapping[int, int], weights: Mapping[int, Decimal]) -> Decimal:
    """Both by factor; every factor has its score."""
    return sum((weight * scores[factor] for factor, weight in weights.items()), Decimal(0))


def ranked(
    scores: Mapping[int, Mapping[int, int]], weights: Mapping[int, Decimal], line: Decimal
) -> dict[int, Ranked]:
    """By measure, the best first; `line` is the percentage of full marks from which a measure passes.

    A measure that lacks the score of a factor is left out: half a sum ranks nothing.
    """
    totals = {
        measure: weighted_total(given, weights)
        for measure, given in scores.items()
        if weights and weights.keys() <= given.keys()
    }
    full = full_marks(weights)
    found = {}
    for measure, total in sorted(totals.items(), key=lambda one: (-one[1], one[0])):
        rank = 1 + sum(other > total for other in totals.values())
        found[measure] = Ranked(total, total * 100 / full, rank, total * 100 >= line * full)
    return found
