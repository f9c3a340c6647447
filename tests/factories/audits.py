"""Rounds in any state, reached by walking the real services along the lifecycle table."""

from collections import deque
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accounts.models import User
from audits.enums import SEVEN_STAGES, Outcome, ReviewKind, RoundState, Stage
from audits.lifecycle import BY_REVIEW, LIFECYCLE
from audits.models import Agency, AuditPlan, Expert, Review, Round, RoundStage
from audits.selectors.applications import application_problems
from audits.services.agencies import agency_create, auditor_add, expert_create
from audits.services.applications import material_add, review_apply, review_return
from audits.services.moves import round_move
from audits.services.plans import plan_save
from audits.services.reviews import review_record
from audits.services.rounds import round_open
from audits.services.stages import LEVEL_FIELDS, report_add, stage_save
from config.common.access import Role
from config.common.lifecycles import BACK, Move
from enterprises.models import Enterprise
from measures.services.measures import measure_create, measure_move
from tests.factories.accounts import make_user, now, system
from tests.factories.enterprises import make_enterprise, make_representative
from tests.factories.lists import make_listing, open_rounds

_numbers = count(1)
_OUTCOMES = {
    "pass": Outcome.PASSED,
    "supplement": Outcome.SUPPLEMENT,
    "redo": Outcome.REDO,
    "rectify": Outcome.RECTIFY,
    "fail": Outcome.FAILED,
}
# What a round belongs to never changes on the way: read again are its own columns alone.
OWN_COLUMNS = [field.name for field in Round._meta.concrete_fields if not field.is_relation]
TEAM = [
    {"name": "赵建国", "post": "组长", "department": "厂长", "is_leader": True, "from_management": True},
    {"name": "钱小燕", "post": "成员", "department": "环保科", "duty": "资料"},
]
TARGETS = [
    {
        "indicator": "吨焦新水耗",
        "unit": "t/t",
        "present": Decimal("1.8"),
        "near": Decimal("1.5"),
        "far": Decimal("1.2"),
    }
]


def today() -> date:
    return timezone.localdate()


def make_agency(name: str = "", **details: Any) -> Agency:
    """A consulting body in the register."""
    title = name or f"山西第{next(_numbers)}清洁生产咨询有限公司"
    keeper = make_user(Role.PROVINCE)
    return agency_create(name=title, by=keeper, at=now(), **details)


def make_auditor(agency: Agency) -> User:
    """The account of one of the agency's auditors."""
    user = make_user(Role.AGENCY)
    auditor_add(agency=agency, name=user.name, user=user, by=make_user(Role.PROVINCE), at=now())
    return user


def make_expert(employer: str = "太原理工大学", user: User | None = None) -> Expert:
    """An expert of the pool with an account."""
    account = user or make_user(Role.EXPERT)
    return expert_create(
        name=account.name,
        employer=employer,
        title="教授",
        user=account,
        by=make_user(Role.PROVINCE),
        at=now(),
    )


@dataclass
class Crew:
    """The people around one round: who works it, who judges it."""

    plant: User
    officer: User


def crew_of(round_: Round) -> Crew:
    """The round's enterprise user and the officer of its city, made when missing."""
    seat = round_.enterprise.representatives.filter(until__isnull=True).first()
    plant = seat.user if seat else make_representative(round_.enterprise)
    city = round_.enterprise.region.city or round_.enterprise.region
    officer = User.objects.filter(role=Role.CITY, region=city).first()
    return Crew(plant, officer or make_user(Role.CITY, city))


def make_round(
    state: str = RoundState.PLANNED,
    *,
    enterprise: Enterprise | None = None,
    opened_on: date | None = None,
    agency: Agency | None = None,
    categories: tuple[str, ...] = ("OVER_LIMIT",),
    voluntary: bool = False,
) -> Round:
    """A round that was brought to `state` move by move."""
    enterprise = enterprise or make_enterprise()
    opened_on = opened_on or today() - timedelta(days=30)
    if voluntary:
        round_ = round_open(enterprise=enterprise, listing=None, opened_on=opened_on, by=system(), at=now())
    else:
        listing = make_listing(enterprise, categories, published_on=opened_on)
        # Where a worker runs beside the scene, it opens this round too: whoever is first, there is one.
        open_rounds(listing.mandatory_list)
        round_ = Round.objects.select_related("enterprise__region", "listing").get(listing=listing)
    if agency:
        plan_save(round_=round_, version=1, agency=agency, by=crew_of(round_).plant, at=now())
    return walk_to(round_, state)


def walk_to(round_: Round, state: str) -> Round:
    """Bring a round to `state` along the shortest way of the table."""
    crew = crew_of(round_)
    for move in path(round_.state, state):
        walk_one(round_, move, crew)
    return Round.objects.select_related("enterprise__region__city", "listing", "agency", "plan").get(
        pk=round_.pk
    )


def path(start: str, goal: str) -> list[Move]:
    """The shortest row of moves from one state to another; what only goes back whence it came is no way."""
    ways: dict[str, list[Move]] = {start: []}
    waiting = deque([start])
    while waiting:
        state = waiting.popleft()
        if state == goal:
            return ways[state]
        for move in LIFECYCLE.leaving(state):
            if move.to_state not in {BACK, *ways} and not move.name.endswith("_return_again"):
                ways[move.to_state] = [*ways[state], move]
                waiting.append(move.to_state)
    raise AssertionError(f"no way from {start} to {goal}")


def walk_one(round_: Round, move: Move, crew: Crew) -> None:
    """Make one move as its own person does it, with the work it asks for done before."""
    on = today()
    by = crew.plant if Role.ENTERPRISE in move.roles else crew.officer
    word = move.name.rsplit("_", 1)[-1]
    if word == "apply":
        kind = ReviewKind(move.name.removesuffix("_apply"))
        fill_application(round_, kind, crew.plant)
        review_apply(round_=round_, kind=kind, by=by, at=now(), on=on)
    elif move.name in BY_REVIEW and word == "return":
        _return(round_, crew.officer)
    elif word in _OUTCOMES or word == "score":
        _record(round_, _OUTCOMES.get(word, ""), crew.officer, on)
    else:
        do_the_work(round_, move, crew.plant)
        reason = "按规定办理" if move.needs_reason else ""
        round_move(round_=round_, move=move.name, by=by, at=now(), on=on, reason=reason)
    round_.refresh_from_db(fields=OWN_COLUMNS)


def _return(round_: Round, by: User) -> None:
    review = Review.objects.filter(round=round_).latest("pk")
    review.round = round_
    review_return(review=review, version=review.version, reason="材料不清", by=by, at=now())


def _record(round_: Round, outcome: str, by: User, on: date) -> None:
    review = Review.objects.filter(round=round_, outcome="").latest("pk")
    review.round = round_
    score = Decimal(92 if outcome in ("", Outcome.PASSED) else 65)
    review_record(
        review=review,
        version=review.version,
        by=by,
        at=now(),
        held_on=on,
        score=score,
        outcome=outcome,
        level_before="III",
        level_after="II",
        opinion="材料齐全,同意结论。",
        rectify_due_on=on + timedelta(days=60) if outcome == Outcome.RECTIFY else None,
    )


def do_the_work(round_: Round, move: Move, plant: User) -> None:
    """Fill what the gate before `move` asks for."""
    if move.name == "plan_submit":
        fill_plan(round_, plant)
    elif move.name == "report_submit":
        upload = SimpleUploadedFile("审核报告.pdf", b"%PDF-1.7 report", "application/pdf")
        report_add(round_=round_, upload=upload, by=plant, at=now())
    elif move.name.endswith("_submit"):
        fill_stage(round_, Stage(move.name.removesuffix("_submit").upper()), plant)


def fill_plan(round_: Round, by: User) -> AuditPlan:
    """A plan that may be handed in."""
    plan = AuditPlan.objects.get(round=round_)
    dates = {stage: round_.opened_on + timedelta(days=30 * n) for n, stage in enumerate(SEVEN_STAGES, 1)}
    return plan_save(
        round_=round_,
        version=plan.version,
        by=by,
        at=now(),
        team=TEAM,
        targets=TARGETS,
        schedule=dates,
        focus="炼焦车间",
        training="全厂动员会一次,班组培训三次",
        intended_measures="酚氰废水深度处理回用",
        responsible="孙环保",
    )


def fill_application(round_: Round, kind: str, plant: User) -> None:
    """Every file an application needs."""
    for problem in application_problems(round_, kind):
        upload = SimpleUploadedFile(f"{problem.code}.pdf", b"%PDF-1.7 proof", "application/pdf")
        material_add(round_=round_, kind=kind, requirement=problem.code, upload=upload, by=plant, at=now())


def fill_stage(round_: Round, stage: Stage, by: User) -> RoundStage:
    """A stage that may be handed in, measures included."""
    row = RoundStage.objects.get(round=round_, stage=stage)
    row.round = round_
    changes: dict[str, Any] = {"responsible": "李四", "result": f"{stage.label}已按计划完成。"}
    if stage in LEVEL_FIELDS:
        changes[LEVEL_FIELDS[stage]] = "II" if stage == Stage.IMPLEMENTATION else "III"
    if stage == Stage.IMPLEMENTATION:
        changes["reached"] = {target.pk: Decimal("1.4") for target in round_.plan.targets.all()}
    if stage == Stage.OPTIONS and not round_.measures.exists():
        measure = measure_create(
            round_=round_, title="跑冒滴漏治理", kind="management", by=by, at=now(), on=today()
        )
        measure_move(measure=measure, move="begin", by=by, at=now(), on=today())
    return stage_save(stage=row, version=row.version, by=by, at=now(), **changes)
