"""Frozen facts of measures: what gates, rules and calculations are handed."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

Amount = Decimal | None


@dataclass(frozen=True)
class MeasureFacts:
    """One measure as the stage gates see it; `href` is its page, which officers may open as well.

    `concluded` are the aspects of feasibility that said yes, `refused` those that said no.
    """

    number: str
    title: str
    kind: str
    cost_class: str
    state: str
    investment_actual_wan: Amount = None
    benefit_achieved_wan: Amount = None
    effects: int = 0
    effects_achieved: int = 0
    effects_expected: int = 0
    concluded: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    href: str = ""


@dataclass(frozen=True)
class EffectClaim:
    """What is claimed for one indicator: amounts per year in the indicator's unit, None for unknown."""

    code: str
    name: str
    unit: str
    baseline: Amount = None
    expected: Amount = None
    achieved: Amount = None
    known: bool = True
    meter: str = ""
    source: str = ""


@dataclass(frozen=True)
class SharedClaim:
    """Measures of one round that claim against the same meter; `beyond`: together more than it showed.

    `meter` is its name, empty where the same baseline alone tells that it is one.
    """

    name: str
    unit: str
    baseline: Decimal
    claimed: Decimal
    numbers: tuple[str, ...]
    meter: str = ""
    beyond: bool = True


@dataclass(frozen=True)
class Factor:
    """A factor of screening: between what a round may weigh it, and its usual weight."""

    pk: int
    name: str
    least: Decimal
    most: Decimal
    weight: Decimal


@dataclass(frozen=True)
class PlannedStep:
    """A step of the building: planned, and as it happened."""

    name: str
    planned_from: date
    planned_to: date
    begun_on: date | None = None
    done_on: date | None = None


@dataclass(frozen=True)
class PlannedFund:
    """What one source is to pay, 万元, and by which paper."""

    source: str
    planned_wan: Decimal
    note: str = ""


@dataclass(frozen=True)
class Ties:
    """What binds a verifier to a round's enterprise or agency; each True is a reason to refuse."""

    represents_enterprise: bool = False
    works_for_agency: bool = False
    shares_contact: bool = False
    employed_there: bool = False


@dataclass(frozen=True)
class PostReading:
    """One measure at a post-assessment: still running, claimed and read 万元/a (None: not read)."""

    running: str
    claimed_wan: Decimal
    read_wan: Amount = None


@dataclass(frozen=True)
class Persistence:
    """Do savings last: how many of the assessed still deliver, and Σ read ÷ Σ claimed over those that were read."""

    assessed: int
    delivering: int
    read: int
    claimed_wan: Decimal
    read_wan: Decimal

    @property
    def share(self) -> Amount:
        """Delivering ÷ assessed; None when nothing was assessed."""
        return Decimal(self.delivering) / self.assessed if self.assessed else None

    @property
    def yield_share(self) -> Amount:
        """Σ read ÷ Σ claimed; None when nothing was claimed."""
        return self.read_wan / self.claimed_wan if self.claimed_wan else None


@dataclass(frozen=True)
class SeenMeasure:
    """What a phone says of one measure; `version` is the measure's as the phone knew it."""

    measure_id: int
    version: int
    verdict: str
    found: str
    benefit_read_wan: Amount
    readings: tuple[tuple[str, Decimal], ...]


@dataclass(frozen=True)
class NamedPhoto:
    """A photograph that will come under its own key: what it shows, its hashes, what the camera wrote."""

    key: UUID
    kind: str
    measure_id: int | None
    name: str
    sent_sha256: str
    original_sha256: str
    taken_at: datetime | None
    latitude: Amount
    longitude: Amount


@dataclass(frozen=True)
class SaidFinding:
    """What has to be mended, as it was written on site."""

    text: str
    severity: str
    measure_id: int | None
    due_on: date
    responsible: str


@dataclass(frozen=True)
class VisitLog:
    """A whole visit as a phone sends it."""

    key: UUID
    digest: str
    started_at: datetime
    ended_at: datetime
    place: str
    latitude: Amount
    longitude: Amount
    people: str
    representative: str
    signed_name: str
    measures: tuple[SeenMeasure, ...]
    photos: tuple[NamedPhoto, ...]
    findings: tuple[SaidFinding, ...]


@dataclass(frozen=True)
class PhotoFacts:
    """What a camera's file says of itself."""

    original_sha256: str
    taken_at: datetime | None = None
    latitude: Amount = None
    longitude: Amount = None
