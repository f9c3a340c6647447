"""The measures of the history: counted, priced and given effects so that the rows add up to the founding plan."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from measures.enums import CostClass, MeasureKind, MeasureState
from reports.demo import totals
from reports.demo.apportion import apportion, split_count
from reports.demo.cases import Case, Reached
from reports.demo.industries import CHEAP, PROFILES

_CENT = Decimal("0.01")


@dataclass
class Draft:
    """A measure before it is written; `effects` are achieved values by indicator code."""

    case: Case
    number: str
    title: str
    kind: MeasureKind
    cost_class: CostClass
    state: MeasureState
    proposed_on: date
    implemented_on: date | None
    weight: float
    invested: Decimal = Decimal(0)
    benefit: Decimal = Decimal(0)
    effects: dict[str, Decimal] = field(default_factory=dict)

    @property
    def counts(self) -> bool:
        """Whether it stood by the end of 2010."""
        return self.implemented_on is not None and self.implemented_on.year <= 2010

    @property
    def is_costly(self) -> bool:
        return self.cost_class in {CostClass.MEDIUM, CostClass.HIGH}


def draw_measures(random: Random, cases: list[Case]) -> list[Draft]:
    """All measures of the history. Rounds that handed in a report have them, the others not yet."""
    reporting = [case for case in cases if case.reached >= Reached.REPORTED]
    drafts = _draw_costly(random, reporting) + _draw_cheap(random, reporting)
    _share_investment(random, drafts)
    _share_effects(random, drafts)
    _share_benefit(random, drafts)
    return drafts


def _draw_costly(random: Random, cases: list[Case]) -> list[Draft]:
    weights = {Reached.ACCEPTED: 5.2, Reached.EVALUATED: 2.3, Reached.REPORTED: 1.2}
    proposed = split_count(
        totals.COSTLY_PROPOSED, [weights[c.reached] * random.uniform(0.7, 1.4) for c in cases]
    )
    ripe = {Reached.ACCEPTED: 1.0, Reached.EVALUATED: 0.85, Reached.REPORTED: 0.0}
    wanted = split_count(
        totals.COSTLY_IMPLEMENTED, [ripe[c.reached] * n for c, n in zip(cases, proposed, strict=True)]
    )
    built = _fit(wanted, proposed, cases)
    drafts = []
    for case, count, standing in zip(cases, proposed, built, strict=True):
        for index in range(count):
            drafts.append(_costly(random, case, index + 1, stands=index < standing))
    return drafts


def _fit(wanted: list[int], most: list[int], cases: list[Case]) -> list[int]:
    """Nobody implements more than was proposed: what is too much moves to rounds that still have room."""
    fitted = [min(want, top) for want, top in zip(wanted, most, strict=True)]
    missing = sum(wanted) - sum(fitted)
    for index, top in enumerate(most):
        room = top - fitted[index] if cases[index].reached >= Reached.EVALUATED else 0
        take = min(room, missing)
        fitted[index] += take
        missing -= take
    return fitted


def _costly(random: Random, case: Case, number: int, *, stands: bool) -> Draft:
    titles = PROFILES[case.plan_industry].costly
    title, kind = titles[(number - 1) % len(titles)]
    series = "" if number <= len(titles) else f"（{(number - 1) // len(titles) + 1}期）"
    proposed_on = _before(random, case.reported_on, 20, 90)
    return Draft(
        case=case,
        number=f"ZG{number}",
        title=title + series,
        kind=kind,
        cost_class=CostClass.HIGH if random.random() < 0.45 else CostClass.MEDIUM,
        state=MeasureState.IMPLEMENTED
        if stands
        else random.choice([MeasureState.DROPPED, MeasureState.INFEASIBLE]),
        proposed_on=proposed_on,
        implemented_on=_built_on(random, case) if stands else None,
        weight=random.lognormvariate(0, 0.7),
    )


def _built_on(random: Random, case: Case) -> date:
    """Between evaluation and acceptance, and before 2011."""
    if case.evaluated_on is None:
        raise ValueError("a measure stands only in an evaluated round")
    end = min(case.accepted_on or date(2010, 12, 25), date(2010, 12, 25))
    return case.evaluated_on + timedelta(days=random.randint(0, max((end - case.evaluated_on).days, 0)))


def _before(random: Random, on: date | None, least: int, most: int) -> date:
    if on is None:
        raise ValueError("a measure is proposed only in a round that handed in its report")
    return on - timedelta(days=random.randint(least, most))


def _draw_cheap(random: Random, cases: list[Case]) -> list[Draft]:
    drafts = []
    for case in cases:
        titles = random.sample(CHEAP, random.randint(6, len(CHEAP)))
        for number, (title, kind) in enumerate(titles, start=1):
            proposed_on = _before(random, case.reported_on, 40, 120)
            drafts.append(
                Draft(
                    case=case,
                    number=f"WD{number}",
                    title=title,
                    kind=kind,
                    cost_class=random.choice([CostClass.NO, CostClass.LOW, CostClass.LOW]),
                    state=MeasureState.IMPLEMENTED,
                    proposed_on=proposed_on,
                    implemented_on=min(
                        proposed_on + timedelta(days=random.randint(3, 35)), date(2010, 12, 28)
                    ),
                    weight=random.lognormvariate(-3, 0.6),
                )
            )
    return drafts


def _share_investment(random: Random, drafts: list[Draft]) -> None:
    costly = [d for d in drafts if d.counts and d.is_costly]
    factors = [d.weight * (6.0 if d.cost_class == CostClass.HIGH else 0.8) for d in costly]
    for draft, share in zip(costly, apportion(totals.INVESTED_WAN, factors, _CENT), strict=True):
        draft.invested = share
        draft.cost_class = CostClass.HIGH if share > 100 else CostClass.MEDIUM
    for draft in drafts:
        if draft.cost_class == CostClass.LOW:
            draft.invested = Decimal(random.randint(5, 480)) / 100
        elif draft.is_costly and not draft.counts:
            draft.invested = Decimal(random.randint(20, 2_400))


def _share_effects(random: Random, drafts: list[Draft]) -> None:
    """Each standing measure acts on one to three of its industry's indicators, cheap ones on at most one."""
    weights: dict[str, list[tuple[Draft, float]]] = {code: [] for code in totals.EFFECTS}
    for draft in drafts:
        if not draft.counts:
            continue
        strengths = PROFILES[draft.case.plan_industry].effects
        count = random.randint(1, 3) if draft.is_costly else random.choice([0, 0, 1])
        for code in _choose(random, strengths, count):
            weights[code].append((draft, draft.weight * strengths[code]))
    for code, total in totals.EFFECTS.items():
        shares = apportion(total.value, [weight for _draft, weight in weights[code]], total.step)
        for (draft, _weight), share in zip(weights[code], shares, strict=True):
            if share:
                draft.effects[code] = share


def _choose(random: Random, strengths: dict[str, float], count: int) -> list[str]:
    names = list(strengths)
    chosen: list[str] = []
    while len(chosen) < count:
        name = random.choices(names, [strengths[n] for n in names])[0]
        if name not in chosen:
            chosen.append(name)
    return chosen


def _share_benefit(random: Random, drafts: list[Draft]) -> None:
    standing = [d for d in drafts if d.counts]
    factors = [d.weight * random.uniform(0.4, 1.8) for d in standing]
    for draft, share in zip(standing, apportion(totals.ECONOMIC_BENEFIT_WAN, factors, _CENT), strict=True):
        draft.benefit = share
