"""Whether savings last."""

from collections.abc import Iterable
from decimal import Decimal

from measures.enums import Running
from measures.facts import Persistence, PostReading


def persistence_of(readings: Iterable[PostReading]) -> Persistence:
    """Post-assessed measures still delivering ÷ post-assessed, and Σ read ÷ Σ claimed (domain/README.md §7).

    A measure whose yield was not read counts among the assessed but in neither sum.
    """
    rows = list(readings)
    read = [row for row in rows if row.read_wan is not None]
    return Persistence(
        assessed=len(rows),
        delivering=sum(row.running == Running.DELIVERING for row in rows),
        read=len(read),
        claimed_wan=sum((row.claimed_wan for row in read), Decimal(0)),
        read_wan=sum((row.read_wan or Decimal(0) for row in read), Decimal(0)),
    )
