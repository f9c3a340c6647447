"""Rows of the scale data: plain tuples in the order of COLUMNS, drawn with a fixed seed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from audits.enums import SEVEN_STAGES, CleanerLevel, Outcome, ReviewKind, RoundState
from audits.lifecycle import stage_of
from enterprises.calculations.keys import search_keys
from measures.enums import CostClass, MeasureKind, MeasureState, Running
from reports.demo.names import SUFFIXES, WORDS, Names

MEASURES_PER_ROUND = 25
STATES = (
    RoundState.PLANNED,
    RoundState.ASSESSMENT_IN_PROGRESS,
    RoundState.REPORTED,
    RoundState.IMPLEMENTATION_IN_PROGRESS,
    RoundState.CLOSED,
    RoundState.CLOSED,
)
PLANNED, STARTED, REPORTED, EVALUATED, ACCEPTED, POST_ASSESSED = range(6)
# how far the rounds of each list came, in shares of PLANNED … POST_ASSESSED
REACHED = {
    2022: (0, 0, 1, 4, 45, 50),
    2023: (0, 2, 4, 14, 80, 0),
    2024: (1, 8, 21, 35, 35, 0),
    2025: (4, 46, 38, 12, 0, 0),
    2026: (58, 42, 0, 0, 0, 0),
}
_SCALE = 1_000_000
_KINDS = tuple(MeasureKind.values)
_CLASSES = (CostClass.NO, CostClass.LOW, CostClass.LOW, CostClass.MEDIUM, CostClass.HIGH)

COLUMNS: dict[str, tuple[str, ...]] = {
    name: tuple(columns.split())
    for name, columns in {
        "enterprise": "id uscc name name_key pinyin initials region industry scale",
        "placement": "enterprise region",
        "listing": "id mandatory_list enterprise number name region over_limit toxic energy",
        "duty": "listing code regime base_on due_on met_on",
        "disclosure": "listing disclosed_on",
        "round": "id enterprise listing year state stage agency opened_on started_on reported_on evaluated_on"
        " accepted_on post_assessed_on closed_on level_before",
        "plan": "round submitted_on approved_on",
        "stage": "round stage planned_on submitted_on approved_on",
        "review": "round kind applied_on held_on decided_on score outcome",
        "measure": "id round number title kind cost_class state investment_planned_wan investment_actual_wan"
        " benefit_expected_wan benefit_achieved_wan benefit_verified_wan proposed_on begun_on implemented_on"
        " verified_on",
        "effect": "measure indicator expected achieved verified",
        "post_assessment": "id round planned_on assessed_on",
        "post_item": "post_assessment measure running claimed_wan read_wan",
    }.items()
}


@dataclass(frozen=True, slots=True)
class Plant:
    """An enterprise before it is written; `nth` of its county."""

    id: int
    nth: int
    county: Any
    industry: Any


@dataclass(frozen=True, slots=True)
class Audit:
    """A listing with its round, which bear the same running number, and the days on which it got on."""

    id: int
    plant: Plant
    year: int
    reached: int
    published_on: date
    days: tuple[date | None, ...]

    def on(self, reached: int) -> date | None:
        return self.days[reached]


def enterprise(plant: Plant, names: Names) -> tuple[Any, ...]:
    first, second = WORDS[plant.nth % len(WORDS)], WORDS[plant.nth // len(WORDS) % len(WORDS)]
    suffixes = SUFFIXES.get(plant.industry.plan_industry, ("实业有限公司",))
    parts = [
        search_keys(part) for part in (plant.county.name, first, second, suffixes[plant.nth % len(suffixes)])
    ]
    name = "".join(part.name_key for part in parts)
    return (
        plant.id,
        names.code(plant.county.code),
        name,
        name,
        " ".join(part.pinyin for part in parts),
        "".join(part.initials for part in parts),
        plant.county.pk,
        plant.industry.pk,
        ("large", "medium", "medium", "small")[plant.id % 4],
    )


def draw_audit(random: Random, audit_id: int, plant: Plant, lists: dict[int, date]) -> Audit:
    year = list(REACHED)[audit_id % len(REACHED)]
    reached = random.choices(range(6), REACHED[year])[0]
    published_on = lists[year]
    started = published_on + timedelta(days=random.randint(18, 70))
    reported = published_on + timedelta(days=random.randint(200, 420))
    evaluated = reported + timedelta(days=random.randint(30, 90))
    accepted = evaluated + timedelta(days=random.randint(150, 330))
    post_assessed = accepted + timedelta(days=random.randint(365, 420))
    days = (None, started, reported, evaluated, accepted, post_assessed)
    return Audit(
        audit_id,
        plant,
        year,
        reached,
        published_on,
        tuple(day if step <= reached else None for step, day in enumerate(days)),
    )


def listing(audit: Audit, list_id: int, name: str) -> tuple[Any, ...]:
    toxic = audit.id % 3 == 0
    return (
        audit.id,
        list_id,
        audit.plant.id,
        audit.id,
        name,
        audit.plant.county.pk,
        not toxic,
        toxic,
        audit.id % 11 == 0,
    )


def round_(audit: Audit, agency_ids: list[int]) -> tuple[Any, ...]:
    state = STATES[audit.reached]
    started = audit.on(STARTED)
    return (
        audit.id,
        audit.plant.id,
        audit.id,
        audit.year,
        state,
        stage_of(state),
        agency_ids[audit.id % len(agency_ids)] if started else None,
        audit.published_on,
        *audit.days[1:],
        audit.on(ACCEPTED),
        CleanerLevel.III if started else "",
    )


def stages(audit: Audit) -> Iterator[tuple[Any, ...]]:
    """The first five end with the report, the other two with the acceptance."""
    ends = [audit.on(REPORTED)] * 5 + [audit.on(ACCEPTED)] * 2
    for stage, on in zip(SEVEN_STAGES, ends, strict=True):
        yield audit.id, stage, on, on, on


def reviews(audit: Audit, random: Random) -> Iterator[tuple[Any, ...]]:
    for kind, reached in ((ReviewKind.EVALUATION, EVALUATED), (ReviewKind.ACCEPTANCE, ACCEPTED)):
        on = audit.on(reached)
        if on:
            score = random.randint(900, 985) * _SCALE // 10
            yield audit.id, kind, on - timedelta(days=15), on, on, score, Outcome.PASSED


def measures(audit: Audit, first_id: int, random: Random) -> Iterator[tuple[Any, ...]]:
    for nth in range(MEASURES_PER_ROUND):
        cost_class = _CLASSES[nth % len(_CLASSES)]
        proposed_on = audit.published_on + timedelta(days=20 + nth)
        implemented_on = _implemented_on(audit, nth, proposed_on)
        verified = implemented_on is not None and nth % 7 == 0
        state = MeasureState.VERIFIED if verified else MeasureState.IMPLEMENTED
        planned = random.randint(10, 9_000) * _SCALE // 100 * (20 if cost_class == CostClass.HIGH else 1)
        benefit = random.randint(100, 90_000) * _SCALE // 100
        yield (
            first_id + nth,
            audit.id,
            f"{'ZG' if nth % 5 > 2 else 'WD'}{nth + 1}",
            f"第{nth + 1}项节能减排改造",
            _KINDS[nth % len(_KINDS)],
            cost_class,
            state if implemented_on else MeasureState.PROPOSED,
            planned,
            planned if implemented_on else None,
            benefit,
            benefit if implemented_on else None,
            benefit * 9 // 10 if verified else None,
            proposed_on,
            implemented_on,
            implemented_on,
            implemented_on if verified else None,
        )


def _implemented_on(audit: Audit, nth: int, proposed_on: date) -> date | None:
    """Cheap ones soon after the start, costly ones after the evaluation; one in ten never."""
    if nth % 10 == 9 or not audit.reached:
        return None
    if nth % 5 <= 2:
        return proposed_on + timedelta(days=40)
    evaluated_on = audit.on(EVALUATED)
    return evaluated_on + timedelta(days=nth) if evaluated_on else None


def stands(measure: tuple[Any, ...]) -> bool:
    return measure[14] is not None


def effect(measure: tuple[Any, ...], indicator_ids: list[int], random: Random) -> tuple[Any, ...]:
    amount = random.randint(1, 500_000) * _SCALE // 100
    achieved = amount if stands(measure) else None
    verified = amount * 9 // 10 if measure[15] else None
    return measure[0], indicator_ids[measure[0] % len(indicator_ids)], amount, achieved, verified


def post_item(post_assessment_id: int, measure: tuple[Any, ...]) -> tuple[Any, ...]:
    claimed = measure[11] or measure[10]
    running = Running.REDUCED if measure[0] % 9 == 0 else Running.DELIVERING
    return post_assessment_id, measure[0], running, claimed, claimed * 4 // 5
