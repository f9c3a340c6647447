"""The preview of a roster: from the uploaded workbook to its staged rows, and the memory it took."""

import tempfile
from pathlib import Path
from random import Random

import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accounts.models import Region, User
from bench.parts import peak_mb, timed
from config.common import uscc
from enterprises.models import Enterprise, Industry
from enterprises.services.rosters import roster_upload
from operations.models import JobState
from operations.runner import run_job

HEADINGS = (
    *("序号", "文号", "企业名称", "统一社会信用代码", "所属行业", "设区市", "县(市区)"),
    *("名单发布机关", "名单发布日期", "类别", "入列原因"),
)
YEAR = 2027


def main(rows: str) -> dict[str, float]:
    """One preview of a made-up workbook with `rows` rows, a third of them of known enterprises."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "roster.xlsx"
        write_roster(path, int(rows))
        by = User.objects.get(username="scale-province")
        province = Region.objects.get(code="140000")
        upload = SimpleUploadedFile(path.name, path.read_bytes())
        roster = roster_upload(
            upload=upload, region=province, year=YEAR, by=by, at=timezone.now(), dispatch=False
        )
        seconds = timed(lambda: run_job(roster.check_job_id))
    roster.refresh_from_db()
    if roster.check_job.state != JobState.DONE or roster.counts["read"] != int(rows):
        raise SystemExit(f"{roster.state}: {roster.counts} {roster.reason}")
    return {"seconds": seconds, "peak_mb": peak_mb()}


def write_roster(path: Path, rows: int) -> None:
    """Codes as text, some spaces, one wrong check digit in a hundred."""
    random = Random(rows)
    counties = list(Region.objects.current().filter(level="county").select_related("city"))
    industries = list(Industry.objects.exclude(plan_industry="").values_list("name", flat=True))
    known = Enterprise.objects.order_by("pk").values_list(
        "name", "uscc", "region__name", "region__city__name"
    )
    known_rows = iter(known[: rows // 3])
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADINGS)
        for number in range(1, rows + 1):
            sheet.write_row(number, 0, _row(number, random, counties, industries, known_rows))


def _row(number, random, counties, industries, known_rows):
    county = random.choice(counties)
    name, place, city = f"{county.name}新立{number}化工有限公司", county.name, county.city.name
    code = uscc.make(f"91{county.code}MY{number:07d}")
    if number % 3 == 0 and (found := next(known_rows, None)):
        name, code, place, city = found
    if number % 100 == 0:
        code = code[:-1] + ("0" if code[-1] != "0" else "1")
    if number % 10 == 0:
        name = f" {name[:2]}\u00a0{name[2:]}"
    facts = (random.choice(industries), city, place)
    return (
        *(number, f"晋环发〔{YEAR}〕9号", name, code, *facts),
        *("山西省生态环境厅", f"{YEAR}年3月20日", "双超", "超过排放标准"),
    )
