"""Writes the history 2003–2010 in bulk; its report gives the founding plan's table to the last digit."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from django.db import transaction

from accounts.models import Region, User
from accounts.services.activity import activity_record
from audits.enums import (
    SEVEN_STAGES,
    CleanerLevel,
    Outcome,
    ReviewKind,
    ReviewState,
    RoundKind,
    RoundState,
    Stage,
)
from audits.models import Agency, AuditPlan, Review, Round, RoundStage
from enterprises.calculations.keys import search_keys
from enterprises.enums import DisclosureState, DutyCode, DutyEvent, ListingState, ListState, Scale
from enterprises.models import (
    Disclosure,
    Duty,
    DutyChange,
    Enterprise,
    EnterprisePlacement,
    Industry,
    Listing,
    MandatoryList,
)
from enterprises.services.duties import duties_open
from measures.enums import MeasureState
from measures.models import BenefitIndicator, Effect, Measure
from reports.demo import totals
from reports.demo.bulk import statistics_refresh
from reports.demo.cases import SEED, Case, Reached, draw_cases, published_on
from reports.demo.history_measures import Draft, draw_measures
from reports.demo.names import Names

_BATCH = 2_000


@dataclass(frozen=True)
class Scene:
    """What every part of the history needs: the dice, names, who writes it and when."""

    random: Random
    names: Names
    province: Region
    by: User
    at: datetime


@transaction.atomic
def write_history(*, province: Region, by: User, at: datetime) -> dict[str, int]:
    """The lists, rounds, reviews and measures of 2003–2010; returns how many of each."""
    scene = Scene(Random(SEED), Names(SEED), province, by, at)
    counties: dict[str, list[Region]] = {}
    for county in Region.objects.current().filter(level="county", province=province).select_related("city"):
        counties.setdefault(county.city.code, []).append(county)  # type: ignore[union-attr]
    cases = draw_cases(scene.random, counties)
    drafts = draw_measures(scene.random, cases)
    enterprises = _write_enterprises(scene, cases)
    listings = _write_lists(scene, cases, enterprises)
    rounds = _write_rounds(scene, cases, listings)
    _write_duties(scene, cases, listings)
    _write_measures(scene, drafts, {id(case): row for case, row in zip(cases, rounds, strict=True)})
    statistics_refresh()
    return {"listings": len(listings), "rounds": len(rounds), "measures": len(drafts)}


def _write_enterprises(scene: Scene, cases: list[Case]) -> list[Enterprise]:
    industries = {industry.code: industry for industry in Industry.objects.filter(edition="2017")}
    rows = []
    for case in cases:
        name = scene.names.enterprise(case.region, case.plan_industry)
        keys = search_keys(name)
        rows.append(
            Enterprise(
                uscc=scene.names.code(case.region.code),
                name=name,
                name_key=keys.name_key,
                pinyin=keys.pinyin,
                initials=keys.initials,
                region=case.region,
                industry=industries[case.industry_code],
                legal_representative=scene.names.person(),
                scale=scene.random.choice([Scale.LARGE, Scale.MEDIUM, Scale.MEDIUM, Scale.SMALL]),
                created_at=scene.at,
            )
        )
    made = Enterprise.objects.bulk_create(rows, batch_size=_BATCH)
    EnterprisePlacement.objects.bulk_create(
        [EnterprisePlacement(enterprise=row, region=row.region) for row in made], batch_size=_BATCH
    )
    return made


def _write_lists(scene: Scene, cases: list[Case], enterprises: list[Enterprise]) -> list[Listing]:
    lists = {year: _write_list(scene, year) for year in totals.LISTED_BY_YEAR}
    rows = []
    for case, enterprise in zip(cases, enterprises, strict=True):
        aside = case.reached < Reached.REPORTED
        rows.append(
            Listing(
                mandatory_list=lists[case.year],
                enterprise=enterprise,
                number=case.number,
                name=enterprise.name,
                region=case.region,
                over_limit=case.over_limit,
                toxic=case.toxic,
                reason="污染物排放超过标准或总量控制指标" if case.over_limit else "使用或排放有毒有害物质",
                state=ListingState.ROLLED_OVER if aside else ListingState.LISTED,
                state_on=date(2012, 3, 20) if aside else None,
                state_reason="逾期未完成，并入后续年度名单继续督办" if aside else "",
            )
        )
    made = Listing.objects.bulk_create(rows, batch_size=_BATCH)
    told = [
        Disclosure(
            listing=listing,
            disclosed_on=case.disclosed_on,
            place="山西日报",
            values={},
            submitted_by=scene.by,
            submitted_at=scene.at,
            state=DisclosureState.CHECKED,
            checked_by=scene.by,
            checked_at=scene.at,
        )
        for case, listing in zip(cases, made, strict=True)
        if case.disclosed_on
    ]
    Disclosure.objects.bulk_create(told, batch_size=_BATCH)
    return made


def _write_list(scene: Scene, year: int) -> MandatoryList:
    row = MandatoryList.objects.create(
        region=scene.province,
        year=year,
        title=f"{scene.province.name}{year}年度强制性清洁生产审核企业名单",
        state=ListState.PUBLISHED,
        document_no=f"晋环发〔{year}〕{100 + year % 10 * 7}号",
        authority="山西省环境保护厅" if year >= 2009 else "山西省环境保护局",
        published_on=published_on(year),
        published_by=scene.by,
        published_at=scene.at,
        created_by=scene.by,
        created_at=scene.at,
    )
    activity_record(
        by=scene.by, at=scene.at, verb="list_publish", thing=row, region=scene.province, note="演示数据"
    )
    return row


def _write_duties(scene: Scene, cases: list[Case], listings: list[Listing]) -> None:
    """The terms in force on each list's day, met on the day of the event, whenever that was."""
    by_year: dict[int, list[Listing]] = {}
    for case, listing in zip(cases, listings, strict=True):
        by_year.setdefault(case.year, []).append(listing)
    for year, rows in by_year.items():
        event = "list_published"
        duties_open(listings=rows, base_event=event, base_on=published_on(year), by=scene.by, at=scene.at)
    met = {listing.pk: case for case, listing in zip(cases, listings, strict=True)}
    duties = list(Duty.objects.filter(listing__in=listings))
    for duty in duties:
        case = met[duty.listing_id]
        events = {
            DutyCode.DISCLOSE: case.disclosed_on,
            DutyCode.FILE_PLAN: case.started_on,
            DutyCode.START: case.started_on,
            DutyCode.FINISH: case.reported_on,
        }
        duty.met_on = events.get(DutyCode(duty.code))
    Duty.objects.bulk_update(duties, ["met_on"], batch_size=_BATCH)
    signed = {"made_by": scene.by, "made_at": scene.at}
    DutyChange.objects.bulk_create(
        [
            DutyChange(duty=duty, number=2, kind=DutyEvent.MET, on=duty.met_on, due_on=duty.due_on, **signed)
            for duty in duties
            if duty.met_on
        ],
        batch_size=_BATCH,
    )


def _write_rounds(scene: Scene, cases: list[Case], listings: list[Listing]) -> list[Round]:
    agencies = _write_agencies(scene)
    rows = [_round(scene, case, listing, agencies) for case, listing in zip(cases, listings, strict=True)]
    made = Round.objects.bulk_create(rows, batch_size=_BATCH)
    AuditPlan.objects.bulk_create(
        [
            AuditPlan(
                round=row, focus="主要生产车间", submitted_on=row.started_on, approved_on=row.started_on
            )
            for row in made
        ],
        batch_size=_BATCH,
    )
    stages = [stage for case, row in zip(cases, made, strict=True) for stage in _stages(case, row)]
    RoundStage.objects.bulk_create(stages, batch_size=_BATCH)
    reviews = [review for row in made for review in _reviews(scene, row)]
    Review.objects.bulk_create(reviews, batch_size=_BATCH)
    return made


def _write_agencies(scene: Scene) -> list[Agency]:
    words = [
        "清源",
        "绿环",
        "碧水",
        "蓝天",
        "晋洁",
        "中环",
        "恒绿",
        "同创",
        "百川",
        "汇智",
        "明德",
        "科信",
        "博环",
        "瑞清",
        "正和",
        "安环",
        "净源",
        "盛绿",
        "华清",
        "思源",
        "立洁",
    ]
    kinds = ("环境咨询有限公司", "环保科技有限公司", "清洁生产技术中心")
    rows = [
        Agency(
            name=f"山西{word}{kind}",
            region=scene.province,
            staff=scene.random.randint(5, 26),
            created_at=scene.at,
        )
        for word in words
        for kind in kinds
    ]
    return Agency.objects.bulk_create(rows)


def _round(scene: Scene, case: Case, listing: Listing, agencies: list[Agency]) -> Round:
    closed = case.reached >= Reached.REPORTED
    aside_on = None if closed else date(2012, 3, 20)
    return Round(
        enterprise=listing.enterprise,
        listing=listing,
        kind=RoundKind.MANDATORY,
        year=case.year,
        state=RoundState.CLOSED if closed else RoundState.ROLLED_OVER,
        stage=Stage.CLOSED if closed else Stage.ASIDE,
        agency=scene.random.choice(agencies) if case.started_on else None,
        responsible=scene.names.person() if case.started_on else "",
        opened_on=case.published_on,
        started_on=case.started_on,
        reported_on=case.reported_on,
        evaluated_on=case.evaluated_on,
        accepted_on=case.accepted_on,
        closed_on=case.accepted_on or aside_on,
        level_before=CleanerLevel.III if closed else "",
        level_after=scene.random.choice([CleanerLevel.II, CleanerLevel.II, CleanerLevel.III])
        if closed
        else "",
        created_at=scene.at,
    )


def _stages(case: Case, row: Round) -> list[RoundStage]:
    """The seven stages with their dates: five up to the report, two between evaluation and acceptance."""
    dates: dict[str, date | None] = dict.fromkeys(SEVEN_STAGES)
    if case.started_on and case.reported_on:
        step = (case.reported_on - case.started_on) / 5
        for index, stage in enumerate(SEVEN_STAGES[:5], start=1):
            dates[stage] = case.started_on + step * index
    if case.evaluated_on and case.accepted_on:
        middle = case.evaluated_on + (case.accepted_on - case.evaluated_on) / 2
        dates[Stage.IMPLEMENTATION], dates[Stage.CONTINUATION] = middle, case.accepted_on
    return [
        RoundStage(round=row, stage=stage, planned_on=on, submitted_on=on, approved_on=on)
        for stage, on in dates.items()
    ]


def _reviews(scene: Scene, row: Round) -> list[Review]:
    """A review passed at the first try in five of six cases, else at the second."""
    passed = {ReviewKind.EVALUATION: row.evaluated_on, ReviewKind.ACCEPTANCE: row.accepted_on}
    misses = {ReviewKind.EVALUATION: Outcome.SUPPLEMENT, ReviewKind.ACCEPTANCE: Outcome.RECTIFY}
    reviews = []
    for kind, on in passed.items():
        if on is None:
            continue
        attempt = 1
        if scene.random.random() < 1 / 6:
            earlier = on - timedelta(days=scene.random.randint(20, 40))
            reviews.append(_review(scene, row, (kind, attempt, earlier), misses[kind]))
            attempt = 2
        reviews.append(_review(scene, row, (kind, attempt, on), Outcome.PASSED))
    return reviews


def _review(scene: Scene, row: Round, what: tuple[ReviewKind, int, date], outcome: Outcome) -> Review:
    kind, attempt, on = what
    low, high = (90, 98) if outcome == Outcome.PASSED and kind == ReviewKind.EVALUATION else (66, 88)
    return Review(
        round=row,
        kind=kind,
        attempt=attempt,
        applied_on=on - timedelta(days=15),
        held_on=on,
        score=Decimal(scene.random.randint(low * 10, high * 10)) / 10,
        outcome=outcome,
        decided_on=on,
        state=ReviewState.DECIDED,
        by_hand=True,
        level_before=row.level_before,
        level_after=row.level_after,
        recorded_by=scene.by,
        recorded_at=scene.at,
        created_at=scene.at,
    )


def _write_measures(scene: Scene, drafts: list[Draft], rounds: dict[int, Round]) -> None:
    indicators = {indicator.code: indicator for indicator in BenefitIndicator.objects.all()}
    rows = Measure.objects.bulk_create(
        [_measure(scene, draft, rounds[id(draft.case)]) for draft in drafts], batch_size=_BATCH
    )
    effects = [
        _effect(scene, measure, indicators[code], value)
        for draft, measure in zip(drafts, rows, strict=True)
        for code, value in draft.effects.items()
    ]
    Effect.objects.bulk_create(effects, batch_size=_BATCH)


def _measure(scene: Scene, draft: Draft, row: Round) -> Measure:
    return Measure(
        round=row,
        number=draft.number,
        title=draft.title,
        kind=draft.kind,
        cost_class=draft.cost_class,
        state=draft.state,
        description=f"{draft.title}，由{row.responsible}负责。",
        investment_planned_wan=(draft.invested * Decimal(scene.random.randint(88, 112)) / 100).quantize(
            Decimal("0.01")
        ),
        investment_actual_wan=draft.invested if draft.implemented_on else None,
        benefit_expected_wan=(draft.benefit * Decimal(scene.random.randint(92, 118)) / 100).quantize(
            Decimal("0.01")
        ),
        proposed_on=draft.proposed_on,
        planned_on=draft.implemented_on,
        begun_on=draft.implemented_on and draft.implemented_on - timedelta(days=2),
        implemented_on=draft.implemented_on,
        created_by=scene.by,
        created_at=scene.at,
        **_fate(draft),
    )


def _fate(draft: Draft) -> dict[str, Any]:
    if draft.state == MeasureState.IMPLEMENTED:
        return {"benefit_achieved_wan": draft.benefit}
    if draft.state == MeasureState.DROPPED:
        return {
            "dropped_on": draft.proposed_on + timedelta(days=60),
            "state_reason": "资金未落实，未列入实施计划",
        }
    return {"state_reason": "经济可行性不足"}


def _effect(scene: Scene, measure: Measure, indicator: BenefitIndicator, value: Decimal) -> Effect:
    """A tenth of the claims was read lower on site: the reading counts, the claim stays visible."""
    claimed, verified = value, None
    if scene.random.random() < 0.1:
        claimed, verified = (value * Decimal("1.08")).quantize(Decimal("0.01")), value
    return Effect(measure=measure, indicator=indicator, expected=claimed, achieved=claimed, verified=verified)
