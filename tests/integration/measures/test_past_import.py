"""Importing the past: lists, rounds and results become real, marked as imported; nothing is made up, no clock runs."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from accounts.models import Activity
from audits.enums import CleanerLevel, Outcome, RoundState
from audits.models import AuditPlan, Round, RoundStage
from config.common.access import Role
from config.common.errors import Refused
from enterprises.enums import ListState, RosterState
from enterprises.models import Duty, Enterprise, Listing, MandatoryList
from measures.models import Measure, PastImport, PastResult, PastRow
from measures.selectors.todo import todo_items
from measures.services.past_imports import past_confirm
from operations.models import Notice
from operations.runner import run_job
from tests.factories.accounts import client_of, make_user, now
from tests.factories.audits import make_round
from tests.factories.enterprises import make_enterprise, make_uscc
from tests.factories.lists import make_list
from tests.factories.past import LIST_OF_2019, past_checked, past_imported, past_row

pytestmark = pytest.mark.django_db
LIST_OF_2020 = {"年度": "2020", "文号": "晋环发〔2020〕41号", "名单发布日期": "2020-03-27"}


def counts(past: PastImport) -> dict[str, int]:
    assert past.state in {RosterState.PREVIEWED, RosterState.APPLIED}, past.reason
    return {name: past.counts[name] for name in ("new", "changed", "same", "bad")}


def only_problem(past: PastImport) -> dict[str, Any]:
    (row,) = PastRow.objects.filter(past=past).exclude(problems=[])
    (problem,) = row.problems
    return problem


# ---- what it becomes -------------------------------------------------------------------------


def test_a_row_becomes_a_published_list_an_entry_a_finished_round_and_its_result(tmp_path: Path) -> None:
    past = past_imported(
        tmp_path, past_row(审核前水平="Ⅲ级", 审核后水平="Ⅱ级（国内先进）", 后评估日期="2022-05-06")
    )
    assert (past.state, counts(past)["new"]) == (RosterState.APPLIED, 1)
    document = MandatoryList.objects.get()
    assert (document.imported, document.state, document.year) == (True, ListState.PUBLISHED, 2019)
    assert (document.document_no, document.published_on) == ("晋环发〔2019〕33号", date(2019, 3, 20))
    round_ = Round.objects.get()
    assert (round_.imported, round_.state, round_.number) == (True, RoundState.CLOSED, 1)
    assert (round_.started_on, round_.reported_on) == (date(2019, 5, 10), date(2020, 2, 18))
    assert (round_.evaluated_on, round_.accepted_on) == (date(2020, 4, 9), date(2020, 11, 27))
    assert (round_.level_before, round_.level_after) == (CleanerLevel.III, CleanerLevel.II)
    assert round_.post_assessed_on == date(2022, 5, 6)
    assert round_.listing is not None
    assert round_.listing.reported_on == round_.reported_on
    result = PastResult.objects.get()
    assert (result.disclosed_on, result.acceptance) == (date(2019, 4, 2), Outcome.PASSED)
    assert (result.proposed_on, result.implemented_on) == (date(2020, 2, 18), date(2020, 11, 27))
    classes = [
        (row.cost_class, row.proposed, row.implemented, row.investment_wan) for row in result.measures.all()
    ]
    assert classes == [("no_low", 12, 12, None), ("medium_high", 3, 2, Decimal("301.25"))]
    effects = {row.indicator.code: row.achieved for row in result.effects.all()}
    assert effects == {"water": Decimal(12000), "cod": Decimal("3.72")}


def test_nothing_is_made_up_and_no_clock_runs(tmp_path: Path) -> None:
    past_imported(tmp_path, past_row(), past_row(验收日期="", 评估日期="", 报送报告日期="", **_no_results()))
    assert not Duty.objects.exists()
    assert not Notice.objects.exists()
    assert not RoundStage.objects.exists()
    assert not AuditPlan.objects.exists()
    assert not Measure.objects.exists()


def _no_results() -> dict[str, Any]:
    headings = [heading for heading in past_row() if "方案" in heading or "（" in heading]
    return dict.fromkeys(headings, "")


def test_a_round_without_its_acceptance_stands_as_unfinished(tmp_path: Path) -> None:
    past_imported(tmp_path, past_row(验收结论="不通过"))
    round_, result = Round.objects.get(), PastResult.objects.get()
    assert (round_.state, round_.accepted_on) == (RoundState.LAPSED, None)
    assert (result.acceptance, result.acceptance_on) == (Outcome.FAILED, date(2020, 11, 27))


def test_several_years_of_one_new_enterprise_are_one_enterprise_with_rounds_in_order(tmp_path: Path) -> None:
    code = make_uscc()
    later = {
        "启动日期": "2020-05-01",
        "报送报告日期": "2021-01-01",
        "评估日期": "2021-02-01",
        "验收日期": "2021-09-01",
    }
    first = past_row(企业名称="太原旧名化工厂", 统一社会信用代码=code)
    again = past_row(
        企业名称="太原新名化工厂", 统一社会信用代码=code, 公示日期="2020-04-09", **LIST_OF_2020 | later
    )
    past_imported(tmp_path, again, first)
    site = Enterprise.objects.get()
    rounds = Round.objects.order_by("number").values_list("number", "year", "listing__name")
    assert list(rounds) == [(1, 2019, "太原旧名化工厂"), (2, 2020, "太原新名化工厂")]
    assert site.uscc == code
    assert MandatoryList.objects.filter(imported=True).count() == 2


def test_a_registered_enterprise_is_found_and_left_as_it_is(tmp_path: Path) -> None:
    site = make_enterprise("太原今名焦化有限公司")
    row = past_row(企业名称="太原曾用名焦化厂", 统一社会信用代码=site.uscc, 所属行业="2619")
    past_imported(tmp_path, row)
    site.refresh_from_db()
    assert (Enterprise.objects.count(), site.name) == (1, "太原今名焦化有限公司")
    assert Listing.objects.get().name == "太原曾用名焦化厂"


def test_an_earlier_round_goes_before_the_one_that_is_under_way(tmp_path: Path) -> None:
    running = make_round()
    site = running.enterprise
    past_imported(
        tmp_path, past_row(企业名称=site.name, 统一社会信用代码=site.uscc, **{"县(市区)": site.region.code})
    )
    order = Round.objects.filter(enterprise=site).order_by("number")
    assert [(row.number, row.imported) for row in order] == [(1, True), (2, False)]
    told = Activity.objects.get(verb="round_renumber")
    assert (told.old, told.new) == ({"number": 1}, {"number": 2})


# ---- again -----------------------------------------------------------------------------------


def test_the_same_file_twice_changes_nothing(tmp_path: Path) -> None:
    rows = [
        past_row(),
        past_row(验收结论="限期整改"),
        past_row(中费提出=1, 高费提出=2, 中费实施=1, 高费实施=1),
    ]
    past_imported(tmp_path, *rows)
    again = past_checked(tmp_path, *rows)
    assert counts(again) == {"new": 0, "changed": 0, "same": 3, "bad": 0}


def test_a_corrected_number_is_shown_and_replaces_the_first(tmp_path: Path) -> None:
    row = past_row()
    past_imported(tmp_path, row)
    right = row | {"实施中/高费方案": 3, "节水（t/a）": "", "氨氮（t/a）": "0.5"}
    preview = past_checked(tmp_path, right)
    assert counts(preview) == {"new": 0, "changed": 1, "same": 0, "bad": 0}
    changes = PastRow.objects.get(past=preview).changes
    assert changes == {"class:medium_high:implemented": ["2", "3"], "effect:ammonia_nitrogen": ["", "0.5"]}
    past_imported(tmp_path, right)
    result = PastResult.objects.get()
    assert result.measures.get(cost_class="medium_high").implemented == 3
    effects = {effect.indicator.code: effect.achieved for effect in result.effects.all()}
    assert effects == {"water": Decimal(12000), "cod": Decimal("3.72"), "ammonia_nitrogen": Decimal("0.5")}
    assert Round.objects.count() == PastResult.objects.count() == 1


def test_a_city_fills_in_the_results_of_the_list_the_province_imported(tmp_path: Path) -> None:
    row = past_row()
    city = make_user(Role.CITY)
    early = past_checked(tmp_path, row, by=city)
    assert only_problem(early)["reason"] == "省里还没有导入 2019 年度的名单（晋环发〔2019〕33号）。"
    bare = {
        heading: row[heading] for heading in row if heading not in _no_results() and "日期" not in heading
    }
    past_imported(tmp_path, bare | LIST_OF_2019)
    filled = past_imported(tmp_path, row, by=city)
    assert counts(filled) == {"new": 0, "changed": 1, "same": 0, "bad": 0}
    assert Round.objects.get().accepted_on == date(2020, 11, 27)
    outside = past_checked(tmp_path, past_row(**{"设区市": "大同市", "县(市区)": "平城区"}), by=city)
    assert "不在您的辖区" in only_problem(outside)["reason"]


def test_what_the_list_published_is_not_changed_by_a_second_import(tmp_path: Path) -> None:
    row = past_row()
    past_imported(tmp_path, row)
    problem = only_problem(past_checked(tmp_path, row | {"类别": "双超"}))
    assert (problem["column"], problem["reason"]) == ("类别", "与已导入的名单（晋环发〔2019〕33号）不一致。")


# ---- units -----------------------------------------------------------------------------------


def test_units_in_headings_are_counted_in_ours(tmp_path: Path) -> None:
    row = past_row(**{"节电量(kWh/a)": "12345678", "铅(t/a)": "0.25", "无/低费实际投资（元）": "35000"})
    row = {heading: text for heading, text in row.items() if not heading.startswith("节水")}
    past_imported(tmp_path, row | {"节水量（万吨/年）": "1.2"})
    result = PastResult.objects.get()
    effects = {effect.indicator.code: effect.achieved for effect in result.effects.all()}
    assert effects["electricity"] == Decimal("1234.5678")
    assert (effects["lead"], effects["water"]) == (Decimal(250), Decimal(12000))
    assert result.measures.get(cost_class="no_low").investment_wan == Decimal("3.5")


def test_a_unit_that_cannot_be_turned_into_ours_refuses_the_file(tmp_path: Path) -> None:
    past = past_checked(tmp_path, past_row(**{"氨氮(升/年)": "3"}))
    assert past.state == RosterState.FAILED
    assert "“氨氮(升/年)”列，单位不能换算成 t/a" in past.reason


# ---- what cannot be --------------------------------------------------------------------------

NO_RESULTS_OF_2020 = dict.fromkeys(
    ["报送报告日期", "评估日期", "验收日期", "实际投资（万元）", "经济效益（万元/a）", "节水（t/a）"], ""
) | {"化学需氧量(COD)（t/a）": "", "实施中/高费方案": 0, "实施无/低费方案": 0}
BAD_CELLS = [
    (
        {"验收日期": "2019-04-01", "报送报告日期": "", "评估日期": ""},
        "验收日期",
        "验收日期 2019年4月1日 早于启动",
    ),
    ({"评估日期": "2020-02-01"}, "评估日期", "评估日期 2020年2月1日 早于报送报告日期 2020年2月18日。"),
    ({"验收日期": "2099-01-01"}, "验收日期", "2099年1月1日 还没有到，往年的日期不能在今天之后。"),
    ({"验收日期": "去年"}, "验收日期", "“去年”不是一个日期。"),
    ({"实施中/高费方案": 4}, "实施中/高费方案", "实施 4 项，多于提出的 3 项。"),
    ({"实施中/高费方案": -1}, "实施中/高费方案", "-1 是负数。"),
    ({"提出无/低费方案": "12.5"}, "提出无/低费方案", "“12.5”不是方案的个数。"),
    ({"实际投资（万元）": "-3"}, "实际投资（万元）", "-3 是负数。"),
    ({"节水（t/a）": "12000吨"}, "节水（t/a）", "“12000吨”不是一个数字。"),
    ({"节水（t/a）": "0.00000001"}, "节水（t/a）", "最多保留六位小数，请四舍五入后填写。"),
    ({"年度": "2099"}, "年度", "2099 年还没有到。"),
    ({"年度": "1999"}, "年度", "1999 年还没有清洁生产审核，名单最早是 2003 年的。"),
    ({"年度": "去年"}, "年度", "“去年”不是一个年度。"),
    ({"年度": "2016"}, "名单发布日期", "2019年3月20日 公布的名单不会是 2016 年度的。"),
    ({"县(市区)": "长安区"}, "县(市区)", "“太原市长安区”不在本省的区域表中。"),
    ({"设区市": "", "县(市区)": "城区"}, "县(市区)", "“城区”可能是"),
    ({"设区市": "大同市", "县(市区)": "140211"}, "县(市区)", "可能是大同市 平城区、大同市 云冈区，无法确定"),
    ({"设区市": "", "县(市区)": ""}, "设区市", "没有写明设区市和县（市、区）。"),
    ({"验收结论": "优秀"}, "验收结论", "认不出验收结论“优秀”。"),
    ({"验收日期": "", "验收结论": "通过"}, "验收结论", "验收结论是“通过”，却没有验收日期。"),
    ({"审核后水平": "很好"}, "审核后水平", "认不出清洁生产水平“很好”。"),
    ({"文号": ""}, "文号", "没有文号。"),
    ({"名单发布机关": ""}, "名单发布机关", "整份名单都没有发布机关。"),
    (
        NO_RESULTS_OF_2020,
        "报送报告日期",
        "有提出的方案，却没有报送报告、评估或验收的日期，不知道计入哪一年。",
    ),
    (
        {"中费提出": 2, "高费提出": 2, "中费实施": 1, "高费实施": 1},
        "提出中/高费方案",
        "合计 3，分列相加是 4，不相等。",
    ),
    ({"报送报告日期": "2019-03-01", "启动日期": ""}, "报送报告日期", "2019年3月1日 早于名单公布日期"),
]


@pytest.mark.parametrize(("cells", "column", "sentence"), BAD_CELLS)
def test_what_cannot_be_is_refused_at_its_cell(
    tmp_path: Path, cells: dict[str, Any], column: str, sentence: str
) -> None:
    past = past_checked(tmp_path, past_row(**cells))
    assert counts(past)["bad"] == 1
    row = PastRow.objects.get(past=past)
    problems = [one for one in row.problems if one["level"] == "bad"]
    assert [(one["column"], sentence in one["reason"]) for one in problems] == [(column, True)], problems
    assert problems[0]["cell"].endswith("2")
    assert problems[0]["mend"]
    assert past.marked_copy is not None


def test_a_year_whose_list_is_on_the_platform_is_refused(tmp_path: Path) -> None:
    make_list(2019)
    problem = only_problem(past_checked(tmp_path, past_row()))
    assert problem["column"] == "年度"
    assert problem["reason"].startswith("2019 年度的名单已在平台上")


def test_rows_of_one_document_that_disagree_are_refused(tmp_path: Path) -> None:
    past = past_checked(tmp_path, past_row(), past_row(), past_row(名单发布机关="太原市生态环境局"))
    problem = only_problem(past)
    assert (problem["column"], problem["reason"]) == (
        "名单发布机关",
        "与同一文号的其他行不一致：应为“山西省生态环境厅”。",
    )


def test_one_enterprise_twice_on_one_list_is_refused(tmp_path: Path) -> None:
    row = past_row()
    problem = only_problem(past_checked(tmp_path, row, row))
    assert problem["reason"] == "重复行：与工作表“往年”第 2 行是同一份名单上的同一家企业。"


def test_one_bad_row_keeps_all_the_others_out(tmp_path: Path) -> None:
    past = past_checked(tmp_path, past_row(), past_row(年度="2099"))
    with pytest.raises(Refused, match="有 1 行有错。往年数据要么全部导入，要么都不导入"):
        past_confirm(past=past, version=past.version, by=past.created_by, at=now())
    assert not MandatoryList.objects.exists()


def test_what_changed_since_the_preview_is_not_overwritten(tmp_path: Path) -> None:
    row = past_row()
    preview = past_checked(tmp_path, row)
    make_enterprise("别的名称", uscc=row["统一社会信用代码"])
    past_confirm(past=preview, version=preview.version, by=preview.created_by, at=now(), dispatch=False)
    preview.refresh_from_db()
    run_job(preview.apply_job_id)
    preview.refresh_from_db()
    assert preview.state == RosterState.PREVIEWED
    assert preview.reason.startswith("预览之后，名单或企业信息有了变化")
    assert not MandatoryList.objects.exists()
    assert not Round.objects.exists()


def test_a_preview_waits_on_the_desk_of_who_uploaded_it_until_it_is_confirmed(tmp_path: Path) -> None:
    past = past_checked(tmp_path, past_row())
    (item,) = [one for one in todo_items(past.created_by, date(2026, 8, 1)) if one.kind == "past_waiting"]
    assert past.file.name in item.text
    assert client_of(past.created_by).get(item.href).status_code == 200
    past_confirm(past=past, version=past.version, by=past.created_by, at=now())
    assert [one for one in todo_items(past.created_by, date(2026, 8, 1)) if one.kind == "past_waiting"] == []
