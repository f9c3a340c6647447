"""The enterprise's person and one measure: from an idea to what it brought, with every figure's origin."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from tests.browser.conftest import Visitor
from tests.browser.server import Platform, running_platform
from tests.browser.story import photograph

pytestmark = pytest.mark.browser

_SCENE = """
from audits.enums import RoundState
from tests.factories.accounts import make_user
from tests.factories.audits import make_round
from tests.factories.enterprises import make_enterprise, make_representative
enterprise = make_enterprise("太原晋源焦化有限公司")
make_representative(enterprise, make_user("enterprise", username="jiaojianguo", name="焦建国"))
print(json.dumps(make_round(RoundState.OPTIONS_IN_PROGRESS, enterprise=enterprise).pk))
"""
_TODAY = date.today()


@pytest.fixture
def platform(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platform]:
    """A platform of its own: the scene's names and numbers begin anew in every process that makes one."""
    with running_platform(tmp_path_factory.mktemp("measure")) as running:
        yield running


def test_the_plant_carries_a_measure_from_idea_to_effect(platform, visit) -> None:
    round_ = platform.python(_SCENE)
    plant: Visitor = visit("jiaojianguo")
    _propose(plant, round_)
    _screen(plant, round_)
    _find_feasible(plant)
    _plan(plant)
    _move(plant, "开始实施", reason="设备已停产检修，趁检修期施工")
    _move(plant, "登记完成")
    _report(plant)
    _prove(plant)
    plant.follow("全程与由来")
    for words in (
        "焦建国",
        "排第 1",
        "测算表第 1 版",
        "FT-101",
        "水表记录.jpg",
        "基准 60,000 → 实际削减 30,000",
    ):
        plant.sees(words)
    plant.look("measure_story", narrow=True, axe=False)


def _propose(plant: Visitor, round_: int) -> None:
    plant.open(f"/measures/rounds/{round_}/new/")
    plant.fill(title="酚氰废水深度处理回用", investment_planned_wan="-5", benefit_expected_wan="86.5")
    plant.page.locator("main [name='kind']").select_option("technology")
    _effect(plant, baseline="60000", expected="61000")
    plant.act("提出方案")
    plant.sees("大于或等于0")
    plant.fill(investment_planned_wan="320")
    plant.act("提出方案")
    plant.sees("基准值")
    _effect(plant, expected="31200")
    plant.act("提出方案")
    plant.sees("已提出方案 ZG1")
    plant.sees("由计划投资 320 万元确定")


def _effect(plant: Visitor, **amounts: str) -> None:
    row = plant.page.locator("main tr:has(input[type=hidden][value=water])")
    for name, amount in amounts.items():
        if name in ("source", "unit"):
            row.locator(f"[name$='-{name}']").select_option(amount)
        else:
            row.locator(f"[name$='-{name}']").fill(amount)


def _screen(plant: Visitor, round_: int) -> None:
    detail = plant.page.url.removeprefix(plant.address)
    plant.open(f"/measures/rounds/{round_}/screening/")
    plant.act("打分")
    for field, score in zip(_scores(plant), ("9", "7", "8", "11"), strict=True):
        field.fill(score)
    plant.act("保存并排序")
    plant.sees("小于或等于10")
    _scores(plant)[-1].fill("8")
    plant.act("保存并排序")
    plant.sees("达到筛选线")
    plant.look("round_screening")
    plant.open(detail)


def _scores(plant: Visitor) -> list:
    row = plant.page.locator("main tr", has_text="酚氰废水深度处理回用")
    return row.locator("input[name^='score-']").all()


def _find_feasible(plant: Visitor) -> None:
    plant.page.locator("main .panel", has_text="可行性分析").get_by_role("link", name="查看").first.click()
    feasibility = plant.page.url.removeprefix(plant.address)
    for aspect in ("technical", "environmental", "economic"):
        plant.open(f"{feasibility}{aspect}/")
        plant.page.locator("main [name='passed'][value='yes']").check()
        plant.fill(reason="同类装置在省内已稳定运行三年")
        if aspect == "economic":
            plant.fill(construction="320", yearly_saving="120")
        plant.act("保存结论")
        plant.sees("结论已保存")
    plant.act("判定可行")
    plant.act("确定")
    plant.sees("方案现在是“可行”")


def _plan(plant: Visitor) -> None:
    plant.follow("步骤与到位记录")
    plant.act("修改计划与资金")
    begin, end = _TODAY.isoformat(), (_TODAY + timedelta(days=60)).isoformat()
    plant.fill(**{"steps-0-name": "设备安装", "steps-0-planned_from": end, "steps-0-planned_to": begin})
    plant.fill(**{"funds-0-planned_wan": "320"})
    plant.act("保存")
    plant.sees("“设备安装”的计划完成日期早于计划开始日期")
    plant.fill(**{"steps-0-planned_from": begin, "steps-0-planned_to": end})
    plant.act("保存")
    plant.follow("登记资金到位")
    plant.fill(amount_wan="400")
    plant.act("登记")
    plant.sees("超过这一来源尚未到位的 320 万元")
    plant.fill(amount_wan="200", note="凭字 88 号")
    plant.act("登记")
    plant.sees("企业自有资金 200 万元")
    plant.look("measure_works", narrow=True, axe=False)
    plant.page.locator(".breadcrumb, nav[aria-label]").get_by_role("link", name="ZG1").first.click()


def _move(plant: Visitor, name: str, reason: str = "") -> None:
    plant.act("办理下一步")
    plant.page.get_by_label(name).check()
    plant.fill(reason=reason)
    plant.act("确定")
    plant.sees("方案现在是")


def _report(plant: Visitor) -> None:
    plant.act("修改")
    plant.fill(investment_actual_wan="300", benefit_achieved_wan="80")
    _effect(plant, achieved="70000", source="meter", meter="FT-101")
    plant.act("保存")
    plant.sees("基准值")
    plant.look("measure_edit", axe=False)
    _effect(plant, achieved="30000")
    plant.act("保存")
    plant.sees("方案已保存")


def _prove(plant: Visitor) -> None:
    plant.act("上传证明")
    plant.page.get_by_label("实施后数据").check()
    picture = photograph()
    plant.page.locator("main [type=file]").set_input_files([{**picture, "name": "水表记录.jpg"}])
    plant.act("上传")
    plant.sees("水表记录.jpg")
