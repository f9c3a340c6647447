"""script/manage import_roster: counts, problems, exit codes, and what is registered."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Activity
from enterprises.enums import ListState
from enterprises.models import (
    Enterprise,
    EnterpriseName,
    EnterprisePlacement,
    Listing,
    MandatoryList,
    RosterRow,
)
from enterprises.services.merges import enterprise_merge
from tests.factories.accounts import make_user, now, place, system
from tests.factories.enterprises import make_enterprise, make_uscc
from tests.factories.lists import HEADINGS, make_list, publish, roster_row, write_roster

pytestmark = pytest.mark.django_db


@pytest.fixture
def roster(tmp_path):
    """Write rows to a workbook and import it: (answer, exit code)."""

    def run(rows: list[dict[str, Any]], *options: str, headings=HEADINGS, year: int = 2026):
        path = write_roster(tmp_path / "名单.xlsx", rows, headings)
        return import_file(path, *options, year=year)

    return run


def import_file(path: Path, *options: str, year: int = 2026, province: str = "140000"):
    out = StringIO()
    code = 0
    try:
        call_command(
            "import_roster",
            str(path),
            "--province",
            province,
            "--year",
            str(year),
            "--json",
            *options,
            stdout=out,
        )
    except SystemExit as ended:
        code = int(str(ended.code))
    return json.loads(out.getvalue()), code


def counts(answer: dict[str, Any]) -> tuple[int, ...]:
    return tuple(answer[name] for name in ("read", "new", "changed", "same", "bad", "warned"))


def problem(answer: dict[str, Any], level: str = "bad") -> dict[str, Any]:
    (found,) = [each for each in answer["problems"] if each["level"] == level]
    return found


def test_a_clean_roster_becomes_the_draft_of_the_year(roster):
    rows = [
        roster_row(类别="双超、双有"),
        roster_row(企业名称="３Ｍ\u00a0材料（山西）有限公司", 所属行业="2619"),
    ]
    answer, code = roster(rows)
    assert (counts(answer), code, answer["problems"]) == ((2, 2, 0, 0, 0, 0), 0, [])
    mandatory_list = MandatoryList.objects.get(pk=answer["list"])
    assert (mandatory_list.state, mandatory_list.document_no) == (ListState.DRAFT, "晋环发〔2026〕12号")
    assert str(mandatory_list.published_on) == "2026-03-31"
    first, second = mandatory_list.listings.select_related("enterprise__industry")
    assert [first.number, second.number] == [1, 2]
    assert (first.over_limit, first.toxic, first.energy) == (True, True, False)
    assert second.name == "3M 材料（山西）有限公司"
    assert second.enterprise.industry.code == "2619"
    assert second.region == place("小店区")
    assert EnterprisePlacement.objects.filter(from_on=None, to_on=None).count() == 2
    deeds = Activity.objects.values_list("verb", flat=True)
    assert [list(deeds).count(verb) for verb in ("enterprise_create", "listing_add", "roster_apply")] == [
        2,
        2,
        1,
    ]


def test_the_same_file_twice_changes_nothing(roster):
    rows = [roster_row(), roster_row(统一社会信用代码=""), roster_row(**{"县(市区)": "高新区"})]
    roster(rows)
    before = list(Enterprise.objects.values()), list(Listing.objects.values())
    answer, code = roster(rows)
    assert (counts(answer)[:5], code, answer["applied"]) == ((3, 0, 0, 3, 0), 0, False)
    assert (list(Enterprise.objects.values()), list(Listing.objects.values())) == before


def test_columns_are_found_in_any_order_under_other_names(roster):
    row = roster_row()
    row |= {"单位名称": row["企业名称"], "社会信用代码": row["统一社会信用代码"], "所在市": "太原市"}
    headings = ("类别", "社会信用代码", "备注", "单位名称", "所在市", "县(市区)")
    answer, code = roster([row], headings=headings)
    assert (counts(answer), code) == ((1, 1, 0, 0, 0, 1), 0)
    assert {each["code"] for each in answer["problems"]} == {
        "document_no_missing",
        "authority_missing",
        "published_on_missing",
    }
    assert any("备注" in note for note in answer["notes"])


def test_a_dry_run_registers_nothing(roster):
    answer, code = roster([roster_row()], "--dry-run")
    assert (counts(answer)[1], answer["dry_run"], answer["applied"], code) == (1, True, False, 0)
    assert not Enterprise.objects.exists()
    assert not MandatoryList.objects.exists()
    assert not RosterRow.objects.exists()


def test_one_bad_row_keeps_all_out_unless_the_good_ones_are_asked_for(roster):
    rows = [roster_row(), roster_row(类别="三高")]
    answer, code = roster(rows)
    assert (counts(answer), code) == ((2, 1, 0, 0, 1, 0), 1)
    assert not Enterprise.objects.exists()
    found = problem(answer)
    assert (found["sheet"], found["row"], found["column"], found["cell"]) == ("名单", 3, "类别", "K3")
    assert (found["value"], "三高" in found["reason"], bool(found["mend"])) == ("三高", True, True)
    answer, code = roster(rows, "--accept-partial")
    assert (counts(answer), code, answer["applied"]) == ((2, 1, 0, 0, 1, 0), 0, True)
    assert [each["row"] for each in answer["problems"]] == [3]
    assert Listing.objects.count() == 1


def test_a_code_stored_as_a_number_is_bad(roster):
    answer, code = roster([roster_row(统一社会信用代码=911401050000000)])
    assert (code, problem(answer)["cell"]) == (1, "D2")


def test_a_repeated_row_names_the_first_one(roster):
    row = roster_row()
    answer, code = roster([row, dict(row)])
    assert (counts(answer)[1], counts(answer)[4], code) == (1, 1, 1)
    assert "重复行" in problem(answer)["reason"]
    assert "第 2 行" in problem(answer)["reason"]


def test_the_same_code_at_another_place_is_another_site(roster):
    row = roster_row()
    answer, _code = roster([row, row | {"县(市区)": "迎泽区"}])
    assert counts(answer)[:5] == (2, 2, 0, 0, 0)
    assert sorted(Enterprise.objects.values_list("uscc", "site_no")) == [
        (row["统一社会信用代码"], 1),
        (row["统一社会信用代码"], 2),
    ]


def test_the_same_code_and_place_under_another_name_is_renamed(roster):
    row = roster_row()
    roster([row])
    answer, _code = roster([row | {"企业名称": "太原新名焦化有限公司", "类别": "高耗能"}])
    assert counts(answer)[:5] == (1, 0, 1, 0, 0)
    enterprise = Enterprise.objects.get()
    assert enterprise.name == "太原新名焦化有限公司"
    assert enterprise.version == 2
    assert enterprise.initials.startswith("tyxm")
    assert EnterpriseName.objects.get().name == row["企业名称"]
    listing = Listing.objects.get()
    assert (listing.toxic, listing.energy) == (False, True)


def test_a_known_enterprise_enters_the_next_years_list(roster):
    row = roster_row()
    roster([row], year=2025)
    answer, _code = roster([row | {"文号": "晋环发〔2026〕99号"}], year=2026)
    assert counts(answer)[:5] == (1, 1, 0, 0, 0)
    assert Enterprise.objects.count() == 1
    assert Listing.objects.count() == 2


def test_an_unknown_place_hangs_above_and_an_unknown_industry_is_kept(roster):
    rows = [
        roster_row(**{"县(市区)": "高新区", "所属行业": "炼铁工业"}),
        roster_row(**{"设区市": "西安市", "县(市区)": ""}),
        roster_row(**{"设区市": "长治市", "县(市区)": "长治县"}),
        roster_row(**{"县(市区)": "140106", "设区市": ""}),
    ]
    answer, code = roster(rows)
    assert (counts(answer)[:5], counts(answer)[5], code) == ((4, 4, 0, 0, 0), 3, 0)
    first, second, third, fourth = Enterprise.objects.order_by("pk").select_related("region", "industry")
    assert (first.region.name, first.region_as_published) == ("太原市", "高新区")
    assert (first.industry, first.industry_as_published) == (None, "炼铁工业")
    assert (second.region.code, second.region_as_published) == ("140000", "西安市")
    assert (third.region.name, third.region_as_published) == ("上党区", "")
    assert fourth.region.name == "迎泽区"


def test_a_wrong_check_digit_keeps_the_published_code(roster):
    good = make_uscc()
    wrong = good[:-1] + ("1" if good.endswith("0") else "0")
    answer, code = roster([roster_row(统一社会信用代码=wrong)])
    assert (code, Enterprise.objects.get().uscc) == (0, wrong)
    assert problem(answer, "warned")["code"] == "uscc_check_digit"


def test_rows_that_disagree_about_the_document_fill_nothing(roster):
    answer, code = roster([roster_row(), roster_row(), roster_row(文号="晋环发〔2026〕13号")])
    assert (counts(answer)[5], code) == (1, 0)
    assert problem(answer, "warned")["code"] == "fact_differs"
    mandatory_list = MandatoryList.objects.get()
    assert (mandatory_list.document_no, mandatory_list.authority) == ("", "山西省生态环境厅")


def test_a_published_list_takes_only_identical_rows(roster):
    row = roster_row()
    answer, _code = roster([row])
    publish(MandatoryList.objects.get(pk=answer["list"]), document_no="晋环发〔2026〕12号")
    answer, code = roster([row])
    assert (counts(answer)[:5], code) == ((1, 0, 0, 1, 0), 0)
    for other in (row | {"类别": "双超"}, roster_row()):
        answer, code = roster([other])
        assert (counts(answer)[4], code) == (1, 1)
        assert "已经公布" in problem(answer)["reason"]
    assert Listing.objects.count() == 1


def test_a_second_batch_takes_what_the_first_one_left_out(roster):
    answer, _code = roster([roster_row()])
    publish(MandatoryList.objects.get(pk=answer["list"]))
    second = make_list(2026, batch=2)
    answer, code = roster([roster_row()])
    assert (answer["list"], code) == (second.pk, 0)


def test_a_place_known_better_corrects_the_enterprise(roster):
    row = roster_row(**{"县(市区)": ""})
    roster([row])
    answer, _code = roster([row | {"县(市区)": "小店区"}])
    assert counts(answer)[:5] == (1, 0, 1, 0, 0)
    assert EnterprisePlacement.objects.get().region == place("小店区")
    assert Listing.objects.get().region == place("小店区")


def test_a_place_known_worse_leaves_the_enterprise_where_it_is(roster):
    row = roster_row()
    roster([row], year=2025)
    answer, _code = roster([row | {"县(市区)": "", "文号": "晋环发〔2026〕77号"}])
    assert counts(answer)[:5] == (1, 1, 0, 0, 0)
    assert set(Listing.objects.values_list("region__name", flat=True)) == {"小店区"}


def test_a_namesake_under_another_code_is_told(roster):
    make_enterprise("太原同名焦化有限公司")
    answer, _code = roster([roster_row(企业名称="太原同名焦化有限公司")])
    assert (counts(answer)[1], problem(answer, "warned")["code"]) == (1, "namesake")


def test_the_code_of_a_merged_enterprise_leads_to_who_took_it_over(roster):
    survivor, merged = make_enterprise("太原晋源焦化有限公司"), make_enterprise("太原市晋源焦化厂")
    given_up = merged.uscc
    enterprise_merge(
        survivor=survivor,
        merged=merged,
        take=(),
        versions=(1, 1),
        reason="同一厂区重复登记",
        by=system(),
        at=now(),
    )
    answer, code = roster([roster_row(企业名称="太原市晋源焦化厂", 统一社会信用代码=given_up)])
    told = problem(answer)
    assert (code, told["code"], told["cell"]) == (1, "code_given_up", "D2")
    assert "太原晋源焦化有限公司" in told["reason"]
    assert survivor.uscc in told["reason"]
    assert list(Enterprise.objects.all()) == [survivor]
    answer, code = roster([roster_row(企业名称=survivor.name, 统一社会信用代码=survivor.uscc)])
    assert (code, list(Enterprise.objects.all())) == (0, [survivor])


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("旧.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600),
        ("说明.docx", b"PK\x03\x04"),
        ("空.xlsx", b""),
        ("坏.xlsx", b"PK\x03\x04 not a zip"),
        ("图.csv", b"\x89PNG\r\n\x1a\n\0\0"),
        ("无表头.csv", "甲,乙\n1,2\n".encode()),
        ("缺类别.csv", "企业名称,统一社会信用代码,设区市\n甲,,太原市\n".encode()),
        ("只有表头.csv", "企业名称,统一社会信用代码,设区市,类别\n".encode()),
    ],
)
def test_a_file_that_is_no_roster_is_refused_with_a_sentence(tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content)
    answer, code = import_file(path)
    assert (code, counts(answer)) == (1, (0, 0, 0, 0, 0, 0))
    assert answer["refused"].endswith(("。", "："))
    assert len(answer["problems"]) == 1
    assert not MandatoryList.objects.exists()


def test_csv_from_excel_in_gb18030_is_read(tmp_path):
    path = tmp_path / "名单.csv"
    text = f"企业名称,统一社会信用代码,设区市,县(市区),类别\n山西示例,{make_uscc()},太原市,小店区,双有\n"
    path.write_bytes(text.encode("gb18030"))
    answer, code = import_file(path)
    assert (counts(answer)[:5], code) == ((1, 1, 0, 0, 0), 0)


@pytest.mark.parametrize(("province", "year"), [("140100", 2026), ("999999", 2026), ("140000", 1990)])
def test_a_wrong_province_or_year_is_refused(tmp_path, province, year):
    path = write_roster(tmp_path / "名单.xlsx", [roster_row()])
    with pytest.raises((CommandError, SystemExit)):
        call_command("import_roster", str(path), "--province", province, "--year", str(year))
    assert not MandatoryList.objects.exists()


def test_without_json_people_read_sentences(tmp_path):
    path = write_roster(tmp_path / "名单.xlsx", [roster_row(), roster_row(统一社会信用代码="")])
    out = StringIO()
    call_command("import_roster", str(path), "--province", "140000", "--year", "2026", stdout=out)
    assert "新增 2" in out.getvalue()
    assert "没有统一社会信用代码" in out.getvalue()
    with pytest.raises(CommandError, match="读不了文件"):
        call_command("import_roster", str(tmp_path / "无.xlsx"), "--province", "140000", "--year", "2026")


def test_the_person_named_by_by_is_recorded(roster):
    officer = make_user(username="li")
    roster([roster_row()], "--by", "li")
    assert set(Activity.objects.filter(verb="roster_apply").values_list("actor_id", flat=True)) == {
        officer.pk
    }
