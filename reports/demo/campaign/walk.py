"""One round's way along the lifecycle, deed by deed, through the services that people use."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accounts.models import User
from audits.enums import SEVEN_STAGES, CleanerLevel, Outcome, Requirement, ReviewKind, RoundState, Stage
from audits.lifecycle import ASIDE, after, submitted
from audits.models import Agency, AuditPlan, Review, Round, RoundStage, Target
from audits.selectors.applications import application_problems
from audits.services.applications import material_add, review_apply
from audits.services.moves import round_move
from audits.services.plans import plan_save
from audits.services.reviews import review_panel_set, review_record
from audits.services.stages import report_add, stage_save
from reports.demo.campaign import words
from reports.demo.campaign.diary import Deed
from reports.demo.campaign.people import Cast
from reports.demo.campaign.plot import BEFORE_REPORT, JUDGED, Part
from reports.demo.campaign.works import Works

S = RoundState
_SIDE = {S.SUSPENDED: "suspend", S.EXEMPTED: "exempt", S.DEFERRED: "defer", S.ROLLED_OVER: "roll_over"}
_SET_ASIDE_FROM = {
    S.SUSPENDED: S.ASSESSMENT_IN_PROGRESS,
    S.EXEMPTED: S.PLANNED,
    S.DEFERRED: S.PREPARATION_IN_PROGRESS,
    S.ROLLED_OVER: S.PLAN_SUBMITTED,
}
_MISSED = {
    S.EVALUATION_SUPPLEMENT: (S.EVALUATION_APPLIED, Outcome.SUPPLEMENT),
    S.ACCEPTANCE_RECTIFY: (S.ACCEPTANCE_APPLIED, Outcome.RECTIFY),
    S.ACCEPTANCE_FAILED: (S.ACCEPTANCE_APPLIED, Outcome.FAILED),
}
Reached = tuple[RoundState, Deed]


@dataclass
class Walk:
    """A round with the people who bring it along."""

    round: Round
    part: Part
    cast: Cast
    agency: Agency
    random: Random
    report: bytes
    reviews: dict[str, Review] = field(default_factory=dict)

    def __post_init__(self) -> None:
        region = self.round.enterprise.region
        self.officer: User = self.cast.officer_of(region)
        self.person: User = self.cast.representatives[self.round.enterprise_id]
        self.works = Works(self.round, self.person, self.cast.users["hecha"], self.officer, self.random)

    def deeds(self) -> list[Deed]:
        """Everything that is done until the round stands where its part ends."""
        target = self.part.target
        if target in JUDGED:  # what follows is the panel's
            return self._until(S(target.replace("_SCORED", "_APPLIED")))
        if target in _MISSED:
            state, outcome = _MISSED[target]
            kind = ReviewKind(state.split("_")[0].lower())
            return [*self._until(state), lambda at: self._record(kind, outcome, at)]
        if target in ASIDE:
            aside = lambda at: self._move(_SIDE[target], self.officer, at, words.ASIDE[target])  # noqa: E731
            return [*self._until(_SET_ASIDE_FROM[target]), aside]
        if target.endswith("_RETURNED"):
            part = target.removesuffix("_RETURNED")
            handed_in = S.PLAN_SUBMITTED if part == "PLAN" else submitted(Stage(part))
            return [*self._until(handed_in), lambda at: self._return(part.lower(), at)]
        return self._until(target)

    def _until(self, target: RoundState) -> list[Deed]:
        if target == S.PLANNED:
            return []
        way = self._way()
        last = max(index for index, (state, _deed) in enumerate(way) if state == target)
        return [deed for _state, deed in way[: last + 1]]

    def _way(self) -> list[Reached]:
        """The whole spine: the state after each deed."""
        way: list[Reached] = [
            (S.PLAN_SUBMITTED, self._hand_in_plan),
            (S.PREPARATION_IN_PROGRESS, lambda at: self._move("plan_approve", self.officer, at)),
        ]
        for stage in BEFORE_REPORT:
            way += self._stage(stage)
        way.append((S.REPORTED, self._hand_in_report))
        way += self._review(ReviewKind.EVALUATION, S.IMPLEMENTATION_IN_PROGRESS)
        way += [
            (S.IMPLEMENTATION_IN_PROGRESS, deed) for deed in (self.works.begin_costly, self.works.finish_some)
        ]
        way += self._stage(Stage.IMPLEMENTATION)
        way += self._stage(Stage.CONTINUATION)
        way += self._review(ReviewKind.ACCEPTANCE, S.CLOSED)
        return way

    def _stage(self, stage: Stage) -> list[Reached]:
        name, handed_in = stage.lower(), submitted(stage)
        way: list[Reached] = [(handed_in, lambda at: self._hand_in(stage, at))]
        if stage in self.part.stumbles:
            way += [
                (handed_in, lambda at: self._return(name, at)),
                (handed_in, lambda at: self._move(f"{name}_submit", self.person, at)),
            ]
        if stage == Stage.IMPLEMENTATION and not self.works.waits_for_visit(self.part.target):
            way.append((handed_in, self.works.visit))
        way.append((after(stage), lambda at: self._move(f"{name}_approve", self.officer, at)))
        return way

    def _review(self, kind: ReviewKind, passed: RoundState) -> list[Reached]:
        applied, scored = S(f"{kind.upper()}_APPLIED"), S(f"{kind.upper()}_SCORED")
        way: list[Reached] = [(applied, lambda at: self._apply(kind, at))]
        if kind.upper() in self.part.stumbles:
            missed = Outcome.SUPPLEMENT if kind == ReviewKind.EVALUATION else Outcome.RECTIFY
            way += [
                (applied, lambda at: self._record(kind, missed, at)),
                (applied, lambda at: self._apply(kind, at)),
            ]
        way.append((scored, lambda at: self._record(kind, "", at)))
        way.append((passed, lambda at: self._record(kind, Outcome.PASSED, at)))
        return way

    # ---- deeds -------------------------------------------------------------------------------

    def _move(self, name: str, by: User, at: datetime, reason: str = "") -> None:
        on = timezone.localtime(at).date()
        round_move(round_=self.round, move=name, by=by, at=at, on=on, reason=reason)

    def _return(self, name: str, at: datetime) -> None:
        self._move(f"{name}_return", self.officer, at, words.remark(name))

    def _hand_in_plan(self, at: datetime) -> None:
        plan = AuditPlan.objects.get(round=self.round)
        days = self._planned_days()
        changes: dict[str, Any] = words.plan(self.random, self.round, self.person.name)
        plan_save(
            round_=self.round,
            version=plan.version,
            by=self.person,
            at=at,
            schedule=days,
            agency=self.agency,
            **changes,
        )
        self._move("plan_submit", self.person, at)

    def _planned_days(self) -> dict[str, Any]:
        """Even steps over the year the law gives, the last two after the evaluation."""
        opened = self.round.opened_on
        return {
            stage: opened + timedelta(days=62 * index + 30) for index, stage in enumerate(SEVEN_STAGES, 1)
        }

    def _hand_in(self, stage: Stage, at: datetime) -> None:
        self.works.before_stage(stage, at)
        row = RoundStage.objects.get(round=self.round, stage=stage)
        row.round = self.round  # one round in memory, one version
        changes: dict[str, Any] = {"responsible": self.person.name, "result": words.RESULTS[stage]}
        if stage == Stage.PRE_ASSESSMENT:
            changes["level_before"] = CleanerLevel.III
        if stage == Stage.IMPLEMENTATION:
            changes["level_after"] = self.random.choice([CleanerLevel.II, CleanerLevel.II, CleanerLevel.III])
            changes["reached"] = self._reached()
        stage_save(stage=row, version=row.version, by=self.person, at=at, **changes)
        self._move(f"{stage.lower()}_submit", self.person, at)

    def _reached(self) -> dict[int, Decimal]:
        targets: Sequence[Target] = list(Target.objects.filter(plan__round=self.round))
        return {one.pk: (one.near * Decimal("0.985")).quantize(Decimal("0.001")) for one in targets}

    def _hand_in_report(self, at: datetime) -> None:
        upload = SimpleUploadedFile("清洁生产审核报告.pdf", self.report, "application/pdf")
        report_add(round_=self.round, upload=upload, by=self.person, at=at)
        self._move("report_submit", self.person, at)

    def _apply(self, kind: ReviewKind, at: datetime) -> None:
        on = timezone.localtime(at).date()
        self._prove(kind, at)
        review = self.reviews[kind] = review_apply(round_=self.round, kind=kind, by=self.person, at=at, on=on)
        if self.part.target in JUDGED and self.part.target.startswith(kind.upper()):
            return
        own, *others = self.cast.experts
        chosen = self.random.sample(others, 3)
        still_open = self.part.target.endswith(("_APPLIED", "_SCORED"))
        if self.random.random() < (0.6 if still_open else 0.15):
            chosen[0] = own
        review_panel_set(
            review=review,
            version=review.version,
            expert_ids=[one.pk for one in chosen],
            by=self.officer,
            at=at,
            held_on=on + timedelta(days=6),
        )

    def _prove(self, kind: ReviewKind, at: datetime) -> None:
        for problem in application_problems(self.round, kind):
            name = f"{Requirement(problem.code).label}.pdf"
            upload = SimpleUploadedFile(name, self.report, "application/pdf")
            material_add(
                round_=self.round, kind=kind, requirement=problem.code, upload=upload, by=self.person, at=at
            )

    def _record(self, kind: ReviewKind, outcome: str, at: datetime) -> None:
        review = self.reviews[kind]
        on = timezone.localtime(at).date()
        review_record(
            review=review,
            version=review.version,
            by=self.officer,
            at=at,
            held_on=on if review.score is None else review.held_on or on,
            decided_on=on if outcome else None,
            score=words.score(self.random, kind, outcome) if review.score is None else review.score,
            outcome=outcome,
            level_before=self.round.level_before,
            level_after=self.round.level_after,
            opinion=words.OPINIONS[kind, outcome],
            rectify_due_on=on + timedelta(days=60) if outcome == Outcome.RECTIFY else None,
        )
