"""script/manage import_past: one object on standard output, no worker, all of the sheet or nothing."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Activity
from audits.models import Round
from config.common.access import Role
from enterprises.models import Enterprise, Listing, MandatoryList
from measures.models import PastEffect, PastResult
from tests.factories.accounts import make_user
from tests.factories.past import past_row, write_past

pytestmark = pytest.mark.django_db
REGISTERED = (Enterprise, MandatoryList, Listing, Round, PastResult, PastEffect)


def run(path: Path, *options: str) -> tuple[dict[str, Any], int]:
    out, code = StringIO(), 0
    try:
        call_command("import_past", str(path), "--province", "140000", "--json", *options, stdout=out)
    except SystemExit as ended:
        code = int(str(ended.code))
    return json.loads(out.getvalue()), code


def registered() -> list[Any]:
    return [list(model.objects.order_by("pk").values()) for model in REGISTERED]


def test_a_sheet_of_the_past_is_imported_in_the_name_of_who_runs_it(tmp_path: Path):
    officer = make_user(Role.PROVINCE)
    path = write_past(tmp_path / "往年.xlsx", [past_row(), past_row()])
    answer, code = run(path, "--by", officer.username)
    assert (code, answer["applied"], answer["new"], answer["bad"]) == (0, True, 2, 0)
    assert (answer["years"], answer["province"], answer["problems"]) == ([2019], "140000", [])
    assert PastResult.objects.count() == 2
    assert Activity.objects.get(verb="past_apply").actor_id == officer.pk


def test_the_same_sheet_twice_changes_nothing(tmp_path: Path):
    path = write_past(tmp_path / "往年.xlsx", [past_row(), past_row()])
    run(path)
    before = registered()
    answer, code = run(path)
    assert (code, answer["applied"]) == (0, False)
    assert [answer[name] for name in ("new", "changed", "same", "bad")] == [0, 0, 2, 0]
    assert registered() == before


def test_a_dry_run_registers_nothing(tmp_path: Path):
    answer, code = run(write_past(tmp_path / "往年.xlsx", [past_row()]), "--dry-run")
    assert (code, answer["new"], answer["dry_run"], answer["applied"]) == (0, 1, True, False)
    assert registered() == [[]] * len(REGISTERED)


def test_one_bad_row_keeps_all_the_others_out_and_is_named_by_its_cell(tmp_path: Path):
    path = write_past(tmp_path / "往年.xlsx", [past_row(), past_row(验收日期="2020-13-45")])
    answer, code = run(path)
    assert (code, answer["applied"], answer["bad"]) == (1, False, 1)
    (problem,) = [one for one in answer["problems"] if one["level"] == "bad"]
    assert (problem["row"], problem["column"], problem["value"]) == (3, "验收日期", "2020-13-45")
    assert problem["cell"].endswith("3")
    assert problem["mend"]
    assert registered() == [[]] * len(REGISTERED)


def test_a_file_that_is_no_sheet_is_refused_with_a_sentence_in_the_object(tmp_path: Path):
    path = tmp_path / "往年.xls"
    path.write_bytes(b"old")
    answer, code = run(path)
    assert (code, answer["read"]) == (1, 0)
    assert answer["refused"]
    with pytest.raises(CommandError):
        call_command("import_past", str(path), "--province", "140000", stdout=StringIO())
