"""A report of past years counts what was imported: its figures are the sheet's totals to the last digit."""

from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.urls import reverse

from accounts.models import Region
from audits.models import Round
from enterprises.models import Listing
from enterprises.selectors.next_list import next_list_proposals
from enterprises.selectors.next_round import next_round_of
from operations.services.attachments import attachment_read
from reports.facts import Figures
from reports.selectors.figures import figures
from reports.selectors.progress import progress
from tests.factories.accounts import client_of, make_user
from tests.factories.lists import make_list
from tests.factories.past import past_imported, past_row
from tests.integration.reports.making import made

pytestmark = pytest.mark.django_db
ON = date(2021, 12, 31)
PLACES = (("太原市", "小店区", "2521"), ("大同市", "平城区", "0610"), ("临汾市", "尧都区", "3120"))
COUNTED = {
    "measures_proposed_costly": "提出中/高费方案",
    "measures_implemented_costly": "实施中/高费方案",
    "measures_no_low_implemented": "实施无/低费方案",
}
SUMMED = {
    "investment_planned_wan": "计划投资（万元）",
    "investment_wan": "实际投资（万元）",
    "economic_benefit_wan": "经济效益（万元/a）",
}
EFFECTS = {"water": "节水（t/a）", "cod": "化学需氧量(COD)（t/a）"}


def sheet() -> list[dict[str, Any]]:
    """Nine enterprises in three cities with amounts that a float would not add up exactly."""
    rows = []
    for number in range(9):
        city, county, industry = PLACES[number % 3]
        rows.append(
            past_row(
                **{
                    "设区市": city,
                    "县(市区)": county,
                    "所属行业": industry,
                    "提出无/低费方案": 10 + number,
                    "实施无/低费方案": 9 + number,
                    "提出中/高费方案": 2 + number,
                    "实施中/高费方案": 1 + number,
                    "计划投资（万元）": f"{1000 + number}.{number}1",
                    "实际投资（万元）": f"{700 + number}.{number}00001",
                    "经济效益（万元/a）": f"{3 * number}.1",
                    "节水（t/a）": f"{10_000_000 + number}.000001",
                    "化学需氧量(COD)（t/a）": f"0.{number + 1}00003",
                }
            )
        )
    return rows


def added(rows: list[dict[str, Any]], heading: str) -> Decimal:
    return sum((Decimal(str(row[heading])) for row in rows), Decimal(0))


def of_province(since: int = 2019, year: int = 2021) -> Figures:
    return figures(Region.objects.get(code="140000"), since, year, ON)


def test_the_figures_are_the_totals_of_the_sheet(tmp_path: Path) -> None:
    rows = sheet()
    past_imported(tmp_path, *rows)
    found = of_province()
    values = found.totals.values
    events = ("listed", "disclosed", "started", "reported", "evaluated", "accepted")
    assert {event: values[event] for event in events} == dict.fromkeys(events, 9)
    assert values["overdue"] == values["evaluations_decided"] == values["acceptances_decided"] == 0
    wanted = {code: added(rows, heading) for code, heading in (COUNTED | SUMMED).items()}
    assert {code: Decimal(values[code]) for code in wanted} == wanted
    assert {code: found.totals.benefits[code] for code in EFFECTS} == {
        code: added(rows, heading) for code, heading in EFFECTS.items()
    }
    of_taiyuan = next(row for row in found.by_place if row.code == "140100")
    assert of_taiyuan.values["investment_wan"] == added(rows[::3], "实际投资（万元）")


def test_each_year_counts_what_fell_in_it(tmp_path: Path) -> None:
    past_imported(tmp_path, *sheet())
    by_year = {row.code: row.values for row in of_province().by_year}
    assert (by_year["2019"]["listed"], by_year["2019"]["accepted"]) == (9, 0)
    assert (by_year["2020"]["listed"], by_year["2020"]["accepted"]) == (0, 9)
    assert by_year["2021"]["measures_implemented_costly"] == 0


def test_progress_by_list_year_counts_the_past(tmp_path: Path) -> None:
    past_imported(tmp_path, *sheet())
    rows = progress(Region.objects.get(code="140000"), 2019, 2019, ON)
    taiyuan = next(row.counts for row in rows if row.code == "140100")
    assert (taiyuan["listed"], taiyuan["disclosed"], taiyuan["accepted"], taiyuan["overdue"]) == (3, 3, 3, 0)


def test_the_report_is_made_its_annex_adds_up_and_its_notes_say_what_was_imported(tmp_path: Path) -> None:
    rows = sheet()
    past_imported(tmp_path, *rows)
    report = made(make_user("province"), since=2019, year=2020)
    assert report.snapshot["imported"] == {"years": [2019], "rounds": 9}
    assert report.xlsx_file is not None
    book = openpyxl.load_workbook(BytesIO(attachment_read(report.xlsx_file)), read_only=True)
    words = [str(cell) for row in book["汇总"].iter_rows(max_row=3, values_only=True) for cell in row if cell]
    assert any("其中2019年度名单的9轮审核为往年导入" in word for word in words)
    assert report.pdf_file is not None
    assert attachment_read(report.pdf_file).startswith(b"%PDF-")


def test_the_next_round_is_foreseen_from_an_imported_report(tmp_path: Path) -> None:
    past_imported(tmp_path, past_row())
    listing = Listing.objects.select_related("mandatory_list", "enterprise__industry").get()
    on, words = next_round_of(listing)
    assert on is not None
    assert "2020年2月18日报送审核报告" in words
    (proposal,) = next_list_proposals(make_user("province"), make_list(on.year), date(2026, 1, 1))
    assert proposal.listing == listing


def test_every_page_of_an_imported_list_and_round_says_so(tmp_path: Path) -> None:
    past_imported(tmp_path, past_row())
    round_ = Round.objects.select_related("listing", "enterprise").get()
    assert round_.listing is not None
    client = client_of(make_user("province"))
    pages = {
        "audits:round_detail": round_.pk,
        "enterprises:mandatory_list_detail": round_.listing.mandatory_list_id,
        "enterprises:enterprise_detail": round_.enterprise_id,
    }
    for name, pk in pages.items():
        answer = client.get(reverse(name, args=[pk]))
        assert answer.status_code == 200
        assert "往年" in answer.content.decode(), name
    assert "往年导入" in client.get(reverse("audits:round_list")).content.decode()
    assert "往年导入" in client.get(reverse("enterprises:mandatory_list_list")).content.decode()
    panel = client.get(reverse("measures:round_past", args=[round_.pk])).content.decode()
    assert "无/低费" in panel
    assert "12,000" in panel
    assert client.get(reverse("audits:plan_edit", args=[round_.pk])).status_code == 404
