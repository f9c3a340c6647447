"""When the next round of an enterprise comes round: the law's intervals by category and industry."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from enterprises.calculations.clock import due_on

CYCLE = "cycle:"


@dataclass(frozen=True)
class Interval:
    """One term between two rounds: a row of LegalRegime with `next_round`."""

    scope: str
    number: int
    unit: str
    basis: str
    effective_from: date
    effective_to: date | None = None

    def in_force(self, on: date) -> bool:
        return self.effective_from <= on and (self.effective_to is None or on <= self.effective_to)


@dataclass(frozen=True)
class NextRound:
    """The day from which an enterprise's next round is due, the round it is counted from, and the term."""

    on: date
    base_on: date
    years: int
    basis: str


def next_round(
    base_on: date,
    *,
    categories: Collection[str],
    industry: str,
    intervals: Sequence[Interval],
    cycles: Sequence[tuple[str, str]],
) -> NextRound | None:
    """The earliest next round by the terms in force on `base_on`; None where no term speaks of the enterprise.

    `cycles` are (cycle, prefix of the industry's code) of CycleIndustry. 环发〔2010〕54号, 清洁生产审核办法 第十二条.
    """
    scopes = {"all", *categories}
    scopes |= {f"{CYCLE}{cycle}" for cycle, prefix in cycles if industry and industry.startswith(prefix)}
    found = [
        NextRound(_due(base_on, term), base_on, term.number, term.basis)
        for term in intervals
        if term.scope in scopes and term.in_force(base_on)
    ]
    return min(found, key=lambda one: (one.on, one.basis), default=None)


def _due(base_on: date, term: Interval) -> date:
    return due_on(base_on, term.number, term.unit, "calendar", rests=lambda _on: False, rolls=False)
