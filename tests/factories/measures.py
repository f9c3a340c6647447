"""Measures, visits and post-assessments, reached by walking the real services."""

import io
from datetime import date, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from accounts.models import User
from audits.enums import RoundState
from audits.models import Round
from config.common.access import Role
from measures.calculations.feasibility import CashSheet
from measures.enums import ASPECTS, COSTLY, Aspect, FundSource, MeasureState, ProofAbout, Running, Verdict
from measures.facts import PlannedFund, PlannedStep
from measures.models import Funding, Measure, MeasureProof, PostAssessment, Verification, VerifierAssignment
from measures.services.feasibility import Judgement, conclusion_record
from measures.services.measures import measure_create, measure_move, measure_update
from measures.services.post_assessments import post_assessment_plan, post_assessment_record
from measures.services.proofs import ProofTerms, measure_proof_add
from measures.services.verifications import verification_record, verifier_assign
from measures.services.works import works_save
from tests.factories.accounts import make_user, now
from tests.factories.audits import crew_of, make_round, today, walk_to

_numbers = count(1)
S = MeasureState
WATER = {"indicator": "water", "baseline": Decimal(60_000), "expected": Decimal(31_200)}
COSTLY_MONEY = {"investment_planned_wan": Decimal(320), "benefit_expected_wan": Decimal("86.5")}
_WAYS = {
    S.PROPOSED: (),
    S.SCREENED_OUT: ("screen_out",),
    S.FEASIBLE: ("find_feasible",),
    S.INFEASIBLE: ("find_infeasible",),
    S.IN_PROGRESS: ("begin",),
    S.IMPLEMENTED: ("begin", "implement"),
    S.DROPPED: ("drop",),
}


def make_working_round(**details: Any) -> Round:
    """A round in which every kind of measure may be carried out: evaluated, being implemented."""
    return make_round(RoundState.IMPLEMENTATION_IN_PROGRESS, **details)


def make_measure(
    round_: Round | None = None,
    state: str = S.PROPOSED,
    *,
    costly: bool = False,
    on: date | None = None,
    **details: Any,
) -> Measure:
    """A measure in `state`; an implemented one has its money and effects reported."""
    round_ = round_ or make_working_round()
    by, on = crew_of(round_).plant, on or today()
    money = COSTLY_MONEY if costly else {"investment_planned_wan": Decimal("3.2")}
    values = {"title": f"酚氰废水深度处理回用{next(_numbers)}", "kind": "technology", "effects": [WATER]}
    measure = measure_create(round_=round_, by=by, at=now(), on=on, **(values | money | details))
    reach = S.IMPLEMENTED if state == S.VERIFIED else MeasureState(state)
    for move in _way(measure, reach):
        if costly and move in ("find_feasible", "find_infeasible"):
            make_conclusions(measure, passed=move == "find_feasible")
        reason = "按规定办理" if move in ("screen_out", "find_infeasible", "drop") or costly else ""
        measure_move(measure=measure, move=move, by=by, at=now(), on=on, reason=reason)
    if reach == S.IMPLEMENTED:
        report_figures(measure)
    if state == S.VERIFIED:
        make_verification(measure)
    return Measure.objects.select_related("round__enterprise__region").get(pk=measure.pk)


def make_proof(measure: Measure, name: str = "水表记录.jpg", about: str = ProofAbout.AFTER) -> MeasureProof:
    """A paper the plant adds."""
    by = crew_of(measure.round).plant
    return measure_proof_add(measure=measure, terms=ProofTerms(about), upload=photo(name), by=by, at=now())


def make_works(measure: Measure, name: str = "设计", planned_wan: str = "100") -> Funding:
    """One step over the next ten days, and the plant's own money."""
    on = today()
    works_save(
        measure=measure,
        steps=[PlannedStep(name, on, on + timedelta(days=10))],
        funds=[PlannedFund(FundSource.OWN, Decimal(planned_wan))],
        version=measure.version,
        by=crew_of(measure.round).plant,
        at=now(),
    )
    return Funding.objects.get(measure=measure)


SHEET = CashSheet(
    construction=Decimal(300),
    interest=Decimal(10),
    working_capital=Decimal(30),
    subsidy=Decimal(20),
    yearly_saving=Decimal(120),
    depreciation_years=10,
    tax_rate=Decimal("0.25"),
    years=10,
    discount_rate=Decimal("0.05"),
)


def make_conclusions(measure: Measure, *, passed: bool = True, sheet: CashSheet = SHEET) -> None:
    """The three conclusions; the first says no where it is not to pass."""
    by = crew_of(measure.round).plant
    aspects = [row for row in ASPECTS if passed or row == Aspect.TECHNICAL]
    for aspect in aspects:
        conclusion_record(
            measure=measure,
            aspect=aspect,
            judgement=Judgement(passed, "同类装置已稳定运行三年"),
            version=0,
            sheet=sheet if aspect == Aspect.ECONOMIC else None,
            by=by,
            at=now(),
        )


def _way(measure: Measure, state: MeasureState) -> tuple[str, ...]:
    way = _WAYS[state]
    return ("find_feasible", *way) if measure.cost_class in COSTLY and "begin" in way else way


def report_figures(measure: Measure, **changes: Any) -> Measure:
    """What the enterprise reports of a measure that is done."""
    values = {
        "investment_actual_wan": Decimal(300),
        "benefit_achieved_wan": Decimal(80),
        "effects": [WATER | {"achieved": Decimal(30_000)}],
    }
    by = crew_of(measure.round).plant
    return measure_update(measure=measure, version=measure.version, by=by, at=now(), **(values | changes))


def make_verifier(**details: Any) -> User:
    return make_user(Role.VERIFIER, **details)


def make_assignment(
    round_: Round,
    verifier: User | None = None,
    visit_on: date | None = None,
    note: str = "请重点核对水表读数",
) -> VerifierAssignment:
    """A verifier sent by the officer of the round's city."""
    return verifier_assign(
        round_=round_,
        verifier=verifier or make_verifier(),
        visit_on=visit_on or today(),
        by=crew_of(round_).officer,
        at=now(),
        note=note,
    )


def make_verification(
    measure: Measure,
    verdict: str = Verdict.STANDS,
    assignment: VerifierAssignment | None = None,
    **details: Any,
) -> Verification:
    """What was found of an implemented measure; the measure in memory is brought up to date."""
    assignment = assignment or make_assignment(measure.round)
    measure.refresh_from_db()
    values: dict[str, Any] = {
        "visited_on": today(),
        "found": "设备在运行,与申报一致",
        "by": assignment.verifier,
    }
    if verdict != Verdict.ABSENT:
        values["benefit_read_wan"] = Decimal(75)
        values["readings"] = [{"indicator": "water", "value": Decimal(29_500)}]
    return verification_record(
        assignment=assignment,
        measure=measure,
        verdict=verdict,
        at=now(),
        **(values | details),
    )


def photo(name: str = "现场.jpg", kind: str = "JPEG") -> SimpleUploadedFile:
    content = io.BytesIO()
    Image.new("RGB", (32, 24), "green").save(content, kind)
    return SimpleUploadedFile(name, content.getvalue(), f"image/{kind.lower()}")


def make_accepted_round(measures: int = 1, **details: Any) -> Round:
    """A round that passed acceptance with so many implemented measures."""
    round_ = make_working_round(**details)
    for _number in range(measures):
        make_measure(round_, S.IMPLEMENTED)
    return walk_to(round_, RoundState.CLOSED)


def make_post_assessment(round_: Round | None = None, *, recorded: bool = False) -> PostAssessment:
    round_ = round_ or make_accepted_round()
    officer = crew_of(round_).officer
    post = post_assessment_plan(round_=round_, planned_on=today(), by=officer, at=now())
    if recorded:
        items = [
            {"measure": pk, "running": Running.DELIVERING, "read_wan": Decimal(70), "note": ""}
            for pk in Measure.objects.standing().filter(round=round_).values_list("pk", flat=True)
        ]
        post_assessment_record(
            post_assessment=post,
            version=post.version,
            assessed_on=today(),
            items=items,
            conclusion="节水效益仍在。",
            by=officer,
            at=now(),
        )
    return post
