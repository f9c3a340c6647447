"""What the gates look at: a round frozen at one moment."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal


@dataclass(frozen=True)
class MemberFacts:
    """A member of the audit team."""

    name: str
    is_leader: bool
    from_management: bool


@dataclass(frozen=True)
class TargetFacts:
    """A target with the value that was reached, if it is known yet."""

    indicator: str
    near: Decimal | None
    reached: Decimal | None


@dataclass(frozen=True)
class StageFacts:
    """One of the seven stages: its planned day, who answers for it, its result in words."""

    stage: str
    planned_on: date | None = None
    responsible: str = ""
    result: str = ""


@dataclass(frozen=True)
class RoundFacts:
    """Everything of a round that decides whether a part of it is done."""

    round_id: int
    opened_on: date
    focus: str = ""
    training: str = ""
    level_before: str = ""
    level_after: str = ""
    evaluated_on: date | None = None
    has_report: bool = False
    team: tuple[MemberFacts, ...] = ()
    targets: tuple[TargetFacts, ...] = ()
    stages: dict[str, StageFacts] = field(default_factory=dict)


@dataclass(frozen=True)
class WorksFacts:
    """What a round's measures came to: how many, which money, which yearly effects, what is still wrong on site.

    `effects`: (indicator, unit, expected, reached) for each indicator that has any.
    """

    proposed: int = 0
    proposed_costly: int = 0
    standing: int = 0
    standing_costly: int = 0
    planned_wan: Decimal = Decimal(0)
    spent_wan: Decimal = Decimal(0)
    benefit_wan: Decimal = Decimal(0)
    effects: tuple[tuple[str, str, Decimal, Decimal], ...] = ()
    findings: tuple[str, ...] = ()
