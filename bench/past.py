"""The import of the past: from the uploaded workbook to lists, rounds and results, and the memory it took."""

import tempfile
from pathlib import Path
from random import Random

import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accounts.models import Region, User
from bench.parts import peak_mb, timed
from config.common import uscc
from config.common.access import Role
from enterprises.enums import RosterState
from measures.services.past_imports import past_confirm, past_upload
from operations.runner import run_job

HEADINGS = (
    *(
        "年度",
        "文号",
        "名单发布机关",
        "名单发布日期",
        "企业名称",
        "统一社会信用代码",
        "设区市",
        "县(市区)",
        "类别",
    ),
    *("启动日期", "报送报告日期", "评估日期", "验收日期"),
    *("提出无/低费方案", "实施无/低费方案", "提出中/高费方案", "实施中/高费方案", "实际投资（万元）"),
    *("经济效益（万元/a）", "节水（t/a）", "化学需氧量（t/a）"),
)
FIRST_YEAR, YEARS = 2011, 5  # nothing of the scale data is of these years


def main(rows: str) -> dict[str, float]:
    """One made-up sheet of `rows` rows over five lists, checked and registered."""
    by = User.objects.filter(role=Role.PROVINCE).order_by("pk")[0]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "past.xlsx"
        write_past(path, int(rows))
        upload = SimpleUploadedFile(path.name, path.read_bytes())
    province = Region.objects.get(code="140000")
    past = past_upload(upload=upload, region=province, by=by, at=timezone.now(), dispatch=False)
    checked = timed(lambda: run_job(past.check_job_id or 0))
    past.refresh_from_db()
    if past.state != RosterState.PREVIEWED or past.counts["new"] != int(rows):
        raise SystemExit(f"{past.state}: {past.counts} {past.reason} {past.facts}")
    past_confirm(past=past, version=past.version, by=by, at=timezone.now(), dispatch=False)
    past.refresh_from_db()
    applied = timed(lambda: run_job(past.apply_job_id or 0))
    past.refresh_from_db()
    if past.state != RosterState.APPLIED:
        raise SystemExit(f"{past.state}: {past.reason}")
    return {"check": checked, "apply": applied, "peak_mb": peak_mb()}


def write_past(path: Path, rows: int) -> None:
    random = Random(rows)
    counties = list(Region.objects.current().filter(level="county").select_related("city"))
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADINGS)
        for number in range(1, rows + 1):
            sheet.write_row(number, 0, _row(number, rows, random, counties))


def _row(number: int, rows: int, random: Random, counties: list[Region]) -> tuple[object, ...]:
    year, county = FIRST_YEAR + number % YEARS, random.choice(counties)
    city = county.city.name if county.city else ""
    code = uscc.make(f"91{county.code}P{rows % 10}{number:07d}"[:17])
    document = (year, f"晋环发〔{year}〕{rows % 97}号", "山西省环境保护厅", f"{year}-03-20")
    site = (f"{county.name}往年{rows}第{number}化工有限公司", code, city, county.name, "双超")
    days = (f"{year}-05-10", f"{year + 1}-02-18", f"{year + 1}-04-09", f"{year + 1}-11-27")
    return (*document, *site, *days, 12, 12, 3, 2, 301.25, 88.4, 12_000, 3.72)
