"""Which round comes how far: every state at least once, spread over the cities, with the lists' dates."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from audits.enums import SEVEN_STAGES, RoundState, Stage
from audits.lifecycle import in_progress, returned, submitted

S = RoundState
_EARLIEST = (5, 15)
BEFORE_REPORT = SEVEN_STAGES[:5]

# how many rounds of each list end where; the lists are this year's, last year's and the one before
CURRENT: dict[RoundState, int] = {
    S.PLANNED: 9,
    S.PLAN_SUBMITTED: 4,
    S.PLAN_RETURNED: 2,
    **{in_progress(stage): 4 for stage in BEFORE_REPORT},
    **{submitted(stage): 2 for stage in BEFORE_REPORT},
    **{returned(stage): 1 for stage in BEFORE_REPORT},
    S.FEASIBILITY_APPROVED: 2,
    S.REPORTED: 2,
    S.EVALUATION_APPLIED: 2,
    S.SUSPENDED: 1,
    S.EXEMPTED: 1,
    S.DEFERRED: 2,
}
LAST: dict[RoundState, int] = {
    S.PLANNED: 2,
    S.ASSESSMENT_IN_PROGRESS: 1,
    S.FEASIBILITY_SUBMITTED: 1,
    S.EVALUATION_APPLIED: 2,
    S.EVALUATION_SCORED: 2,
    S.EVALUATION_SUPPLEMENT: 2,
    S.IMPLEMENTATION_IN_PROGRESS: 4,
    S.IMPLEMENTATION_SUBMITTED: 3,
    S.IMPLEMENTATION_RETURNED: 1,
    S.CONTINUATION_IN_PROGRESS: 2,
    S.CONTINUATION_SUBMITTED: 2,
    S.CONTINUATION_RETURNED: 1,
    S.CONTINUATION_APPROVED: 1,
    S.ACCEPTANCE_APPLIED: 2,
    S.ACCEPTANCE_SCORED: 1,
    S.ACCEPTANCE_RECTIFY: 1,
    S.ACCEPTANCE_FAILED: 1,
    S.CLOSED: 8,
    S.EXEMPTED: 1,
    S.ROLLED_OVER: 2,
}
BEFORE_LAST: dict[RoundState, int] = {S.CLOSED: 26, S.ACCEPTANCE_RECTIFY: 1, S.ROLLED_OVER: 3}
_ENDS_EARLY = {S.CLOSED, S.ROLLED_OVER, S.EXEMPTED}
# the application of these ends is judged by a drawn panel, in the weeks after it was made
JUDGED = (S.EVALUATION_APPLIED, S.EVALUATION_SCORED, S.ACCEPTANCE_APPLIED, S.ACCEPTANCE_SCORED)
_PANEL_DAYS = 20


@dataclass(frozen=True)
class ListPlot:
    """A list of the campaign: its year, its day, its number, and the ends of its rounds."""

    year: int
    published_on: date
    document_no: str
    ends: list[RoundState] = field(default_factory=list)


@dataclass(frozen=True)
class Part:
    """One round's part: where it ends, on which day, and where it stumbles on the way."""

    target: RoundState
    begins: date
    ends: date
    stumbles: frozenset[str]


def list_plots(today: date) -> list[ListPlot]:
    """The three lists, oldest first. The current one is this year's, from the middle of May on."""
    year = today.year if (today.month, today.day) >= _EARLIEST else today.year - 1
    made = (
        (year - 2, date(year - 2, 3, 27), 28, BEFORE_LAST),
        (year - 1, date(year - 1, 3, 22), 33, LAST),
        (year, date(year, 3, 25), 31, CURRENT),
    )
    return [
        ListPlot(
            of, on, f"晋环发〔{of}〕{number}号", [end for end, times in ends.items() for _one in range(times)]
        )
        for of, on, number, ends in made
    ]


def parts(random: Random, plot: ListPlot, today: date) -> Iterator[Part]:
    """A part for each round of a list; what is over ended earlier, what is open was worked on lately."""
    for target in plot.ends:
        last = today - timedelta(days=random.randint(1, 20))
        if target in JUDGED:
            last -= timedelta(days=_PANEL_DAYS)
        if target in _ENDS_EARLY:
            last = min(last, plot.published_on + timedelta(days=random.randint(310, 400)))
        yield Part(target, plot.published_on + timedelta(days=8), last, _stumbles(random, target))


def _stumbles(random: Random, target: RoundState) -> frozenset[str]:
    """One round in three hears a remark on its way; of reviews one in five needs a second try."""
    chosen: set[str] = {random.choice(BEFORE_REPORT)} if random.random() < 0.33 else set()
    for review in (Stage.EVALUATION, Stage.ACCEPTANCE):
        if random.random() < 0.2:
            chosen.add(review)
    return frozenset(chosen)
