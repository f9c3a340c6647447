"""The PDF and the workbook are read back and compared with the JSON."""

import io
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from pypdf import PdfReader
from pytest_django import DjangoDbBlocker

from config.common.access import Role
from enterprises.models import Enterprise, Listing
from operations.services.attachments import attachment_read
from reports.models import AnnualReport
from tests.factories.accounts import make_user
from tests.held import held
from tests.integration.reports import world
from tests.integration.reports.making import made

pytestmark = pytest.mark.usefixtures("db")


@pytest.fixture
def db(report: AnnualReport, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with held(django_db_blocker):
        yield


def sheet(report: AnnualReport, name: str) -> list[tuple[Any, ...]]:
    book = openpyxl.load_workbook(io.BytesIO(attachment_read(report.xlsx_file)), read_only=True)
    return list(book[name].iter_rows(values_only=True))


def test_the_paper_says_what_the_snapshot_says(report: AnnualReport) -> None:
    reader = PdfReader(io.BytesIO(attachment_read(report.pdf_file)))
    text = re.sub(r"\s", "", "".join(page.extract_text() for page in reader.pages))
    assert "山西省2009—2010年清洁生产审核工作报告" in text
    assert "企业3家次" in text
    assert "累计提出中高费方案3个，投资320万元，实施中高费方案2个" in text
    assert "二氧化硫减排11.25吨/年" in text
    assert report.sha256 in text
    assert re.search(r"合计31111111", text)  # the total row of table 1
    assert len(reader.pages) >= 4


def test_the_paper_embeds_its_fonts_and_is_a4(report: AnnualReport) -> None:
    reader = PdfReader(io.BytesIO(attachment_read(report.pdf_file)))
    assert [round(float(side)) for side in reader.pages[0].mediabox[2:]] == [595, 842]
    fonts = reader.pages[0]["/Resources"]["/Font"]
    for font in fonts.values():
        descriptor = font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
        assert any(name in descriptor for name in ("/FontFile2", "/FontFile3"))


def test_the_summary_sheet_is_the_totals(report: AnnualReport) -> None:
    found = {row[3]: row[1] for row in sheet(report, "汇总")[2:] if row[3]}
    totals = report.snapshot["totals"]
    for code, value in totals.items():
        if code != "benefits":
            assert Decimal(str(found[code])) == Decimal(str(value)), code
    for code, value in totals["benefits"].items():
        assert Decimal(str(found[f"benefits.{code}"])) == Decimal(value), code


@pytest.mark.parametrize(
    ("name", "key"),
    [("分地区", "by_city"), ("分行业", "by_industry"), ("分类别", "by_category"), ("分年度", "by_year")],
)
def test_each_table_has_the_snapshots_rows_and_its_total(report: AnnualReport, name: str, key: str) -> None:
    rows = sheet(report, name)[2:]
    assert [row[1] for row in rows] == [*(row["name"] for row in report.snapshot[key]), "合计"]
    assert [row[2] for row in rows] == [*(row["listed"] for row in report.snapshot[key]), 3]


def test_annex_a_is_the_published_list(report: AnnualReport) -> None:
    rows = sheet(report, "附表A 公布名单")[2:]
    assert len(rows) == report.snapshot["totals"]["listed"]
    first = rows[0]
    assert first[1] == "甲焦化"
    assert (first[3], first[4], first[6]) == ("太原市", "小店区", "双超、双有")
    assert first[8].startswith("晋环发〔2009〕")


def test_annex_b_is_the_progress_of_each_years_list(report: AnnualReport) -> None:
    rows = sheet(report, "附表B 进展")
    listed = rows[1].index("列入名单")
    assert [(row[0], row[1], row[listed]) for row in rows[2:] if row[listed]] == [
        (2009, "太原市", 1),
        (2009, "大同市", 1),
        (2010, "太原市", 1),
        (None, "合计", 3),
    ]


def test_annex_c_adds_up_to_the_totals_with_every_indicator(report: AnnualReport) -> None:
    header, *rows = sheet(report, "附表C 审核结果")[1:]
    at = {heading: number for number, heading in enumerate(header)}
    by_name = {row[0]: row for row in rows}
    assert set(by_name) == {"甲焦化", "乙煤业", "丙厂", "合计"}
    assert by_name["甲焦化"][at["实际投资（万元）"]] == 320
    assert by_name["合计"][at["二氧化硫（t/a）"]] == 11.250001
    assert by_name["合计"][at["经济效益（万元/a）"]] == 101.750001
    assert by_name["甲焦化"][at["审核后水平"]].startswith("Ⅱ级")
    assert (
        sum("（" in heading and "/a）" in heading for heading in header) == 24
    )  # 23 indicators and the benefit


def test_annex_d_has_every_decided_review(report: AnnualReport) -> None:
    rows = sheet(report, "附表D 评估与验收")[2:]
    assert [(row[0], row[3], row[4], row[8]) for row in rows] == [
        ("甲焦化", "评估", 1, "补充材料"),
        ("甲焦化", "评估", 2, "通过"),
        ("甲焦化", "验收", 1, "通过"),
    ]


def test_a_name_that_looks_like_markup_or_a_formula_is_only_text() -> None:
    named = {"name": "=1+1<script>"}
    Enterprise.objects.filter(name="甲焦化").update(**named)
    Listing.objects.filter(name="甲焦化", mandatory_list__year=2009).update(**named)
    report = made(make_user(Role.PROVINCE))
    assert sheet(report, "附表A 公布名单")[2][1] == "=1+1<script>"
    book = openpyxl.load_workbook(io.BytesIO(attachment_read(report.xlsx_file)))
    assert book["附表A 公布名单"]["B3"].data_type == "s"


def test_a_county_reports_on_itself() -> None:
    report = made(make_user(Role.COUNTY), world.XIAODIAN)
    assert [row["name"] for row in report.snapshot["by_city"]] == ["小店区"]
    assert report.snapshot["totals"]["listed"] == 2
