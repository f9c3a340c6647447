"""One measure followed from idea to post-assessment, through the services people use, with every figure's origin."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from audits.enums import RoundState
from audits.models import Round
from measures.enums import FundSource, MeasureState, ProofAbout, Running, Strata
from measures.facts import PlannedFund, PlannedStep
from measures.models import Funding, Measure, PostAssessment, PostAssessmentItem, Verification
from measures.selectors.screening import factors_of, scheme_on
from measures.services.measures import measure_move
from measures.services.post_assessments import post_assessment_record
from measures.services.post_plans import post_plan_draw
from measures.services.screening import screening_keep
from measures.services.works import funding_draw, works_save
from tests.factories.accounts import client_of, now
from tests.factories.audits import crew_of, make_round, today, walk_to
from tests.factories.measures import (
    WATER,
    make_conclusions,
    make_measure,
    make_proof,
    make_verification,
    report_figures,
)
from tests.held import held
from tests.integration.measures.pages import page, queries_of

pytestmark = pytest.mark.usefixtures("db")
STEPS = (
    "提出",
    "筛选",
    "可行性分析",
    "评估",
    "实施计划与资金",
    "实施",
    "实施前后",
    "现场核查",
    "验收",
    "后评估",
)


@pytest.fixture(scope="module")
def prepared(django_db_setup, django_db_blocker):
    with held(django_db_blocker):
        yield live().pk


@pytest.fixture
def db(prepared, django_db_blocker):
    with held(django_db_blocker):
        yield


@pytest.fixture
def measure(db, prepared):
    return Measure.objects.select_related("round__enterprise__region").get(pk=prepared)


def live() -> Measure:
    """Proposed, screened, found feasible, evaluated, paid for, built, measured, seen, accepted, looked at again."""
    round_ = make_round(RoundState.OPTIONS_IN_PROGRESS)
    plant = crew_of(round_).plant
    make_measure(round_, MeasureState.IN_PROGRESS)
    measure = make_measure(round_, costly=True, title="酚氰废水深度处理回用")
    factors = factors_of(scheme_on(today()))
    scores = {factor.pk: score for factor, score in zip(factors, (9, 7, 8, 8), strict=True)}
    weights = {factor.pk: factor.weight for factor in factors}
    screening_keep(round_=round_, weights=weights, scores={measure.pk: scores}, version=0, by=plant, at=now())
    walk_to(round_, RoundState.FEASIBILITY_IN_PROGRESS)
    make_conclusions(measure)
    move(measure, "find_feasible")
    round_ = walk_to(round_, RoundState.IMPLEMENTATION_IN_PROGRESS)
    build(measure)
    walk_to(round_, RoundState.CLOSED)
    look_again(measure)
    return measure


def move(measure: Measure, name: str) -> None:
    measure.refresh_from_db()
    measure_move(measure=measure, move=name, by=crew_of(measure.round).plant, at=now(), on=today())


def build(measure: Measure) -> None:
    measure.refresh_from_db()
    plant = crew_of(measure.round).plant
    on = today()
    works_save(
        measure=measure,
        steps=[PlannedStep("设备安装", on, on + timedelta(days=10), on, on)],
        funds=[PlannedFund(FundSource.COAL_FUND, Decimal(320), "晋财建〔2026〕7号")],
        version=measure.version,
        by=plant,
        at=now(),
    )
    fund = Funding.objects.select_related("measure__round__enterprise__region").get(measure=measure)
    funding_draw(funding=fund, amount_wan=Decimal(300), drawn_on=on, note="凭字88号", by=plant, at=now())
    move(measure, "begin")
    move(measure, "implement")
    claim = WATER | {"achieved": Decimal(30_000), "meter": "FT-101", "source": "meter"}
    report_figures(measure, effects=[claim])
    make_proof(measure, "改造前水表.jpg", ProofAbout.BEFORE)
    make_proof(measure, "改造后水表.jpg", ProofAbout.AFTER)
    make_verification(measure)


def look_again(measure: Measure) -> None:
    officer = crew_of(measure.round).officer
    Round.objects.filter(pk=measure.round_id).update(accepted_on=today() - timedelta(days=400))
    wanted = {"太原市": Measure.objects.standing().count()}
    facts = {"by_strata": Strata.CITY, "planned_on": today(), "wanted": wanted, "seed": "2026-后评估"}
    post_plan_draw(by=officer, at=now(), **facts)
    post = PostAssessment.objects.select_related("round__enterprise__region").get(round=measure.round_id)
    post_assessment_record(
        post_assessment=post,
        version=post.version,
        assessed_on=today(),
        items=[
            {
                "measure": measure.pk,
                "running": Running.DELIVERING,
                "read_wan": Decimal(70),
                "note": "水泵运行",
            }
        ],
        conclusion="节水效益仍在。",
        by=officer,
        at=now(),
    )


def words_of(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_every_step_and_the_origin_of_every_figure_stand_on_one_page(measure):
    crew = crew_of(measure.round)
    response = page(client_of(crew.officer), "measure_story", measure.pk)
    body = words_of(response)
    assert all(f"{number} {title}" in body for number, title in enumerate(STEPS, start=1))
    assert "还没有记录" not in body
    plant, officer = crew.plant.name, crew.officer.name
    seen = Verification.objects.select_related("recorded_by").get(measure=measure)
    for words in (
        "计划投资 320 万元",
        "由计划投资 320 万元确定",
        "9 分 × 权重 10",
        "242 / 300，排第 1 达到筛选线",
        "同类装置已稳定运行三年",
        "投资偿还期 N",
        "测算表第 1 版，算法第",
        "评估",
        "晋财建〔2026〕7号",
        "300 万元",
        "凭证 凭字88号",
        "实施中 → 已实施",
        "基准 60,000 → 实际削减 30,000",
        "计量表读数 · FT-101",
        "改造前水表.jpg",
        "改造后水表.jpg",
        f"29,500 t/a {seen.recorded_by.name}",
        "随机种子 2026-后评估",
        "原报 75 万元/a，现为 70 万元/a（93.3%）",
        "水泵运行",
    ):
        assert words in body, words
    assert body.count(plant) > 12
    assert body.count(officer) >= 2


def test_each_origin_leads_to_its_own_page(measure):
    crew = crew_of(measure.round)
    html = page(client_of(crew.officer), "measure_story", measure.pk).content.decode()
    proofs = [reverse("measures:measure_proof_file", args=[row.pk]) for row in measure.proofs.all()]
    post = PostAssessmentItem.objects.get(measure=measure).post_assessment_id
    for address in (
        *proofs,
        reverse("measures:round_screening", args=[measure.round_id]),
        reverse("measures:measure_feasibility", args=[measure.pk]),
        reverse("measures:measure_works", args=[measure.pk]),
        reverse("measures:verification_detail", args=[Verification.objects.get(measure=measure).pk]),
        reverse("measures:post_assessment_edit", args=[post]),
        *[reverse("audits:review_detail", args=[row.pk]) for row in measure.round.reviews.all()],
    ):
        assert f'href="{address}"' in html, address
        if not address.startswith("/measures/proofs"):
            assert client_of(crew.officer).get(address).status_code == 200


def test_a_person_who_may_not_open_a_record_reads_it_without_its_link(measure):
    plant = client_of(crew_of(measure.round).plant)
    html = page(plant, "measure_story", measure.pk).content.decode()
    assert "随机种子" not in html
    assert "post-plans" not in html
    assert "现场结论" in html


def test_a_fresh_idea_says_what_has_not_happened_at_the_same_cost(measure):
    plant = client_of(crew_of(measure.round).plant)
    long = queries_of(plant, "measure_story", measure.pk)
    fresh = make_measure()
    other = client_of(crew_of(fresh.round).plant)
    assert words_of(page(other, "measure_story", fresh.pk)).count("还没有记录") == 8
    assert queries_of(other, "measure_story", fresh.pk) <= long <= 32
