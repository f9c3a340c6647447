"""The demonstration's report on 2003—2010, read back from its files, against the founding plan's own totals.

《山西省清洁生产"十二五"规划》一(一): 1,095 listed, 427 accepted, 2,580 proposed, 2,320 implemented, 51.24 亿元,
COD 1.08, soot and dust 22.9, SO2 13.67, water 13,734, coal 3.02 万t/a, electricity 1.97 亿kWh/a.
"""

import io
import json
import re
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from pypdf import PdfReader

from operations.services.attachments import attachment_read
from reports.models import AnnualReport

COUNTS = {
    "listed": 1095,
    "accepted": 427,
    "measures_proposed_costly": 2580,
    "measures_implemented_costly": 2320,
}
BENEFITS = {"cod": 10_800, "so2": 136_700, "water": 137_340_000, "electricity": 19_700, "coal": 30_200}
INVESTED_WAN, SOOT_AND_DUST = Decimal(512_400), Decimal(229_000)


pytestmark = [pytest.mark.usefixtures("db"), pytest.mark.xdist_group("demonstration")]


@pytest.fixture
def report(db: None) -> AnnualReport:
    found = AnnualReport.objects.get(year=2010, region__code="140000")
    assert found.since == 2003
    return found


@pytest.fixture
def snapshot(report: AnnualReport) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(attachment_read(report.json_file))
    return read


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


def test_the_paper_says_it_in_the_plans_words(report: AnnualReport) -> None:
    reader = PdfReader(io.BytesIO(attachment_read(report.pdf_file)))
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


def test_the_workbook_has_every_row_behind_the_totals(report: AnnualReport, snapshot: dict[str, Any]) -> None:
    book = openpyxl.load_workbook(io.BytesIO(attachment_read(report.xlsx_file)), read_only=True)
    listed = list(book["附表A 公布名单"].iter_rows(min_row=3, values_only=True))
    assert len(listed) == COUNTS["listed"]
    header, *results = book["附表C 审核结果"].iter_rows(min_row=2, values_only=True)
    at = {heading: number for number, heading in enumerate(header)}
    *rows, last = results
    for heading, wanted in (
        ("实施中/高费方案", COUNTS["measures_implemented_costly"]),
        ("实际投资（万元）", INVESTED_WAN),
        ("化学需氧量（COD）（t/a）", BENEFITS["cod"]),
        ("节水（t/a）", BENEFITS["water"]),
    ):
        added = sum(Decimal(str(row[at[heading]] or 0)) for row in rows)
        assert added == Decimal(str(last[at[heading]])) == wanted, heading
    decided = snapshot["totals"]["evaluations_decided"] + snapshot["totals"]["acceptances_decided"]
    assert len(list(book["附表D 评估与验收"].iter_rows(min_row=3, values_only=True))) == decided
