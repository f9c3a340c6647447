"""Loading the full table of industries by command."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from enterprises.models import Industry

pytestmark = pytest.mark.django_db
HEAD = "code,name,parent,level,edition,plan_industry\n"
ROWS = (
    "2522,煤制合成气生产,252,class,2017,\n"
    "252,煤炭加工,25,group,2017,焦化\n"
    "2521,炼焦,252,class,2017,\n"
    "2528,新的小类,252,class,2017,焦化\n"
)


def load(folder: Path, text: str, *options: str) -> str:
    path = folder / "industries.csv"
    path.write_text(text, encoding="utf-8-sig")
    out = StringIO()
    call_command("load_industries", str(path), *options, stdout=out)
    return out.getvalue()


def test_rows_come_in_any_order_and_the_second_load_changes_nothing(tmp_path: Path) -> None:
    first = json.loads(load(tmp_path, HEAD + ROWS, "--json"))
    assert first == {"read": 4, "new": 2, "changed": 2, "same": 0}
    coking = Industry.objects.get(code="2521", edition="2017")
    assert (coking.parent.code, coking.plan_industry) == ("252", "焦化")
    assert json.loads(load(tmp_path, HEAD + ROWS, "--json")) == {"read": 4, "new": 0, "changed": 0, "same": 4}


def test_the_plan_column_may_be_missing_and_words_are_for_people(tmp_path: Path) -> None:
    said = load(tmp_path, "code,name,parent,level,edition\n2599,其他,25,group,2017\n")
    assert "new: 1" in said


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (",名,25,group,2017,", "第 2 行（—）：代码应为一至四位"),
        ("25211,名,25,class,2017,", "代码应为一至四位"),
        ("煤,名,25,class,2017,", "代码应为一至四位"),
        ("259,,25,group,2017,", "名称不能为空"),
        ("259,名,25,大类,2017,", "level 应为"),
        ("259,名,25,group,17,", "edition 应为四位年份"),
        ("259,名,,group,2017,", "其余必须写明上级代码"),
        ("259,名,259,group,2017,", "上级的 level 应高于本行"),
        ("259,名,99,group,2017,", "上级代码在本版表中找不到"),
        ("259,名,2521,group,2017,", "上级的 level 应高于本行"),
        (f"259,名,25,group,2017,{'焦' * 21}", "plan_industry 不能超过 20 字"),
        ("259,名,25,group,2017,\n259,名,25,group,2017,", "第 3 行（259）：与第 2 行代码重复"),
    ],
)
def test_a_bad_row_refuses_the_whole_file_with_its_line(tmp_path: Path, row: str, sentence: str) -> None:
    before = Industry.objects.count()
    with pytest.raises(CommandError, match="没有载入任何一行") as error:
        load(tmp_path, HEAD + row + "\n")
    assert sentence in str(error.value)
    assert Industry.objects.count() == before


def test_an_empty_or_unreadable_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="没有任何行业行"):
        load(tmp_path, HEAD)
    with pytest.raises(CommandError, match="读不了文件"):
        call_command("load_industries", str(tmp_path / "none.csv"))
    (tmp_path / "gbk.csv").write_bytes("code,name\n2521,炼焦".encode("gb18030"))
    with pytest.raises(CommandError, match="UTF-8"):
        call_command("load_industries", str(tmp_path / "gbk.csv"))
