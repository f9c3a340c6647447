"""Steps and money that can be, and how a step stands to its plan."""

from datetime import date
from decimal import Decimal

import pytest

from measures.enums import FundSource
from measures.facts import PlannedFund, PlannedStep
from measures.gates.works import MOST_STEPS, problems_of_funds, problems_of_steps
from measures.models import WorkStep
from measures.presenters.works import gantt, step_light

TODAY = date(2026, 6, 15)


def step(planned_from: int = 1, planned_to: int = 30, begun: int = 0, done: int = 0) -> dict:
    """Days of June; 0 for none."""
    days = {"planned_from": planned_from, "planned_to": planned_to, "begun_on": begun, "done_on": done}
    return {"name": "安装"} | {name: date(2026, 6, day) if day else None for name, day in days.items()}


@pytest.mark.parametrize(
    ("days", "sentence"),
    [
        ((9, 8), "“安装”的计划完成日期早于计划开始日期。"),
        ((1, 30, 16), "“安装”的实际日期不能晚于今天。"),
        ((1, 30, 3, 16), "“安装”的实际日期不能晚于今天。"),
        ((1, 30, 0, 5), "“安装”已完成，请填写实际开始日期。"),
        ((1, 30, 6, 5), "“安装”的实际完成日期早于实际开始日期。"),
    ],
)
def test_a_step_that_cannot_be_is_told(days, sentence):
    assert [p.sentence for p in problems_of_steps([PlannedStep(**step(*days))], TODAY)] == [sentence]


def test_a_possible_step_and_not_too_many():
    assert problems_of_steps([PlannedStep(**step(1, 30, 2, 15))], TODAY) == []
    many = [PlannedStep(**step())] * (MOST_STEPS + 1)
    assert "最多 20 步" in problems_of_steps(many, TODAY)[0].sentence


@pytest.mark.parametrize(
    ("amount", "drawn", "part"),
    [
        ("0", "0", "应大于 0"),
        ("-1", "0", "不能为负数"),
        ("1e10", "0", "数值过大"),
        ("5", "6", "已到位 6 万元"),
    ],
)
def test_a_source_that_cannot_be_is_told(amount, drawn, part):
    funds = [PlannedFund(FundSource.OWN, Decimal(amount))]
    (problem,) = problems_of_funds(funds, {FundSource.OWN: Decimal(drawn)} if drawn != "0" else {})
    assert part in problem.sentence


def test_a_source_stands_once_and_stays_where_money_came():
    twice = [PlannedFund(FundSource.LOAN, Decimal(5))] * 2
    assert "不止一行" in problems_of_funds(twice, {})[0].sentence
    assert "不能删除" in problems_of_funds([], {FundSource.LOAN: Decimal(1)})[0].sentence


@pytest.mark.parametrize(
    ("days", "tone", "label"),
    [
        ((1, 10, 1, 10), "done", "按计划完成"),
        ((1, 10, 1, 12), "done", "完成，比计划晚 2 天"),
        ((1, 10, 1), "late", "已超计划 5 天"),
        ((1, 20, 1), "ok", "进行中"),
        ((1, 20), "soon", "该开始而未开始"),
        ((16, 20), "todo", "未开始"),
    ],
)
def test_how_a_step_stands_to_its_plan(days, tone, label):
    light = step_light(WorkStep(**step(*days)), TODAY)
    assert (light.tone, light.label) == (tone, label)


def test_bars_of_plan_and_actual_stand_on_one_scale():
    drawn = gantt([WorkStep(**step(5, 25, 10))], TODAY)
    assert drawn["today"] == "500.0"
    assert drawn["rows"][0]["planned"] == {"x": "0.0", "width": "1000.0"}
    assert drawn["rows"][0]["actual"] == {"x": "250.0", "width": "250.0"}
    assert gantt([], TODAY) == {"rows": []}


def test_what_is_done_is_drawn_without_today():
    drawn = gantt([WorkStep(**step(1, 9, 1, 5))], date(2028, 6, 15))
    assert (drawn["today"], drawn["last"]) == ("", date(2026, 6, 9))
    assert drawn["rows"][0]["actual"] == {"x": "0.0", "width": "500.0"}
