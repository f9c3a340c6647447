"""Sharing a published total among many rows so that the rows add up to it exactly."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from math import floor


def apportion(total: Decimal, weights: Sequence[float], step: Decimal) -> list[Decimal]:
    """Shares of `total` in proportion to `weights`, each a whole number of `step`, by largest remainder.

    `total` must itself be a whole number of steps. No row balances the others: every share is within one
    step of its exact proportion. Of equal remainders the first is served.
    """
    units = total / step
    if units != units.to_integral_value():
        raise ValueError(f"{total} is not a whole number of {step}")
    whole = sum(Fraction(weight) for weight in weights)
    if not whole:
        raise ValueError("nobody has a weight")
    exact = [int(units) * Fraction(weight) / whole for weight in weights]
    shares = [floor(value) for value in exact]
    missing = int(units) - sum(shares)
    by_remainder = sorted(range(len(weights)), key=lambda i: (shares[i] - exact[i], i))
    for index in by_remainder[:missing]:
        shares[index] += 1
    return [share * step for share in shares]


def split_count(total: int, weights: Sequence[float]) -> list[int]:
    """The same for things that are counted."""
    return [int(share) for share in apportion(Decimal(total), weights, Decimal(1))]
