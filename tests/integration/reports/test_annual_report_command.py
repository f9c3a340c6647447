"""script/manage annual_report: three files in a folder, one JSON object, a sentence for every no."""

import io
import json
from hashlib import sha256
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from reports.models import AnnualReport
from tests.integration.reports import world


def report(*arguments: str) -> str:
    out = io.StringIO()
    call_command("annual_report", *arguments, stdout=out)
    return out.getvalue()


@pytest.fixture
def rows(db: None) -> None:
    world.story()


def test_it_writes_three_files_into_a_folder_it_makes(rows: None, tmp_path: Path) -> None:
    folder = tmp_path / "a" / "b"
    answer = json.loads(
        report("--region", "140000", "--year", "2010", "--since", "2009", "--out", str(folder), "--json")
    )
    assert sorted(path.name for path in folder.iterdir()) == [
        "annual-140000-2010.json",
        "annual-140000-2010.pdf",
        "annual-140000-2010.xlsx",
    ]
    content = (folder / "annual-140000-2010.json").read_bytes()
    assert sha256(content).hexdigest() == answer["sha256"]
    snapshot = json.loads(content)
    assert (snapshot["region"], snapshot["year"], snapshot["since"]) == ("140000", 2010, 2009)
    assert snapshot["totals"]["listed"] == 3


def test_without_since_it_is_on_one_year_and_speaks_words(rows: None, tmp_path: Path) -> None:
    words = report("--region", world.XIAODIAN, "--year", "2010", "--out", str(tmp_path))
    assert "SHA-256" in words
    assert json.loads((tmp_path / f"annual-{world.XIAODIAN}-2010.json").read_text())["since"] == 2010


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--region", "990000", "--year", "2010"], "区域代码“990000”不在区域表中"),
        (["--region", "140300", "--year", "2010"], "阳泉市到2010年底还没有公布过名单"),
        (["--region", "140000", "--year", "2001"], "年度应在"),
        (["--region", "140000", "--year", "2010", "--since", "2012"], "起始年度应在"),
        (["--region", "140000", "--year", "2010", "--by", "nobody"], "没有名为“nobody”的可用账号"),
    ],
)
def test_what_cannot_be_done_is_a_sentence_and_nothing_is_written(
    rows: None, tmp_path: Path, arguments: list[str], words: str
) -> None:
    folder = tmp_path / "out"
    with pytest.raises(CommandError, match=words):
        report(*arguments, "--out", str(folder))
    assert not folder.exists()
    assert not AnnualReport.objects.exists()


def test_a_folder_that_cannot_be_made_is_said(rows: None, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(CommandError, match="不能使用输出目录"):
        report("--region", "140000", "--year", "2010", "--out", str(tmp_path / "file" / "x"))
    assert not AnnualReport.objects.exists()
