"""The measures of one round: proposed, decided, built, measured, and seen on site."""

import io
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache
from random import Random
from typing import Any

from django.utils import timezone
from PIL import Image, ImageDraw

from accounts.models import User
from audits.enums import RoundState, Stage
from audits.models import Round
from measures.enums import COSTLY, MeasureState, Verdict
from measures.facts import SeenMeasure
from measures.models import Effect, Measure, VerifierAssignment
from measures.services.measures import measure_create, measure_move, measure_update
from measures.services.technologies import measure_technology_set
from measures.services.verifications import verifier_assign
from reports.demo.campaign import words
from reports.demo.campaign.building import finish_building, plan_building
from reports.demo.campaign.evidence import origin_of, prove
from reports.demo.campaign.library import technology_like
from reports.demo.campaign.screening import screen
from reports.demo.campaign.sheets import conclude
from reports.demo.campaign.visits import send_visit
from reports.demo.industries import CHEAP, PROFILES

# how much of a claim the meters show
_READ = {Verdict.STANDS: Decimal("0.94"), Verdict.PARTLY: Decimal("0.7")}
_CENT = Decimal("0.01")
# plausible yearly amounts of one measure in the indicator's unit
_RANGES = {
    "water": (3_000, 120_000),
    "electricity": (4, 260),
    "coal": (40, 2_400),
    "cod": (1, 26),
    "ammonia_nitrogen": (1, 9),
    "so2": (4, 160),
    "soot": (3, 90),
    "dust": (3, 110),
    "wastewater": (2_000, 60_000),
    "solid_waste": (150, 18_000),
    "materials": (5, 260),
}


class Works:
    """`person` proposes and builds, `verifier` sees, sent by `officer`."""

    def __init__(self, round_: Round, person: User, verifier: User, officer: User, random: Random) -> None:
        self.round, self.person, self.verifier, self.officer = round_, person, verifier, officer
        self.random = random
        industry = round_.enterprise.industry
        self.profile = PROFILES[industry.plan_industry if industry else "煤炭"]
        self.measures: list[Measure] = []

    @staticmethod
    def waits_for_visit(target: RoundState) -> bool:
        """Rounds whose visit lies today or ahead."""
        return target == RoundState.IMPLEMENTATION_SUBMITTED

    def before_stage(self, stage: Stage, at: datetime) -> None:
        """What a stage owes of measures before it is handed in."""
        work = {
            Stage.PRE_ASSESSMENT: self._propose_cheap,
            Stage.ASSESSMENT: self._begin_cheap,
            Stage.OPTIONS: self._finish_cheap_propose_costly,
            Stage.FEASIBILITY: self._decide_costly,
            Stage.IMPLEMENTATION: self._finish_rest,
        }.get(stage)
        if work:
            work(at)

    def begin_costly(self, at: datetime) -> None:
        for measure in self._costly(MeasureState.FEASIBLE):
            self._move(measure, "begin", at)
            plan_building(measure, self.person, at)

    def finish_some(self, at: datetime) -> None:
        """The first is ready before the others."""
        for measure in self._costly(MeasureState.IN_PROGRESS)[:1]:
            self._finish(measure, at)

    def visit(self, at: datetime) -> None:
        """One visit, on which every standing measure is seen."""
        on = timezone.localtime(at).date()
        assignment = self.assign(on, at)
        seen = [self._seen(measure) for measure in self.standing()]
        if seen:
            send_visit(assignment, seen, photograph(), at)
        for measure in self.measures:
            measure.refresh_from_db()

    def assign(self, visit_on: date, at: datetime) -> VerifierAssignment:
        return verifier_assign(
            round_=self.round,
            verifier=self.verifier,
            visit_on=visit_on,
            by=self.officer,
            at=at,
            note="核对设备铭牌、运行记录和计量表读数，拍照留存",
        )

    def standing(self) -> list[Measure]:
        return [
            one for one in self.measures if one.state in {MeasureState.IMPLEMENTED, MeasureState.VERIFIED}
        ]

    # ---- stages ------------------------------------------------------------------------------

    def _propose_cheap(self, at: datetime) -> None:
        for title, kind in self.random.sample(CHEAP, self.random.randint(4, 6)):
            planned = self.random.choice([0, 0, *(self.random.randint(40, 480) for _low in range(3))])
            money = Decimal(planned) / 100
            self._propose((title, kind), money, Decimal(self.random.randint(30, 1_500)) / 100, at)

    def _begin_cheap(self, at: datetime) -> None:
        for measure in self._cheap(MeasureState.PROPOSED)[1:]:
            self._move(measure, "begin", at)

    def _finish_cheap_propose_costly(self, at: datetime) -> None:
        for measure in self._cheap(MeasureState.IN_PROGRESS)[1:]:
            self._finish(measure, at)
        weak = self._cheap(MeasureState.PROPOSED)[:1]
        number = self.random.randint(2, min(4, len(self.profile.costly)))
        for title, kind in self.random.sample(self.profile.costly, number):
            money = Decimal(
                self.random.randint(20, 90) if self.random.random() < 0.4 else self.random.randint(120, 2_600)
            )
            benefit = (money * Decimal(self.random.randint(22, 55)) / 100).quantize(_CENT)
            self._propose((title, kind), money, benefit, at)
        strong = [one for one in self.measures if one.state == MeasureState.PROPOSED and one not in weak]
        screen(self.round, strong, weak, self.person, at)
        for measure in weak:
            self._move(measure, "screen_out", at, "与现有制度重复，节约量无法计量；筛选得分低于筛选线")

    def _decide_costly(self, at: datetime) -> None:
        proposed = self._costly(MeasureState.PROPOSED)
        for number, measure in enumerate(proposed):
            if number >= 2 and self.random.random() < 0.4:
                conclude(measure, self.person, at, passed=False)
                self._move(measure, "find_infeasible", at, "投资偿还期超过基准年限，经济上不可行")
            else:
                conclude(measure, self.person, at, passed=True)
                self._move(measure, "find_feasible", at)

    def _finish_rest(self, at: datetime) -> None:
        waiting = self._costly(MeasureState.IN_PROGRESS)
        for number, measure in enumerate(waiting):
            if number >= 1 and self.random.random() < 0.25:
                self._move(measure, "drop", at, "产品结构调整，该生产线已列入关停计划")
            else:
                self._finish(measure, at)
        for measure in self._cheap(MeasureState.IN_PROGRESS):
            self._finish(measure, at)

    # ---- one measure -------------------------------------------------------------------------

    def _cheap(self, state: MeasureState) -> list[Measure]:
        return [one for one in self.measures if one.state == state and one.cost_class not in COSTLY]

    def _costly(self, state: MeasureState) -> list[Measure]:
        return [one for one in self.measures if one.state == state and one.cost_class in COSTLY]

    def _propose(self, what: tuple[str, str], money: Decimal, benefit: Decimal, at: datetime) -> None:
        title, kind = what
        on = timezone.localtime(at).date()
        costly = money > self.round.low_cost_limit_wan
        measure = measure_create(
            round_=self.round,
            title=title,
            kind=kind,
            by=self.person,
            at=at,
            on=on,
            description=words.description(title),
            investment_planned_wan=money,
            benefit_expected_wan=benefit,
            planned_on=on + timedelta(days=240 if costly else 45),
            effects=self._effects(self.random.randint(1, 3) if costly else self.random.choice([0, 1])),
        )
        technology = technology_like(title, self.round) if costly else None
        if technology:
            measure_technology_set(
                measure=measure, technology=technology, version=measure.version, by=self.person, at=at
            )
        self.measures.append(measure)

    def _effects(self, number: int) -> list[dict[str, Any]]:
        codes = [code for code in self.profile.effects if code in _RANGES]
        chosen = self.random.sample(codes, min(number, len(codes)))
        effects = []
        for code in chosen:
            expected = Decimal(self.random.randint(*_RANGES[code]))
            effects.append({"indicator": code, "baseline": expected * 4, "expected": expected})
        return effects

    def _finish(self, measure: Measure, at: datetime) -> None:
        """Ready, with what it cost and what it brings against the present."""
        if measure.cost_class in COSTLY:
            finish_building(measure, self.person, at)
        self._move(measure, "implement", at)
        share = Decimal(self.random.randint(86, 112)) / 100
        effects = Effect.objects.filter(measure=measure).select_related("indicator")
        measure_update(
            measure=measure,
            version=measure.version,
            by=self.person,
            at=at,
            investment_actual_wan=(measure.investment_planned_wan * share).quantize(_CENT),
            benefit_achieved_wan=(measure.benefit_expected_wan * (2 - share)).quantize(_CENT),
            effects=[
                {
                    "indicator": effect.indicator,
                    "baseline": effect.baseline,
                    "expected": effect.expected,
                    "achieved": (effect.expected * (2 - share)).quantize(_CENT),
                }
                | origin_of(measure, effect.indicator.code)
                for effect in effects
            ],
        )
        prove(measure, photograph(), self.person, at)

    def _move(self, measure: Measure, name: str, at: datetime, reason: str = "") -> None:
        on = timezone.localtime(at).date()
        measure_move(measure=measure, move=name, by=self.person, at=at, on=on, reason=reason)

    def _seen(self, measure: Measure) -> SeenMeasure:
        verdict = self._verdict(measure)
        share = _READ.get(verdict)
        benefit = ((measure.benefit_achieved_wan or 0) * share).quantize(_CENT) if share else None
        readings = tuple(self._readings(measure, share)) if share else ()
        return SeenMeasure(measure.pk, measure.version, verdict, words.FOUND[verdict], benefit, readings)

    def _verdict(self, measure: Measure) -> Verdict:
        dice = self.random.random()
        if dice < 0.12:
            return Verdict.PARTLY
        return Verdict.ABSENT if dice > 0.94 and measure.cost_class not in COSTLY else Verdict.STANDS

    def _readings(self, measure: Measure, share: Decimal) -> list[tuple[str, Decimal]]:
        effects = Effect.objects.filter(measure=measure, achieved__isnull=False).select_related("indicator")
        return [
            (effect.indicator.code, ((effect.achieved or 0) * share).quantize(_CENT)) for effect in effects
        ]


@cache
def photograph() -> bytes:
    """A made-up view of a plant: sky, hall, stack."""
    image = Image.new("RGB", (480, 320), "#C9D8E8")
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 230, 480, 320), fill="#7D7A70")
    draw.rectangle((60, 130, 330, 235), fill="#A8B0B8", outline="#5A6068", width=3)
    draw.rectangle((370, 40, 400, 235), fill="#B5553C")
    for left in range(85, 320, 60):
        draw.rectangle((left, 155, left + 35, 190), fill="#3E5C76")
    written = io.BytesIO()
    image.save(written, "JPEG", quality=80)
    return written.getvalue()
