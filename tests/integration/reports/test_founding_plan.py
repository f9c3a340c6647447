"""The history's report, read back from its files, against the founding plan's own totals.

《山西省清洁生产"十二五"规划》一(一): 1,095 listed, 427 accepted, 2,580 proposed, 2,320 implemented, 51.24 亿元,
COD 1.08, soot and dust 22.9, SO2 13.67, water 13,734, coal 3.02 万t/a, electricity 1.97 亿kWh/a.
"""

import io
import json
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from pypdf import PdfReader

from accounts.models import Region
from accounts.services.users import builtin
from reports.demo.history import write_history

COUNTS = {
    "listed": 1095,
    "accepted": 427,
    "measures_proposed_costly": 2580,
    "measures_implemented_costly": 2320,
}
BENEFITS = {"cod": 10_800, "so2": 136_700, "water": 137_340_000, "electricity": 19_700, "coal": 30_200}
INVESTED_WAN, SOOT_AND_DUST = Decimal(512_400), Decimal(229_000)


@pytest.fixture(scope="module")
def files(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[Path]:
    """The history and its report, made once, in a transaction that is undone afterwards."""
    folder = tmp_path_factory.mktemp("plan")
    with django_db_blocker.unblock(), transaction.atomic():
        province = Region.objects.get(code="140000")
        write_history(province=province, by=builtin("@command"), at=timezone.now())
        call_command(
            "annual_report",
            *("--region", "140000", "--year", "2010", "--since", "2003", "--out", str(folder)),
            stdout=io.StringIO(),
        )
        yield folder
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def snapshot(files: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((files / "annual-140000-2010.json").read_text())
    return found


def test_the_totals_are_the_plans(snapshot: dict[str, Any]) -> None:
    totals = snapshot["totals"]
    assert {code: totals[code] for code in COUNTS} == COUNTS
    assert Decimal(totals["investment_wan"]) == INVESTED_WAN
    benefits = {code: Decimal(value) for code, value in totals["benefits"].items()}
    assert {code: benefits[code] for code in BENEFITS} == BENEFITS
    assert benefits["soot"] + benefits["dust"] == SOOT_AND_DUST
    # GB/T 2589: raw coal 0.7143 tce/t, electricity by calorific value 0.1229 kgce/kWh = 1.229 tce/万kWh
    assert benefits["energy_saved"] == 30_200 * Decimal("0.7143") + 19_700 * Decimal("1.229")


@pytest.mark.parametrize("table", ["by_city", "by_industry", "by_year"])
def test_each_table_adds_up_to_the_plan(snapshot: dict[str, Any], table: str) -> None:
    rows = snapshot[table]
    assert {code: sum(row[code] for row in rows) for code in COUNTS} == COUNTS
    assert sum(Decimal(row["investment_wan"]) for row in rows) == INVESTED_WAN
    assert sum(Decimal(row["benefits"]["cod"]) for row in rows) == BENEFITS["cod"]


def test_the_paper_says_it_in_the_plans_words(files: Path) -> None:
    reader = PdfReader(files / "annual-140000-2010.pdf")
    text = re.sub(r"\s", "", "".join(page.extract_text() for page in reader.pages))
    for words in (
        "企业1095家",
        "427家企业完成清洁生产审核",
        "累计提出中高费方案2580个，投资51.24亿元，实施中高费方案2320个",
        "化学需氧量减排1.08万吨/年",
        "烟（粉）尘减排22.9万吨/年",
        "二氧化硫减排13.67万吨/年、节水13734万吨/年、节电1.97亿千瓦时/年、节煤3.02万吨/年",
        "512,400",
    ):
        assert words in text


def test_the_workbook_has_every_row_behind_the_totals(files: Path, snapshot: dict[str, Any]) -> None:
    book = openpyxl.load_workbook(files / "annual-140000-2010.xlsx", read_only=True)
    listed = list(book["附表A 公布名单"].iter_rows(min_row=3, values_only=True))
    assert len(listed) == COUNTS["listed"]
    header, *results = book["附表C 审核结果"].iter_rows(min_row=2, values_only=True)
    at = {heading: number for number, heading in enumerate(header)}
    *rows, last = results
    for heading, wanted in (
        ("实施中/高费方案", COUNTS["measures_implemented_costly"]),
        ("实际投资(万元)", INVESTED_WAN),
        ("化学需氧量(COD)(t/a)", BENEFITS["cod"]),
        ("节水(t/a)", BENEFITS["water"]),
    ):
        added = sum(Decimal(str(row[at[heading]] or 0)) for row in rows)
        assert added == Decimal(str(last[at[heading]])) == wanted, heading
    decided = snapshot["totals"]["evaluations_decided"] + snapshot["totals"]["acceptances_decided"]
    assert len(list(book["附表D 评估与验收"].iter_rows(min_row=3, values_only=True))) == decided
