"""Two measures that claim the same meter."""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal

from measures.facts import EffectClaim, SharedClaim


def shared_claims(claims: Iterable[tuple[str, EffectClaim]]) -> list[SharedClaim]:
    """Claims of one round, as (measure number, claim), that share a meter and together exceed it.

    The same indicator with the same baseline is taken for the same meter; what is achieved counts,
    and what is expected where nothing is achieved yet.
    """
    meters: dict[tuple[str, Decimal], list[tuple[str, EffectClaim]]] = defaultdict(list)
    for number, claim in claims:
        if claim.baseline:
            meters[claim.code, claim.baseline].append((number, claim))
    return [found for rows in meters.values() if (found := _shared(rows))]


def _shared(rows: list[tuple[str, EffectClaim]]) -> SharedClaim | None:
    first = rows[0][1]
    claimed = sum((_claimed(claim) for _number, claim in rows), Decimal(0))
    if len(rows) < 2 or first.baseline is None or claimed <= first.baseline:
        return None
    numbers = tuple(number for number, _claim in rows)
    return SharedClaim(first.name, first.unit, first.baseline, claimed, numbers)


def _claimed(claim: EffectClaim) -> Decimal:
    return (claim.achieved if claim.achieved is not None else claim.expected) or Decimal(0)
