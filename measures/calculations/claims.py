"""Two measures that claim the same meter."""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal

from measures.facts import EffectClaim, SharedClaim


def shared_claims(claims: Iterable[tuple[str, EffectClaim]]) -> list[SharedClaim]:
    """Claims of one round, as (measure number, claim), that share a meter.

    A meter is known by its name; where none is given, the same indicator with the same baseline is taken for
    the same meter, and only what exceeds it together is told. What is achieved counts, and what is expected
    where nothing is achieved yet.
    """
    meters: dict[tuple[str, str, Decimal | None], list[tuple[str, EffectClaim]]] = defaultdict(list)
    for number, claim in claims:
        name = claim.meter.strip()
        if name:
            meters[claim.code, name.casefold(), None].append((number, claim))
        elif claim.baseline:
            meters[claim.code, "", claim.baseline].append((number, claim))
    return [found for rows in meters.values() if (found := _shared(rows))]


def _shared(rows: list[tuple[str, EffectClaim]]) -> SharedClaim | None:
    """Where baselines of one meter differ, the least of them binds."""
    first = rows[0][1]
    baselines = [claim.baseline for _number, claim in rows if claim.baseline is not None]
    if len(rows) < 2 or not baselines:
        return None
    baseline = min(baselines)
    claimed = sum((_claimed(claim) for _number, claim in rows), Decimal(0))
    beyond = claimed > baseline
    if not (beyond or first.meter):
        return None
    numbers = tuple(number for number, _claim in rows)
    return SharedClaim(first.name, first.unit, baseline, claimed, numbers, first.meter.strip(), beyond)


def _claimed(claim: EffectClaim) -> Decimal:
    return (claim.achieved if claim.achieved is not None else claim.expected) or Decimal(0)
