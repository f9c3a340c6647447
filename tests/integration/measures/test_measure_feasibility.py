"""Feasibility of a measure: conclusions in their order, the sheet behind the last, and what follows from them."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.urls import reverse

from accounts.models import Activity
from audits.enums import Stage
from config.common.access import Role
from config.common.errors import Refused, Stale
from measures.enums import Aspect, MeasureState
from measures.models import Conclusion, FeasibilitySheet, Measure
from measures.selectors.problems import stage_problems
from measures.services.feasibility import Judgement, conclusion_record, sheets_recompute
from measures.services.measures import measure_move
from measures.services.parameters import parameter_add
from operations.models import Job
from operations.runner import run_job
from tests.factories.accounts import client_of, make_user, now, system
from tests.factories.audits import crew_of, today
from tests.factories.measures import SHEET, make_conclusions, make_measure, make_working_round
from tests.held import held
from tests.integration.measures.pages import page, queries_of

pytestmark = pytest.mark.usefixtures("db")
YES, NO = Judgement(True, "同类装置已稳定运行"), Judgement(False, "现有厂房放不下")
TYPED = {
    "construction": "300",
    "interest": "10",
    "working_capital": "30",
    "subsidy": "20",
    "yearly_saving": "120",
    "depreciation_years": "10",
    "tax_rate": "25",
    "years": "10",
    "discount_rate": "5",
}


@pytest.fixture(scope="module")
def prepared(django_db_setup, django_db_blocker):
    with held(django_db_blocker):
        yield make_measure(make_working_round(), costly=True).pk


@pytest.fixture
def db(prepared, django_db_blocker):
    with held(django_db_blocker):
        yield


@pytest.fixture
def measure(db, prepared):
    return Measure.objects.select_related("round__enterprise__region").get(pk=prepared)


@pytest.fixture
def plant(measure):
    return client_of(crew_of(measure.round).plant)


def conclude(measure, aspect, judgement=YES, version=0, **details):
    if aspect == Aspect.ECONOMIC:
        details = {"sheet": SHEET} | details
    by = crew_of(measure.round).plant
    return conclusion_record(
        measure=measure, aspect=aspect, judgement=judgement, version=version, by=by, at=now(), **details
    )


def move(measure, name, reason=""):
    by = crew_of(measure.round).plant
    return measure_move(measure=measure, move=name, by=by, at=now(), on=today(), reason=reason)


def post(client, measure, aspect, status=302, **given):
    values = {"version": "0", "passed": "yes", "reason": "同类装置已稳定运行"}
    address = reverse("measures:conclusion_edit", args=[measure.pk, aspect])
    answer = client.post(address, values | given)
    assert answer.status_code == status, answer.content.decode()[:3000]
    return answer.content.decode()


def test_a_plant_concludes_one_aspect_after_the_other_and_everybody_reads_how_it_was_worked_out(
    plant, measure
):
    post(plant, measure, "technical")
    post(plant, measure, "environmental")
    post(plant, measure, "economic", **TYPED)
    row = FeasibilitySheet.objects.get(measure=measure)
    # I = 300 + 10 + 30 − 20; D = 32; T = 88; E = 66; F = 98
    assert (row.investment, row.depreciation, row.cash_flow) == (320, 32, 98)
    assert str(row.payback) == "3.265306"
    assert (row.payback_limit, row.irr_limit, row.acceptable) == (5, Decimal("0.05"), True)
    officer = client_of(crew_of(measure.round).officer)
    body = page(officer, "measure_feasibility", measure.pk).content.decode()
    for words in (
        "建设投资 300＋建设期利息 10＋流动资金 30－补助 20",
        "3.2653 a",
        "第 1 版算法",
        "总投资变动",
    ):
        assert words in body, words
    assert "登记结论" not in body
    assert move(measure, "find_feasible").state == MeasureState.FEASIBLE


def test_an_aspect_waits_for_the_one_before_it(measure):
    with pytest.raises(Refused, match="请先登记“技术可行性”"):
        conclude(measure, Aspect.ENVIRONMENTAL)
    conclude(measure, Aspect.TECHNICAL)
    conclude(measure, Aspect.ENVIRONMENTAL, NO)
    with pytest.raises(Refused, match="“环境可行性”的结论是不可行，分析到此为止"):
        conclude(measure, Aspect.ECONOMIC)
    assert not FeasibilitySheet.objects.exists()


def test_a_no_takes_back_what_was_concluded_after_it(measure):
    make_conclusions(measure)
    first = Conclusion.objects.get(measure=measure, aspect=Aspect.TECHNICAL)
    conclude(measure, Aspect.TECHNICAL, NO, version=first.version)
    assert list(measure.conclusions.values_list("aspect", "passed")) == [("technical", False)]
    assert Activity.objects.filter(verb="conclusion_record").last().new["fallen"] == "环境可行性、经济可行性"


def test_two_people_do_not_overwrite_each_other(measure):
    conclude(measure, Aspect.TECHNICAL)
    with pytest.raises(Stale):
        conclude(measure, Aspect.TECHNICAL, NO)
    assert measure.conclusions.get().passed


def test_a_costly_measure_is_decided_by_its_conclusions_alone(measure):
    with pytest.raises(Refused, match="还缺：技术可行性、环境可行性、经济可行性"):
        move(measure, "find_feasible")
    with pytest.raises(Refused, match="须有一项结论为不可行"):
        move(measure, "find_infeasible", "太贵")
    assert [p.code for p in stage_problems(measure.round, Stage.FEASIBILITY)] == [
        "every_costly_measure_is_decided"
    ]
    conclude(measure, Aspect.TECHNICAL, NO)
    assert move(measure, "find_infeasible", "太贵").state == MeasureState.INFEASIBLE
    assert stage_problems(measure.round, Stage.FEASIBILITY) == []
    with pytest.raises(Refused, match="不能再修改"):
        conclude(measure, Aspect.TECHNICAL, YES, version=1)


def test_what_was_found_feasible_is_not_concluded_away(measure):
    make_conclusions(measure)
    move(measure, "find_feasible")
    with pytest.raises(Refused, match="请办理“放弃”"):
        conclude(measure, Aspect.TECHNICAL, NO, version=1)


def test_a_yes_against_the_benchmarks_says_why(plant, measure):
    conclude(measure, Aspect.TECHNICAL)
    conclude(measure, Aspect.ENVIRONMENTAL)
    poor = TYPED | {"yearly_saving": "40"}
    assert "写明未达指标仍推荐的理由" in post(plant, measure, "economic", 422, **poor)
    assert not FeasibilitySheet.objects.exists()
    post(plant, measure, "economic", **poor, despite="达标排放必需")
    row = FeasibilitySheet.objects.get()
    assert (row.acceptable, row.irr is None) == (False, False)
    assert "可行，未达指标" in page(plant, "measure_feasibility", measure.pk).content.decode()


def test_an_undefined_figure_is_a_dash(plant, measure):
    conclude(measure, Aspect.TECHNICAL)
    conclude(measure, Aspect.ENVIRONMENTAL)
    conclude(measure, Aspect.ECONOMIC, NO, sheet=replace(SHEET, yearly_saving=Decimal(-50)))
    row = FeasibilitySheet.objects.get()
    assert (row.payback, row.npvr, row.irr) == (None, None, None)
    rows = page(plant, "measure_feasibility", measure.pk).context["sheet"]["criteria"]
    assert [one["figure"] for one in rows if one["term"] != "净现值 NPV"] == ["—", "—"]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"construction": Decimal(-1)}, "建设投资 不能为负数。"),
        ({"construction": Decimal(10) ** 10}, "建设投资 的数值过大"),
        ({"subsidy": Decimal(400)}, "补助不能大于"),
        ({"years": 0}, "年限应在 1 至 100 年之间。"),
        ({"tax_rate": Decimal(25)}, "税率和折现率不能超过 100%。"),
    ],
)
def test_an_impossible_sheet_is_refused_and_nothing_is_kept(measure, changes, sentence):
    conclude(measure, Aspect.TECHNICAL)
    conclude(measure, Aspect.ENVIRONMENTAL)
    with pytest.raises(Refused) as refused:
        conclude(measure, Aspect.ECONOMIC, sheet=replace(SHEET, **changes))
    assert sentence in refused.value.problems[0].sentence
    with pytest.raises(Refused, match="须附测算表"):
        conclude(measure, Aspect.ECONOMIC, sheet=None)
    assert measure.conclusions.count() == 2
    assert not FeasibilitySheet.objects.exists()


def test_the_page_costs_the_same_whatever_was_concluded(plant, measure):
    empty = queries_of(plant, "measure_feasibility", measure.pk)
    make_conclusions(measure)
    assert queries_of(plant, "measure_feasibility", measure.pk) <= empty + 1 <= 20


# ---- the province's figures --------------------------------------------------------------------


def parameter(**changes):
    values = {
        "code": "payback_limit",
        "cost_class": "high",
        "scale": "",
        "from_wan": Decimal(0),
        "value": Decimal(3),
        "valid_from": today(),
        "basis": "晋环发〔2026〕9号",
    }
    return parameter_add(by=make_user(Role.PROVINCE), at=now(), **(values | changes))


def test_a_new_benchmark_has_every_sheet_worked_out_anew(measure):
    make_conclusions(measure)
    assert FeasibilitySheet.objects.get().acceptable
    parameter()
    job = Job.objects.get(task="measures.tasks.recompute_sheets")
    assert run_job(job.pk).result | {"href": ""} == {"seen": 1, "changed": 1, "href": ""}
    row = FeasibilitySheet.objects.get()
    assert (row.payback_limit, row.acceptable) == (3, False)
    assert Activity.objects.filter(verb="sheet_recompute").count() == 1


def test_a_batch_once_worked_out_is_not_worked_out_again(measure):
    make_conclusions(measure)
    facts = {"before": now() + timedelta(seconds=1), "by": system()}
    assert sheets_recompute(at=now() + timedelta(seconds=2), **facts) == (1, 0)
    assert sheets_recompute(at=now() + timedelta(seconds=3), **facts) == (0, 0)


def test_the_command_says_how_many_it_worked_out(measure, capsys):
    make_conclusions(measure)
    call_command("recompute_sheets", "--json")
    assert '"changed": 0' in capsys.readouterr().out


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"value": Decimal(-1)}, "数值 不能为负数。"),
        ({"value": Decimal(0)}, "这一数值应大于 0。"),
        ({"code": "irr_benchmark", "value": Decimal(101)}, "百分数不能超过 100。"),
        ({"basis": " "}, "请写明依据的文件。"),
        ({"valid_from": "2004-10-01"}, "自这一天起已有一个数值"),
    ],
)
def test_an_impossible_parameter_is_refused(measure, changes, sentence):
    with pytest.raises(Refused) as refused:
        parameter(**changes)
    assert sentence in refused.value.problems[0].sentence


def test_a_project_of_a_hundred_million_has_longer_to_come_back(measure):
    make_conclusions(
        measure, sheet=replace(SHEET, construction=Decimal(12_000), yearly_saving=Decimal(3_000))
    )
    assert FeasibilitySheet.objects.get().payback_limit == 10
