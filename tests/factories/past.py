"""Sheets of the past for tests: table C with the list and the dates in front, imported by the real services."""

from collections.abc import Sequence
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import User
from audits.models import Agency, Round
from audits.services.past_rounds import past_rounds_write
from config.common.spreadsheet.writing import TEXT_FORMAT, OutColumn, SheetSpec, write_workbook
from config.common.versions import guarded_update
from enterprises.enums import RosterState
from enterprises.models import Enterprise
from enterprises.services.past_lists import PastEntry, past_list_create, past_listings_write
from measures.models import PastImport
from measures.selectors.past import indicator_ids
from measures.services.past_imports import past_confirm, past_upload
from measures.services.past_results import past_results_write
from operations.runner import run_job
from operations.services.attachments import attachment_keep
from tests.factories.accounts import make_user, now, system
from tests.factories.enterprises import make_uscc

_numbers = count(1)
LIST_OF_2019 = {
    "年度": "2019",
    "文号": "晋环发〔2019〕33号",
    "名单发布机关": "山西省生态环境厅",
    "名单发布日期": "2019-03-20",
}


def past_row(**cells: Any) -> dict[str, Any]:
    """One enterprise accepted in 2020, by heading: complete, valid and made up, unless `cells` says otherwise."""
    number = next(_numbers)
    return (
        LIST_OF_2019
        | {
            "企业名称": f"太原第{number}往年化工有限公司",
            "统一社会信用代码": make_uscc(),
            "所属行业": "炼焦",
            "县(市区)": "小店区",
            "设区市": "太原市",
            "类别": "双有",
            "公示日期": "2019-04-02",
            "启动日期": "2019-05-10",
            "报送报告日期": "2020-02-18",
            "评估日期": "2020-04-09",
            "验收日期": "2020-11-27",
            "提出无/低费方案": 12,
            "实施无/低费方案": 12,
            "提出中/高费方案": 3,
            "实施中/高费方案": 2,
            "计划投资（万元）": "430.5",
            "实际投资（万元）": "301.25",
            "经济效益（万元/a）": "88.4",
            "节水（t/a）": "12000",
            "化学需氧量(COD)（t/a）": "3.72",
        }
        | cells
    )


def write_past(path: Path, rows: Sequence[dict[str, Any]]) -> Path:
    """A workbook whose columns are the headings of its rows; numbers stay numbers, texts stay texts."""
    headings = list(dict.fromkeys(heading for row in rows for heading in row))
    columns = [
        OutColumn(heading, 14, "" if any(isinstance(row.get(heading), int) for row in rows) else TEXT_FORMAT)
        for heading in headings
    ]
    write_workbook(path, [SheetSpec("往年", columns, [[row.get(h) for h in headings] for row in rows])])
    return path


def past_checked(folder: Path, *rows: dict[str, Any], by: User | None = None) -> PastImport:
    """The preview of such a sheet."""
    officer = by or make_user("province")
    upload = SimpleUploadedFile("往年.xlsx", write_past(folder / "past.xlsx", rows).read_bytes())
    province = officer.region.province
    past = past_upload(upload=upload, region=province, by=officer, at=now(), dispatch=False)
    run_job(past.check_job_id)
    past.refresh_from_db()
    return past


def past_imported(folder: Path, *rows: dict[str, Any], by: User | None = None) -> PastImport:
    """The sheet confirmed and registered; it must have no bad row."""
    past = past_checked(folder, *rows, by=by)
    confirmed = past_confirm(past=past, version=past.version, by=past.created_by, at=now(), dispatch=False)
    run_job(confirmed.apply_job_id)
    past.refresh_from_db()
    return past


def make_past_round(enterprise: Enterprise, year: int = 2016, agency: Agency | None = None) -> Round:
    """An imported round of a registered enterprise, accepted the year after, with its result."""
    officer, province = system(), enterprise.region.province or enterprise.region
    file = attachment_keep(
        content=enterprise.name.encode(), name=f"{enterprise.name}.xlsx", kind="xlsx", by=officer, at=now()
    )
    source = PastImport.objects.create(
        file=file, region=province, state=RosterState.APPLIED, created_by=officer, created_at=now()
    )
    document = past_list_create(
        region=province,
        year=year,
        document_no=f"晋环发〔{year}〕{next(_numbers)}号",
        authority="山西省环境保护厅",
        published_on=date(year, 3, 20),
        by=officer,
        at=now(),
    )
    said = {"reported_on": f"{year + 1}-02-18", "accepted_on": f"{year + 1}-11-27", "acceptance": "passed"}
    entry = PastEntry(
        enterprise_id=enterprise.pk,
        name=enterprise.name,
        uscc=enterprise.uscc,
        region_id=enterprise.region_id,
        categories=["TOXIC"],
        reason="",
        reported_on=date(year + 1, 2, 18),
    )
    listings = past_listings_write(mandatory_list=document, entries=[entry], by=officer, at=now())
    (round_,) = past_rounds_write(entries=[(listings[0], said)], by=officer, at=now())
    if agency:
        guarded_update(round_, agency=agency)
    said |= {
        "class:no_low:proposed": "8",
        "class:no_low:implemented": "8",
        "implemented_on": f"{year + 1}-11-27",
    }
    past_results_write(entries=[(round_, said)], source=source, indicators=indicator_ids())
    return round_
