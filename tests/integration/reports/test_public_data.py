"""Open data: nothing but the columns that are allowed, nothing a spreadsheet would run, a row at a time."""

import csv
import io
import tracemalloc
from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse

from reports.presenters.public_data import DISCLOSURES, LISTS, RESULTS, csv_lines
from tests.held import held
from tests.integration.reports.public_world import PublicWorld, build_public_world

pytestmark = pytest.mark.django_db
_WHO = {"year", "name", "uscc", "city", "county"}
ALLOWED = {
    "lists": _WHO | {
        "list", "document_no", "published_on", "number", "industry", "categories", "reason", "state", "finish_on",
        "told_on", "accepted_on",
    },
    "disclosures": _WHO | {"disclosed_on", "where", "url", "check", "category", "field", "text"},
    "results": _WHO | {
        "industry", "categories", "evaluated_on", "accepted_on", "level_before", "level_after", "measures_done",
    },
}  # fmt: skip


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker) -> Iterator[PublicWorld]:
    with held(django_db_blocker):
        yield build_public_world()


@pytest.fixture
def db(world, django_db_blocker) -> Iterator[None]:
    with held(django_db_blocker):
        yield


def rows_of(name: str, *args: int) -> list[dict[str, str]]:
    response = Client().get(reverse(f"reports:{name}", args=args))
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


@pytest.mark.parametrize(
    ("name", "columns"), [("lists", LISTS), ("disclosures", DISCLOSURES), ("results", RESULTS)]
)
def test_the_files_hold_nothing_but_what_is_allowed(name, columns) -> None:
    assert {column.code for column in columns} == ALLOWED[name]


def test_a_list_is_a_file_of_its_rows_that_runs_nothing(world) -> None:
    rows = rows_of("public_list_csv", world.mandatory_list.pk)
    assert [row["企业名称"] for row in rows] == [
        "晋源百分%焦化_有限公司",
        "大同云冈水泥有限公司",
        "'=1+1公式厂",
    ]
    assert rows[0]["类别"] == "双超、高耗能"
    assert (rows[0]["公示日期"], rows[1]["公示日期"]) == ("2026-04-09", "")


def test_disclosures_are_a_row_for_each_field_without_people(world) -> None:
    rows = rows_of("public_disclosures_csv")
    assert len(rows) == 12
    assert "法定代表人" not in {row["项目"] for row in rows}
    assert {row["核对情况"] for row in rows} == {"待核对"}
    assert rows[0]["公示载体"] == "厂门公告栏（＊＊＊）"


def test_results_are_a_row_for_each_accepted_audit(world) -> None:
    (row,) = rows_of("public_results_csv")
    assert (row["企业名称"], row["设区市"]) == ("晋源百分%焦化_有限公司", "太原市")
    assert row["验收通过日期"]


def test_every_column_is_explained_on_the_page(world) -> None:
    body = Client().get(reverse("reports:public_data")).content.decode()
    for column in (*LISTS, *DISCLOSURES, *RESULTS):
        assert f"<code>{column.code}</code>" in body
        assert str(column.meaning) in body


def test_a_long_file_is_written_in_flat_memory() -> None:
    row = SimpleNamespace(columns={column.code: "文" * 50 for column in LISTS})
    endless = (row.columns for _number in range(50_000))
    tracemalloc.start()
    written = sum(len(line) for line in csv_lines(LISTS, endless))
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert written > 30_000_000
    assert peak < 1_000_000
