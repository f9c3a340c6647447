"""The main job in the browser, from a dirty roster to the province's annual report; a chapter is a test."""

import json
import re
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.browser import story as made_up
from tests.browser.conftest import Visitor
from tests.browser.story import AUTHORITY, PLANT, Story

pytestmark = pytest.mark.browser

# What the chapters below do, as the report must count it; 核实 stands before 实际.
EXPECTED = {
    "listed": 6,
    "disclosed": 1,
    "started": 1,
    "reported": 1,
    "evaluated": 1,
    "accepted": 1,
    "post_assessed": 1,
    "measures_proposed_costly": 1,
    "measures_implemented_costly": 1,
    "measures_no_low_implemented": 1,
    "investment_wan": "298.6",
    "economic_benefit_wan": "85.65",
    "post_claimed_wan": "85.65",
    "post_read_wan": "78.5",
}
BENEFITS = {"water": Decimal("31900"), "cod": Decimal("8.875"), "coal": Decimal(0)}


@pytest.fixture(scope="module")
def story() -> Story:
    return Story()


def test_01_a_dirty_roster_is_previewed_with_its_bad_rows(platform, visit, story, tmp_path) -> None:
    made_up.open_accounts(platform)
    province = visit("guolixin")
    province.look("01-home-empty", narrow=True)
    province.go("名单导入")
    province.look("01-roster-list-empty", narrow=True)
    province.follow("导入名单")
    province.look("01-roster-create", narrow=True)
    _upload(province, story, made_up.roster(story, tmp_path / "名单.xlsx", corrected=False))
    province.sees("只导入正确的")
    for words in ("代码", "重复行", "行业不在行业表中", "区域不在区域表中"):
        province.sees(words)
    province.look("01-roster-preview", narrow=True)
    province.portrait("roster-preview")
    province.page.get_by_role("link", name=re.compile("^有错")).last.click()
    expect(province.page.locator("#rows tbody tr")).to_have_count(2)
    province.look("01-roster-preview-bad")
    marked = load_workbook(province.fetch("下载有错的行", tmp_path)).worksheets[0]
    red = [cell.value for row in marked.iter_rows(min_row=2) for cell in row if cell.fill.fill_type]
    assert (marked.max_row, len(red)) == (3, 2), red
    province.act("放弃", confirm=True)
    province.sees("已放弃这次导入")


def test_02_the_corrected_roster_becomes_a_draft(visit, story, tmp_path) -> None:
    province = visit("guolixin")
    province.go("名单导入")
    province.look("02-roster-list")
    province.follow("导入名单")
    _upload(province, story, made_up.roster(story, tmp_path / "名单-改正.xlsx", corrected=True))
    province.sees("有警告")
    province.act("确认导入 6 行", confirm=True)
    province.sees("已导入名单草稿")
    province.look("02-roster-done")
    province.page.locator("main .note-ok a").click()
    province.sees(PLANT)
    province.sees("太原3M新材料有限公司")
    province.look("02-list-draft", narrow=True)


def test_03_the_list_is_published_and_the_worker_opens_the_rounds(visit, story) -> None:
    province = visit("guolixin")
    province.go("强制性审核名单")
    province.look("03-lists", narrow=True)
    province.page.locator("main tbody th a").first.click()
    province.follow("公布名单")
    expect(province.page.locator("main [name=document_no]")).to_have_value(story.document_no)
    province.fill(
        document_no=story.document_no, authority=AUTHORITY, published_on=story.published_on.isoformat()
    )
    province.look("03-publish", narrow=True)
    province.act("公布名单", confirm=True)
    province.sees("名单已公布")
    province.look("03-list-published", narrow=True)
    province.go("后台任务")
    province.look("03-jobs", narrow=True)
    province.page.locator("main tbody a").first.click()
    province.sees("100%")
    province.look("03-job")
    province.go("审核轮次")
    expect(province.page.locator("main tbody tr")).to_have_count(6)
    province.look("03-rounds", narrow=True)


def test_04_the_enterprise_discloses_and_hands_in_its_audit_plan(platform, visit, story) -> None:
    made_up.open_representative(platform)
    plant = visit("liangxiaofeng")
    plant.sees("编报审核计划")
    plant.look("04-home-enterprise", narrow=True)
    plant.page.locator("#todo").get_by_role("link", name=re.compile("公示企业信息")).click()
    _disclose(plant, story)
    plant.go("审核轮次")
    plant.follow(PLANT)
    plant.sees("还差")
    story.round_path = re.sub(r"^https?://[^/]+", "", plant.page.url)
    plant.look("04-round-new", narrow=True)
    plant.follow("报送审核计划")
    _fill_plan(plant, story)
    plant.look("04-plan", narrow=True)
    plant.act("保存并报送")
    plant.sees("已提交，等主管部门审查")
    plant.sees("审核计划待审")


def test_05_the_city_officer_approves_the_plan(visit, story) -> None:
    officer = visit("zhanglijuan")
    officer.sees("待我办理")
    officer.look("05-home-city", narrow=True)
    officer.page.locator("#todo li", has_text=PLANT).get_by_role("link").click()
    officer.sees("审核计划待审")
    officer.look("05-plan-read")
    officer.open(story.round_path)
    officer.act("通过审核计划", confirm=True)
    officer.sees("审核准备·进行中")
    officer.look("05-round-officer", narrow=True)


def test_06_the_first_stage_is_returned_with_a_reason_and_approved_the_second_time(visit, story) -> None:
    plant, officer = visit("liangxiaofeng"), visit("zhanglijuan")
    _submit_stage(plant, story, "preparation")
    officer.open(story.round_path)
    officer.follow("退回本阶段")
    officer.look("06-return")
    officer.act("退回本阶段")
    expect(officer.page.locator(".field-error")).to_contain_text("请填写原因")
    officer.look("06-return-refused")
    officer.fill(reason="宣传培训没有附签到表,请补上传。")
    officer.act("退回本阶段")
    officer.sees("审核准备·退回")
    plant.open("/")
    plant.sees("请补上传")
    plant.look("06-home-returned", narrow=True)
    plant.open(f"{story.round_path}stages/preparation/")
    _attach(plant, "签到表.pdf", "宣传培训签到表")
    _submit_stage(plant, story, "preparation")
    _approve_stage(officer, story, "预审核·进行中")


def test_07_stages_two_to_five_pass_with_their_measures(visit, story) -> None:
    plant, officer = visit("liangxiaofeng"), visit("zhanglijuan")
    plant.open(f"{story.round_path}stages/pre_assessment/")
    plant.select("level_before", "Ⅲ级（国内一般）")
    _submit_stage(plant, story, "pre_assessment")
    _approve_stage(officer, story, "审核·进行中")
    _submit_stage(plant, story, "assessment")
    _approve_stage(officer, story, "方案产生和筛选·进行中")
    cheap, costly = _propose_cheap(plant, story), _propose_costly(plant, story)
    story.measures = {"cheap": cheap, "costly": costly}
    _move_measure(plant, cheap, "开始实施", story.day(100))
    officer.open(story.round_path)
    officer.sees("酚氰废水深度处理回用")
    officer.look("07-round-officer-options", narrow=True)
    _submit_stage(plant, story, "options")
    _approve_stage(officer, story, "方案确定·进行中")
    plant.open(f"{story.round_path}stages/feasibility/")
    plant.sees("还没有可行性结论")
    plant.look("07-stage-gate", narrow=True)
    officer.open(story.round_path)
    officer.sees("还差")
    officer.portrait("round-officer")
    _conclude(plant, costly)
    _move_measure(plant, costly, "判定可行", story.day(150))
    _submit_stage(plant, story, "feasibility")
    _approve_stage(officer, story, "待报送审核报告")


def test_08_the_report_is_handed_in_and_the_evaluation_passed(visit, story) -> None:
    plant, officer = visit("liangxiaofeng"), visit("zhanglijuan")
    plant.open(story.round_path)
    plant.follow("报送审核报告")
    plant.fill(on=story.day(190))
    plant.look("08-report", narrow=True)
    report = {"name": "审核报告.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 made up"}
    plant.page.locator("#id_report").set_input_files(report)
    plant.act("报送审核报告", confirm=True)
    plant.sees("审核报告已报送")
    plant.follow("申请评估")
    for requirement in ("相关支撑材料", "咨询机构或企业自行审核能力的证明"):
        _material(plant, requirement)
    plant.fill(on=story.day(200))
    plant.look("08-apply")
    plant.act("申请评估")
    plant.sees("评估·已申请")
    _record_review(officer, story, "评估", held_on=story.day(210), score="88.5")
    officer.sees("通过")
    officer.look("08-evaluation", narrow=True)
    officer.go("评估与验收")
    officer.sees(PLANT)
    officer.look("08-reviews", narrow=True)


def test_09_the_measures_are_carried_out_with_money_and_effects(visit, story) -> None:
    plant = visit("liangxiaofeng")
    cheap, costly = story.measures["cheap"], story.measures["costly"]
    _move_measure(plant, costly, "开始实施", story.day(220))
    plant.look("09-measure-begun")
    _move_measure(plant, cheap, "登记完成", story.day(230))
    _move_measure(plant, costly, "登记完成", story.day(280))
    _achieved(plant, cheap, story.investment["cheap"], "5.4", 节水="2400")
    _achieved(plant, costly, story.investment["costly"], "82.75", 节水="30000", COD="9.1")
    plant.look("09-measure-done", narrow=True)
    plant.go("清洁生产方案")
    plant.sees("301.75")
    plant.look("09-measures", narrow=True)


def test_10_the_verifier_records_on_a_phone_what_stands(visit, story) -> None:
    officer = visit("zhanglijuan")
    officer.open(story.round_path)
    officer.follow("指派核查员")
    officer.choose("verifier", "阎俊杰")
    officer.fill(note="请重点核对水表读数")
    officer.look("10-assign", narrow=True)
    officer.act("指派")
    officer.sees("已指派")
    verifier = visit("yanjunjie", phone=True)
    verifier.sees(PLANT)
    verifier.look("10-phone-home")
    verifier.open("/measures/visits/")
    verifier.look("10-phone-visits")
    verifier.follow(PLANT)
    verifier.sees("请重点核对水表读数")
    verifier.look("10-phone-visit")
    verifier.follow("酚氰废水深度处理回用")
    verifier.page.get_by_label("属实", exact=True).check()
    verifier.fill(
        found="设备在运行,与申报一致;现场抄表两次。",
        benefit_read_wan="80.25",
        reading_water="29500",
        reading_cod="8.875",
    )
    verifier.portrait("verification-phone")
    verifier.page.locator("input[type=file]").last.set_input_files(made_up.photograph())
    verifier.look("10-phone-record")
    verifier.act("提交核查记录")
    verifier.sees("已登记")
    verifier.look("10-phone-recorded")
    officer.open(story.round_path)
    officer.sees("属实")
    officer.look("10-round-verified", narrow=True)
    officer.page.goto(story.measures["costly"])
    officer.sees("80.25")
    expect(officer.page.locator(".photos img")).to_have_count(1)
    officer.look("10-measure-verified", narrow=True)


def test_11_stages_six_and_seven_and_the_acceptance(visit, story) -> None:
    plant, officer = visit("liangxiaofeng"), visit("zhanglijuan")
    plant.open(f"{story.round_path}stages/implementation/")
    plant.select("level_after", "Ⅱ级（国内先进）")
    plant.page.locator("[name^=reached_]").fill("1.46")
    _submit_stage(plant, story, "implementation")
    _approve_stage(officer, story, "持续清洁生产·进行中")
    _submit_stage(plant, story, "continuation")
    _approve_stage(officer, story, "待申请验收")
    plant.open(story.round_path)
    plant.follow("申请验收")
    for requirement in ("验收报告", "方案实施前的监测报告", "方案实施后的监测报告"):
        _material(plant, requirement)
    plant.fill(on=story.day(300))
    plant.act("申请验收")
    plant.sees("验收·已申请")
    _record_review(officer, story, "验收", held_on=story.day(310), score="91")
    officer.open(story.round_path)
    officer.sees("已验收结束")
    officer.look("11-round-closed", narrow=True)


def test_12_a_year_later_the_post_assessment_finds_what_still_runs(visit, story) -> None:
    officer = visit("zhanglijuan")
    officer.go("后评估")
    officer.look("12-post-list-empty", narrow=True)
    officer.open("/measures/post-assessments/waiting/")
    officer.sees(PLANT)
    officer.look("12-post-waiting", narrow=True)
    officer.follow("安排")
    officer.fill(planned_on=story.today.isoformat())
    officer.look("12-post-plan")
    officer.act("安排")
    officer.sees("已安排后评估")
    rows = officer.page.locator("main tbody tr")
    for title, running, read in (
        ("跑冒滴漏治理", "已停用", "0"),
        ("酚氰废水深度处理回用", "持续运行", "78.5"),
    ):
        row = rows.filter(has_text=title)
        row.locator("select").select_option(label=running)
        row.locator("[name$=read_wan]").fill(read)
    officer.fill(conclusion="节水效益仍在,滴漏治理需恢复。")
    officer.look("12-post-record", narrow=True)
    officer.act("登记后评估", confirm=True)
    officer.sees("后评估已登记")
    officer.look("12-post-recorded", narrow=True)


def test_13_the_annual_report_agrees_with_what_was_done(visit, story, tmp_path) -> None:
    province = visit("guolixin")
    province.look("13-home-province", narrow=True)
    province.go("年度报告")
    province.look("13-reports-empty", narrow=True)
    province.follow("编制报告")
    province.select("year", str(story.today.year))
    province.select("since", str(story.year))
    province.look("13-report-create", narrow=True)
    province.act("开始编制")
    province.page.get_by_role("link", name="查看报告").click(timeout=180_000)
    province.sees("环境与资源效益")
    province.look("13-report", narrow=True)
    files = {kind: province.fetch(kind, tmp_path) for kind in ("PDF", "Excel", "JSON")}
    totals = json.loads(files["JSON"].read_text())["totals"]
    assert {code: totals[code] for code in EXPECTED} == EXPECTED
    assert {code: Decimal(totals["benefits"][code]) for code in BENEFITS} == BENEFITS
    summary = load_workbook(files["Excel"], read_only=True)["汇总"]
    in_excel = {row[3]: row[1] for row in summary.iter_rows(values_only=True) if len(row) > 3 and row[3]}
    assert {code: Decimal(str(in_excel[code])) for code in EXPECTED} == {
        code: Decimal(str(v)) for code, v in EXPECTED.items()
    }
    text = "".join(page.extract_text() for page in PdfReader(files["PDF"]).pages).replace("\n", "")
    for figure in ("298.6", "85.65", "31900", "8.88"):
        assert figure in text.replace(",", ""), figure


def _upload(visitor: Visitor, story: Story, path: Path) -> None:
    visitor.page.locator("#id_file").set_input_files(path)
    visitor.fill(year=str(story.year))
    visitor.act("上传并检查")


def _disclose(plant: Visitor, story: Story) -> None:
    plant.fill(disclosed_on=story.day(20), place="《太原日报》第 8 版", url="https://news.example/p8")
    for field in plant.page.locator("main textarea, main input[type=text]").all():
        if not field.input_value():
            field.fill("无")
    plant.look("04-disclosure", narrow=True)
    plant.act("登记公示")
    plant.go("信息公示")
    plant.sees("《太原日报》第 8 版")
    plant.look("04-disclosures", narrow=True)


def _fill_plan(plant: Visitor, story: Story) -> None:
    plant.fill(responsible="孙环保", focus="炼焦车间", training="全厂动员会一次,班组培训三次")
    plant.fill(intended_measures="酚氰废水深度处理回用、跑冒滴漏治理")
    member = {"name": "赵建国", "post": "组长", "department": "厂长", "duty": "全面负责"}
    plant.fill(**{f"team-0-{name}": value for name, value in member.items()})
    plant.page.locator("[name='team-0-is_leader']").check()
    plant.page.locator("[name='team-0-from_management']").check()
    target = {"indicator": "吨焦新水耗", "unit": "t/t", "present": "1.8", "near": "1.5", "far": "1.2"}
    plant.fill(**{f"targets-0-{name}": value for name, value in target.items()})
    stages = (
        "preparation",
        "pre_assessment",
        "assessment",
        "options",
        "feasibility",
        "implementation",
        "continuation",
    )
    plant.fill(**{f"schedule-{stage}": story.day(30 * n) for n, stage in enumerate(stages, 1)})


def _submit_stage(plant: Visitor, story: Story, stage: str) -> None:
    address = f"{story.round_path}stages/{stage}/"
    if not plant.page.url.endswith(address):
        plant.open(address)
    plant.fill(responsible="李四", result="本阶段已按计划完成,记录附后。")
    plant.look(f"stage-{stage}")
    plant.act("保存并提交本阶段")
    plant.sees("已提交，等主管部门审查")


def _approve_stage(officer: Visitor, story: Story, state: str) -> None:
    officer.open(story.round_path)
    officer.act("通过本阶段", confirm=True)
    officer.sees(state)


def _attach(plant: Visitor, name: str, proves: str) -> None:
    plant.fill(proves=proves)
    content = {"name": name, "mimeType": "application/pdf", "buffer": b"%PDF-1.7 made up"}
    plant.page.locator("main input[type=file]").set_input_files(content)
    plant.act("上传文件")
    plant.sees("文件已上传")


def _propose(plant: Visitor, story: Story, **values: str) -> None:
    plant.open(story.round_path)
    plant.act("提出方案")
    plant.fill(on=story.day(90), **values)


def _effect(plant: Visitor, indicator: str, **values: str) -> None:
    row = plant.page.locator("main .effect-inputs tr", has=plant.page.locator("th", has_text=indicator)).first
    for words, value in values.items():
        row.get_by_label(re.compile(words)).fill(value)


def _propose_cheap(plant: Visitor, story: Story) -> str:
    _propose(plant, story, title="跑冒滴漏治理", investment_planned_wan="3.2", benefit_expected_wan="5")
    plant.select("kind", "管理")
    _effect(plant, "节水", 基准值="60000", 预期="2400")
    plant.act("提出方案")
    plant.sees("已提出方案")
    return plant.page.url


def _propose_costly(plant: Visitor, story: Story) -> str:
    money = {"investment_planned_wan": "320", "benefit_expected_wan": "86.5"}
    _propose(plant, story, title="酚氰废水深度处理回用", **money)
    plant.select("kind", "技术工艺")
    _effect(plant, "节水", 基准值="60000", 预期="31200")
    _effect(plant, "COD", 基准值="18", 预期="9.5")
    plant.look("07-measure-create", narrow=True)
    plant.act("提出方案")
    plant.sees("已提出方案")
    plant.look("07-measure", narrow=True)
    return plant.page.url


def _conclude(plant: Visitor, address: str) -> None:
    """The three conclusions, one after the other; the sheet begins with what the proposal says."""
    for reason in ("同类装置已运行三年", "减少外排废水", "偿还期短于基准"):
        plant.page.goto(f"{address}feasibility/")
        plant.page.locator("main").get_by_role("button", name="登记结论", disabled=False).first.click()
        plant.page.get_by_label("可行", exact=True).check()
        plant.fill(reason=reason)
        plant.look("07-conclusion", narrow=True)
        plant.act("保存结论")
        plant.sees("结论已保存")
    plant.look("07-feasibility", narrow=True)


def _move_measure(plant: Visitor, address: str, move: str, on: str) -> None:
    plant.page.goto(address)
    plant.act("办理下一步")
    plant.page.get_by_label(move).check()
    plant.fill(on=on)
    plant.act("确定")
    plant.sees("方案现在是")


def _achieved(plant: Visitor, address: str, investment: str, benefit: str, **effects: str) -> None:
    plant.page.goto(address)
    plant.act("修改")
    plant.fill(investment_actual_wan=investment, benefit_achieved_wan=benefit)
    for indicator, value in effects.items():
        _effect(plant, indicator, 实际=value)
    plant.act("保存")
    plant.sees("方案已保存")


def _material(plant: Visitor, requirement: str) -> None:
    proof = {"name": f"{requirement}.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 made up"}
    plant.select("requirement", requirement)
    plant.page.locator("#id_file").set_input_files(proof)
    plant.act("上传")
    plant.sees("文件已上传")


def _record_review(officer: Visitor, story: Story, kind: str, *, held_on: str, score: str) -> None:
    officer.open(story.round_path)
    officer.follow(f"办理{kind}")
    officer.follow("手工登记结果")
    officer.fill(held_on=held_on, score=score, opinion="材料齐全,同意通过。")
    officer.select("level_before", "Ⅲ级（国内一般）")
    officer.select("level_after", "Ⅱ级（国内先进）")
    officer.select("outcome", "通过")
    officer.look(f"review-{kind}", narrow=True)
    officer.act("登记结果", confirm=True)
    officer.sees("评审结果已登记")
