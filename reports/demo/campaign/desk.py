"""What lies on the province's desk today: next year's draft, a dirty roster in preview, the report of 2010."""

import tempfile
from datetime import datetime, timedelta
from pathlib import Path

import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile

from audits.enums import RoundState
from config.common.pdf import font_css, html_to_pdf
from enterprises.services.lists import list_create, listing_add
from enterprises.services.rosters import roster_upload
from operations.models import Job
from operations.runner import run_inline
from reports.demo.campaign.lists import Stage
from reports.services.annual_reports import report_request

_HEADINGS = (
    *("序号", "文号", "企业名称", "统一社会信用代码", "所属行业", "县(市、区)", "设区市"),
    *("名单发布机关", "名单发布日期", "类别", "入列原因"),
)
_REPORT = """<html lang="zh-CN"><style>{fonts} body {{ font-family: var(--fangsong); line-height: 2; }}
h1 {{ font-family: var(--biaosong); text-align: center; }}</style>
<h1>清洁生产审核报告</h1><p>（演示文件）</p>
<p>第一章 审核准备　第二章 预审核　第三章 审核　第四章 方案产生和筛选　第五章 方案确定</p>
<p>本文件由演示数据生成，不涉及任何真实企业。</p></html>"""


def audit_report() -> bytes:
    """The report every enterprise of the demonstration hands in."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "report.pdf"
        html_to_pdf(_REPORT.format(fonts=font_css()), target)
        return target.read_bytes()


def draft_next(stage: Stage, at: datetime) -> int:
    """Next year's draft with a few entries whose rounds are over; returns the year."""
    year = max(stage.lists) + 1
    draft = list_create(region=stage.province, year=year, by=stage.officer, at=at)
    closed = [walk for walk in stage.walks if walk.part.target == RoundState.CLOSED]
    for walk in closed[1:9]:
        listing_add(
            mandatory_list=draft,
            enterprise=walk.round.enterprise,
            categories={"OVER_LIMIT"},
            by=stage.officer,
            at=at,
            reason="2 项污染物排放浓度超过标准限值",
        )
    return year


def rosters_in_preview(stage: Stage, year: int, at: datetime) -> None:
    """Rosters as they come, checked and waiting for a person's word: the province's, and two cities' own."""
    province = [_row(stage, year, number, list(stage.counties)) for number in range(1, 27)]
    _spoil(province, year)
    _preview(stage, (f"{year}年强制性审核企业名单（各市上报汇总）", province, year, "shengting"), at)
    for username in ("taiyuan", "lvliang"):
        place = stage.cast.users[username].region
        if place is not None:
            rows = [_row(stage, year, number, [place.code]) for number in (1, 2, 3, 4, 6, 7, 8, 9)]
            _preview(stage, (f"{place.name}{year}年拟列入名单企业", rows, year, username), at)


def _preview(stage: Stage, what: tuple[str, list[list], int, str], at: datetime) -> None:
    name, rows, year, username = what
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "roster.xlsx"
        _write_roster(path, name, rows)
        upload = SimpleUploadedFile(f"{name}.xlsx", path.read_bytes())
    by = stage.cast.users[username]
    roster = roster_upload(upload=upload, region=stage.province, year=year, by=by, at=at, dispatch=False)
    if roster.check_job:
        run_now(roster.check_job, at)


def _spoil(rows: list[list], year: int) -> None:
    """The dirt of real lists."""
    rows[3][2] = f"{rows[3][2][:4]}\u00a0{rows[3][2][4:]} "  # white space inside a name
    rows[5][3] = rows[5][3][:-1] + ("0" if rows[5][3][-1] != "0" else "1")  # a wrong check digit
    rows[7][5], rows[7][6] = "长治县", "长治市"  # a county that is called otherwise now
    rows[9][4] = "炼焦煤深加工"  # an industry that no table has
    rows[11][8] = f"{year}年13月5日"  # no date
    rows[13] = [14, *rows[12][1:]]  # the same row twice
    rows[15][9] = "三超"  # no category
    rows[17][3] = int("9114" + "0" * 14)  # a code that became a number
    rows[19][2] = ""
    rows[21][5] = "沁水"
    rows[23][9] = "双超、双有"


def _write_roster(path: Path, name: str, rows: list[list]) -> None:
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet(name[:31])
        for number, row in enumerate([list(_HEADINGS), *rows]):
            sheet.write_row(number, 0, row)


def _row(stage: Stage, year: int, number: int, cities: list[str]) -> list:
    """Every fifth is registered already."""
    if number % 5 == 0:
        enterprise = stage.walks[number].round.enterprise
        name, code, county = enterprise.name, enterprise.uscc, enterprise.region
        industry = enterprise.industry.name if enterprise.industry else ""
    else:
        county = stage.random.choice(stage.counties[cities[number % len(cities)]])
        name, code = stage.names.enterprise(county, "化工"), stage.names.code(county.code)
        industry = "氮肥制造"
    place = county.city.name if county.city else ""
    on = f"{year}年3月28日" if number % 2 else f"{year}/3/28"
    facts = [number, f"晋环发〔{year}〕20号", name, code, industry, county.name, place]
    return [*facts, "山西省生态环境厅", on, "双超" if number % 3 else "双有", "污染物排放超过标准"]


def reports_made(stage: Stage, at: datetime) -> None:
    """The province's, whose figures are the founding plan's; last year's of the places that have accounts."""
    _report(stage, ("shengting", 2003, 2010), at)
    for username in ("taiyuan", "lvliang", "xiaoyi"):
        year = sorted(stage.lists)[1]
        _report(stage, (username, year, year), at)


def _report(stage: Stage, what: tuple[str, int, int], at: datetime) -> None:
    username, since, year = what
    by = stage.cast.users[username]
    if by.region is None:
        return
    report = report_request(region=by.region, year=year, since=since, by=by, at=at, dispatch=False)
    if report.job:
        run_now(report.job, at)


def run_now(job: Job, at: datetime) -> None:
    run_inline(
        task=job.task,
        title=job.title,
        by=job.created_by,
        at=at + timedelta(seconds=1),
        dedupe_key=job.dedupe_key,
        **job.args,
    )
