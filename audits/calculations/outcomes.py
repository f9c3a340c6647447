"""Which outcome a score suggests, and which outcomes contradict what was found. People decide."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from audits.enums import Outcome, ReviewKind

OUTCOMES = {
    ReviewKind.EVALUATION: (Outcome.PASSED, Outcome.SUPPLEMENT, Outcome.REDO),
    ReviewKind.ACCEPTANCE: (Outcome.PASSED, Outcome.RECTIFY, Outcome.FAILED),
}


@dataclass(frozen=True)
class Threshold:
    """From this score on, a review of this kind would have this outcome."""

    kind: str
    from_score: Decimal
    outcome: str
    basis: str


def suggested_outcome(kind: str, score: Decimal, vetoed: bool, thresholds: Iterable[Threshold]) -> str:
    """The outcome of the highest threshold reached; with a veto the worst one of the kind."""
    rows = sorted((row for row in thresholds if row.kind == kind), key=lambda row: row.from_score)
    reached = [row for row in rows if row.from_score <= score]
    if not rows:
        return ""
    return rows[0].outcome if vetoed or not reached else reached[-1].outcome
