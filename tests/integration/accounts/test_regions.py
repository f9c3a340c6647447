"""Loading a territory and its changes of divisions."""

from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Region, RegionChange
from tests.factories.accounts import place

pytestmark = pytest.mark.django_db
NEW = "code,name,parent,level\n140199,汾东区,140100,county\n"
HEAD = "old_code,old_name,parent,new_codes,effective_on,mark\n"


def load(folder: Path, changes: str) -> None:
    regions, ended = folder / "regions.csv", folder / "changes.csv"
    regions.write_text(NEW)
    ended.write_text(HEAD + changes)
    call_command("load_regions", str(regions), "--changes", str(ended), "--json")


def test_a_county_ends_on_the_day_its_successor_begins(tmp_path: Path) -> None:
    load(tmp_path, "140105,小店区,140100,140199,2027-01-01,L\n")
    old, new = place("140105"), place("140199")
    assert (old.effective_to, new.effective_from) == (date(2027, 1, 1), date(2027, 1, 1))
    assert [old.stands(date(2026, 12, 31)), new.stands(date(2026, 12, 31))] == [True, False]
    assert [old.stands(date(2027, 1, 1)), new.stands(date(2027, 1, 1))] == [False, True]
    assert RegionChange.objects.filter(old=old, new=new).count() == 1
    load(tmp_path, "140105,小店区,140100,140199,2027-01-01,L\n")
    assert RegionChange.objects.filter(old=old).count() == 1


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("14010,小店区,140100,140199,2027-01-01,L", "缺少原区域的六位代码或名称"),
        ("140105,小店区,140999,140199,2027-01-01,L", "上级代码不在区域表中"),
        ("140105,小店区,140100,140198,2027-01-01,L", "新区域代码不在区域表中"),
        ("140105,小店区,140100,140199,元旦,L", "变更日期应形如 2026-01-01"),
    ],
)
def test_a_wrong_change_is_refused_with_its_row_and_nothing_is_loaded(
    tmp_path: Path, row: str, words: str
) -> None:
    with pytest.raises(CommandError, match=f"第 2 行：{words}"):
        load(tmp_path, f"{row}\n")
    assert not Region.objects.filter(code="140199").exists()
    assert place("140105").effective_to is None
