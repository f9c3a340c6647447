"""A row of the past names an enterprise as it was called then: found by former names and old codes, never guessed."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from enterprises.models import Enterprise, EnterpriseName
from measures.models import PastImport, PastRow
from tests.factories.enterprises import make_enterprise
from tests.factories.past import past_checked, past_imported, past_row

pytestmark = pytest.mark.django_db
THEN = "太原红星化工厂"


def called(name: str, until: date, **details: Any) -> Enterprise:
    """An enterprise that bore that name until the day."""
    enterprise = make_enterprise(**details)
    EnterpriseName.objects.create(enterprise=enterprise, name=name, name_key=name, until=until)
    return enterprise


def row_of(past: PastImport) -> PastRow:
    return PastRow.objects.get(past=past)


def without_code(**cells: Any) -> dict[str, Any]:
    return past_row(企业名称=THEN, 统一社会信用代码="") | cells


def test_an_enterprise_is_found_under_the_name_it_bore_then(tmp_path: Path):
    enterprise = called(THEN, date(2021, 5, 1))
    past = past_imported(tmp_path, without_code())
    assert row_of(past).enterprise_id == enterprise.pk
    assert "former_name" in {problem["code"] for problem in row_of(past).problems}
    assert Enterprise.objects.count() == 1
    again = past_checked(tmp_path, without_code(), by=past.created_by)
    assert [again.counts[name] for name in ("new", "changed", "same", "bad")] == [0, 0, 1, 0]


def test_a_name_given_up_before_the_list_is_somebody_elses(tmp_path: Path):
    called(THEN, date(2017, 5, 1))
    past = past_checked(tmp_path, without_code())
    assert (row_of(past).enterprise_id, past.counts["new"]) == (None, 1)


def test_an_enterprise_is_found_by_its_code_of_nine_characters(tmp_path: Path):
    enterprise = make_enterprise(old_code="123456786")
    past = past_checked(tmp_path, without_code(组织机构代码="123456786"))
    assert row_of(past).enterprise_id == enterprise.pk


def test_of_two_that_bore_the_name_none_is_guessed(tmp_path: Path):
    called(THEN, date(2021, 5, 1))
    called(THEN, date(2022, 5, 1))
    past = past_checked(tmp_path, without_code())
    (problem,) = [one for one in row_of(past).problems if one["level"] == "bad"]
    assert "都曾用这个名称或代码，不能确定是哪一家" in problem["reason"]
    assert "统一社会信用代码" in problem["mend"]
    assert past.counts["bad"] == 1


def test_another_code_is_another_enterprise(tmp_path: Path):
    called(THEN, date(2021, 5, 1))
    past = past_checked(tmp_path, past_row(企业名称=THEN))
    assert (row_of(past).enterprise_id, past.counts["new"]) == (None, 1)
