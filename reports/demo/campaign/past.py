"""A small past: the two years before the campaign's first list, imported from a sheet as a bureau holds it."""

import tempfile
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import Region, User
from enterprises.models import Enterprise
from measures.services.past_imports import past_confirm, past_upload
from operations.models import Job
from operations.runner import run_inline
from reports.demo.campaign.lists import Stage
from reports.services.annual_reports import report_request

_LIST = ("年度", "文号", "名单发布机关", "名单发布日期")
_SITE = ("企业名称", "统一社会信用代码", "所属行业", "县（市、区）", "设区市", "类别", "入列原因")
_DAYS = (
    "公示日期",
    "启动日期",
    "报送报告日期",
    "评估日期",
    "验收日期",
    "验收结论",
    "审核前水平",
    "审核后水平",
)
_COUNTS = ("提出无/低费方案", "实施无/低费方案", "提出中/高费方案", "实施中/高费方案")
_MONEY = ("计划投资（万元）", "实际投资（万元）", "经济效益（万元/年）")
_EFFECTS = ("节水量（t/a）", "节电量（万kWh/a）", "COD削减量（kg/a）", "二氧化硫（t/a）")
_CITY = len(_LIST) + _SITE.index("设区市")
_CITIES = ("taiyuan", "lvliang")
_ROWS = 18
_UNFINISHED = 7  # every seventh never came to its acceptance


def past_imported(stage: Stage, at: datetime) -> None:
    """Two earlier years: sites of the campaign and others that are registered by it."""
    first = min(stage.lists)
    stage = replace(stage, random=Random(first))
    rows = [_row(stage, year, number) for year in (first - 2, first - 1) for number in range(1, _ROWS + 1)]
    upload = SimpleUploadedFile(f"{first - 2}—{first - 1}年清洁生产审核台账.xlsx", _workbook(rows))
    past = past_upload(upload=upload, region=stage.province, by=stage.officer, at=at, dispatch=False)
    if past.check_job:
        _run(past.check_job, at)
    past.refresh_from_db()
    confirmed = past_confirm(past=past, version=past.version, by=stage.officer, at=at, dispatch=False)
    if confirmed.apply_job:
        _run(confirmed.apply_job, at)
    for username in _CITIES:
        _previewed(stage.cast.users[username], stage.province, rows, at + timedelta(hours=1))
    _spoiled(stage, first - 3, at + timedelta(hours=2))
    _reported(stage, first - 2, first - 1, at + timedelta(hours=3))


def _spoiled(stage: Stage, year: int, at: datetime) -> None:
    """A year earlier still as its sheet came: what is wrong can be fetched as a marked copy."""
    rows = [_row(stage, year, number) for number in range(1, _ROWS)]
    code, city = len(_LIST) + _SITE.index("统一社会信用代码"), rows[3][_CITY]
    rows[1][code] = rows[1][code][:-1] + ("0" if rows[1][code][-1] != "0" else "1")  # a wrong check digit
    rows[3][_CITY], rows[3][_CITY - 1] = rows[5][_CITY], f"{city}某县"  # a county that no city has
    rows[4][len(_LIST) + len(_SITE)] = f"{year}年13月5日"  # no date
    rows[7][len(_LIST) + _SITE.index("类别")] = "三超"  # no category
    rows[10][-1] = "约三吨"  # no number
    _checked(f"{year}年台账（未整理）.xlsx", rows, stage.officer, stage.province, at)


def _reported(stage: Stage, since: int, year: int, at: datetime) -> None:
    """The first report that looks back."""
    report = report_request(
        region=stage.province, year=year, since=since, by=stage.officer, at=at, dispatch=False
    )
    if report.job:
        _run(report.job, at)


def _previewed(officer: User, province: Region, rows: list[list[Any]], at: datetime) -> None:
    """A city's own sheet of the same years, with one saving put right, waits to be confirmed."""
    city = officer.region
    mine = [list(row) for row in rows if city and row[_CITY] == city.name]
    finished = [row for row in mine if row[-1] != ""]
    for row in finished[:1]:
        row[-1] += 2
    _checked("本市往年审核台账.xlsx", mine, officer, province, at)


def _checked(name: str, rows: list[list[Any]], by: User, province: Region, at: datetime) -> None:
    upload = SimpleUploadedFile(name, _workbook(rows))
    past = past_upload(upload=upload, region=province, by=by, at=at, dispatch=False)
    if past.check_job:
        _run(past.check_job, at)


def _row(stage: Stage, year: int, number: int) -> list[Any]:
    random, finished = stage.random, number % _UNFINISHED != 0
    low, high = random.randint(6, 16), random.randint(2, 6)
    built = high - random.randint(0, 1) if finished else 0
    document = [year, f"晋环发〔{year}〕{30 + year % 10}号", "山西省生态环境厅", f"{year}年3月26日"]
    days: list[Any] = [date(year, 4, 2 + number), date(year, 5, 6 + number), *[""] * 6]
    if finished:
        days[2:] = [
            date(year + 1, 2, 3 + number),
            date(year + 1, 4, 5 + number),
            date(year + 1, 10, 8 + number),
            "通过",
            "Ⅲ级",
            "Ⅱ级" if number % 3 else "Ⅲ级",
        ]
    counts = [low, low, high, built] if finished else [""] * 4
    planned = round(random.uniform(60, 900), 1)
    money = [planned, round(planned * 0.93, 2), round(planned * 0.31, 2)] if finished else [""] * 3
    effects: list[Any] = [""] * 4
    if finished:
        effects = [
            random.randint(900, 60_000),
            random.randint(10, 240),
            random.randint(400, 9_000),
            number * 1.5,
        ]
    return [*document, *_site(stage, number), *days, *counts, *money, *effects]


def _site(stage: Stage, number: int) -> list[Any]:
    """Every third is a site of the campaign; the others were audited only then."""
    if number % 3 == 0:
        enterprise: Enterprise = stage.walks[number].round.enterprise
        name, code, county = enterprise.name, enterprise.uscc, enterprise.region
        industry = enterprise.industry.name if enterprise.industry else ""
    else:
        cities = sorted(stage.counties)
        county = stage.random.choice(stage.counties[cities[number % len(cities)]])
        name, code = stage.names.enterprise(county, "化工"), stage.names.code(county.code)
        industry = "氮肥制造"
    city = county.city.name if county.city else ""
    kind = "双超" if number % 2 else "双有"
    return [name, code, industry, county.name, city, kind, "污染物排放超过标准或总量控制指标"]


def _workbook(rows: list[list[Any]]) -> bytes:
    headings = (*_LIST, *_SITE, *_DAYS, *_COUNTS, *_MONEY, *_EFFECTS)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "past.xlsx"
        with xlsxwriter.Workbook(str(path), {"default_date_format": "yyyy-mm-dd"}) as book:
            sheet = book.add_worksheet("台账")
            sheet.write_row(0, 0, headings)
            for number, row in enumerate(rows, start=1):
                sheet.write_row(number, 0, row)
        return path.read_bytes()


def _run(job: Job, at: datetime) -> None:
    run_inline(
        task=job.task,
        title=job.title,
        by=job.created_by,
        at=at + timedelta(seconds=1),
        dedupe_key=job.dedupe_key,
        **job.args,
    )
