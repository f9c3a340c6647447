"""Screening a round's measures: scored, ranked, kept, and what follows."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from audits.enums import RoundState
from config.common.access import Role
from config.common.errors import NotAllowed, Refused, Stale
from measures.enums import MeasureState
from measures.models import Screening, ScreeningFactor, ScreeningScheme, ScreeningScore
from measures.services.screening import screening_keep, screening_scheme_add
from tests.factories.accounts import client_of, make_user, now
from tests.factories.audits import crew_of, make_round, today
from tests.factories.measures import make_measure
from tests.integration.measures.pages import page, queries_of

pytestmark = pytest.mark.django_db
FACTORS = ("环境效果", "经济可行性", "技术可行性", "可实施性")


@pytest.fixture
def round_():
    return make_round(RoundState.OPTIONS_IN_PROGRESS)


def weights() -> dict[int, Decimal]:
    return {
        row.pk: row.weight for row in ScreeningFactor.objects.filter(scheme=ScreeningScheme.objects.last())
    }


def score(*given: int) -> dict[int, int]:
    return dict(zip(weights(), given, strict=True))


def keep(round_, scores, version=0, by=None, **changed):
    by = by or crew_of(round_).plant
    given = {"weights": weights()} | changed
    return screening_keep(round_=round_, scores=scores, version=version, by=by, at=now(), **given)


def form(*rows, version=0, **changed):
    data = {"version": version} | {f"weight-{pk}": str(weight) for pk, weight in weights().items()}
    for measure, given in rows:
        data |= {f"score-{measure.pk}-{pk}": str(one) for pk, one in zip(weights(), given, strict=True)}
    return data | changed


def test_the_plant_scores_sees_the_ranking_and_screens_out_the_weakest(round_):
    good, weak = make_measure(round_, costly=True, title="余热发电"), make_measure(round_, title="照明改造")
    plant, officer = client_of(crew_of(round_).plant), client_of(crew_of(round_).officer)
    assert "还没有打分" in page(officer, "round_screening", round_.pk).content.decode()
    address = reverse("measures:round_screening_edit", args=[round_.pk])
    answer = plant.post(address, form((good, (9, 7, 8, 8)), (weak, (5, 6, 7, 6))))
    assert answer.status_code == 302, answer.content.decode()[:3000]
    body = page(plant, "round_screening", round_.pk).content.decode()
    for words in (
        "242",
        "80.7%",
        "达到筛选线",
        "进入可行性分析",
        "177",
        "59.0%",
        "低于筛选线",
        "写明原因并筛除",
    ):
        assert words in body, words
    assert body.index("余热发电") < body.index("照明改造")
    offered = page(plant, "measure_move", weak.pk, move="screen_out").content.decode()
    assert "权重总和计分 177 分，为满分 300 分的 59.0%，排第 2；筛选线 60.0%。" in offered
    moved = {"move": "screen_out", "on": today().isoformat(), "version": weak.version, "reason": "低于筛选线"}
    assert plant.post(reverse("measures:measure_move", args=[weak.pk]), moved).status_code == 302
    seen = page(officer, "round_screening", round_.pk).content.decode()
    assert "低于筛选线" in seen
    assert "打分</button>" not in seen


@pytest.mark.parametrize(
    ("rows", "changed", "sentence"),
    [
        ((9, 7, 8, 11), {}, "10"),
        ((9, 7, 8, 0), {}, "1"),
        ((9, 7, 8, ""), {}, "还缺“可实施性”的得分"),
        ((9, 7, 8, 8), {"weight": "11"}, "“环境效果”的权重应在 8 至 10 之间"),
    ],
)
def test_a_sheet_that_cannot_be_is_sent_back_with_its_sentence(round_, rows, changed, sentence):
    measure = make_measure(round_)
    first = next(iter(weights()))
    more = {f"weight-{first}": changed["weight"]} if changed else {}
    plant = client_of(crew_of(round_).plant)
    answer = plant.post(
        reverse("measures:round_screening_edit", args=[round_.pk]), form((measure, rows), **more)
    )
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Screening.objects.exists()
    assert not ScreeningScore.objects.exists()


def test_what_the_service_refuses_leaves_nothing_behind(round_):
    measure, stranger = make_measure(round_), make_measure()
    with pytest.raises(Refused, match="不属于这一审核轮次"):
        keep(round_, {stranger.pk: score(9, 9, 9, 9)})
    with pytest.raises(NotAllowed):
        keep(round_, {measure.pk: score(9, 9, 9, 9)}, by=crew_of(round_).officer)
    with pytest.raises(NotAllowed):
        keep(round_, {measure.pk: score(9, 9, 9, 9)}, by=crew_of(stranger.round).plant)
    assert not Screening.objects.exists()
    keep(round_, {measure.pk: score(9, 9, 9, 9)})
    with pytest.raises(Stale):
        keep(round_, {measure.pk: score(1, 1, 1, 1)}, version=7)
    assert set(ScreeningScore.objects.values_list("score", flat=True)) == {9}


def test_a_decided_measure_keeps_the_scores_it_was_decided_on(round_):
    measure = make_measure(round_, MeasureState.SCREENED_OUT)
    with pytest.raises(Refused) as refused:
        keep(round_, {measure.pk: score(9, 9, 9, 9)})
    assert "已是“筛除”，筛选得分不能再改" in refused.value.problems[0].sentence


def test_scores_are_taken_back_by_an_empty_row(round_):
    measure = make_measure(round_)
    keep(round_, {measure.pk: score(9, 9, 9, 9)})
    keep(round_, {measure.pk: {}}, version=1)
    assert not ScreeningScore.objects.exists()


def test_new_factors_hold_for_rounds_not_screened_yet(round_):
    measure = make_measure(round_)
    keep(round_, {measure.pk: score(9, 9, 9, 9)})
    province = make_user(Role.PROVINCE)
    rows = [
        {"name": name, "english": "", "least": Decimal(10), "weight": Decimal(50), "most": Decimal(90)}
        for name in ("节能降碳", "投资回报")
    ]
    given = {"valid_from": today(), "basis": "晋环发〔2026〕30号", "by": province, "at": now()}
    with pytest.raises(Refused) as refused:
        screening_scheme_add(weight_total=Decimal(90), factors=rows, **given)
    assert "通常权重合计 100，与要求的合计 90 不一致" in refused.value.problems[0].sentence
    screening_scheme_add(weight_total=Decimal(100), factors=rows, **given)
    plant = client_of(crew_of(round_).plant)
    assert "环境效果" in page(plant, "round_screening_edit", round_.pk).content.decode()
    later = make_round(RoundState.OPTIONS_IN_PROGRESS)
    other = client_of(crew_of(later).plant)
    body = page(other, "round_screening_edit", later.pk).content.decode()
    assert "节能降碳" in body
    assert "合计应为 100" in body
    first = ScreeningFactor.objects.get(name="节能降碳")
    answer = other.post(
        reverse("measures:round_screening_edit", args=[later.pk]),
        {"version": 0, f"weight-{first.pk}": "40", f"weight-{first.pk + 1}": "50"},
    )
    assert answer.status_code == 422
    assert "各因素权重合计应为 100，现为 90" in answer.content.decode()


def test_the_province_sets_factors_on_a_page_from_those_in_force(db):
    province = client_of(make_user(Role.PROVINCE))
    address = reverse("measures:screening_scheme_create")
    body = province.get(address).content.decode()
    assert all(name in body for name in FACTORS)
    data = {"valid_from": (today() + timedelta(days=1)).isoformat(), "basis": "晋环发〔2026〕30号"}
    data |= {"factors-TOTAL_FORMS": "6", "factors-INITIAL_FORMS": "4"}
    for at, name in enumerate(("节能降碳", "投资回报")):
        data |= {f"factors-{at}-name": name, f"factors-{at}-least": "1", f"factors-{at}-most": "10"}
        data[f"factors-{at}-weight"] = "6" if at else "12"
    answer = province.post(address, data)
    assert answer.status_code == 422
    assert "0 &lt; 下限 ≤ 通常权重 ≤ 上限" in answer.content.decode()
    assert province.post(address, data | {"factors-0-weight": "9"}).status_code == 302
    assert "节能降碳 9（1–10）" in page(province, "parameter_list").content.decode()


def test_the_ranking_costs_the_same_for_one_and_for_twenty_measures(round_):
    keep(round_, {make_measure(round_).pk: score(9, 9, 9, 9)})
    plant = client_of(crew_of(round_).plant)
    few = (
        queries_of(plant, "round_screening", round_.pk),
        queries_of(plant, "round_screening_edit", round_.pk),
    )
    keep(round_, {make_measure(round_).pk: score(3, 4, 5, 6) for _n in range(5)}, version=1)
    many = (
        queries_of(plant, "round_screening", round_.pk),
        queries_of(plant, "round_screening_edit", round_.pk),
    )
    assert many == few
    assert few[0] <= 16
