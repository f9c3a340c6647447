"""Lists and rosters for tests, made by walking the real services."""

from collections.abc import Sequence
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

from accounts.models import Region, User
from audits.services.rounds import rounds_open_next
from config.common.spreadsheet.columns import heading_key
from config.common.spreadsheet.writing import TEXT_FORMAT, OutColumn, SheetSpec, write_workbook
from enterprises.enums import SheetUse
from enterprises.models import Enterprise, HeadingMapping, Listing, MandatoryList
from enterprises.services.lists import list_create, list_publish, listing_add
from tests.factories.accounts import now, place, system
from tests.factories.enterprises import make_enterprise, make_uscc

_numbers = count(1)
HEADINGS = (
    "序号",
    "文号",
    "企业名称",
    "统一社会信用代码",
    "组织机构代码",
    "所属行业",
    "县(市区)",
    "设区市",
    "名单发布机关",
    "名单发布日期",
    "类别",
)
FACTS = {"文号": "晋环发〔2026〕12号", "名单发布机关": "山西省生态环境厅", "名单发布日期": "2026-03-31"}


def make_list(year: int = 2026, region: Region | str = "140000", **details: Any) -> MandatoryList:
    """A draft of a province's list (default 山西省)."""
    where = place(region) if isinstance(region, str) else region
    return list_create(region=where, year=year, by=system(), at=now(), **details)


def make_entry(
    mandatory_list: MandatoryList,
    enterprise: Enterprise | None = None,
    categories: Sequence[str] = ("TOXIC",),
) -> Listing:
    """An entry of a draft."""
    return listing_add(
        mandatory_list=mandatory_list,
        enterprise=enterprise or make_enterprise(),
        categories=categories,
        by=system(),
        at=now(),
    )


def make_heading(
    officer: User, heading: str = "企业全名", field: str = "name", kind: str = SheetUse.ROSTER
) -> HeadingMapping:
    """What the officer's bureau has said of a heading."""
    return HeadingMapping.objects.create(
        kind=kind,
        region=officer.region,
        heading=heading,
        heading_key=heading_key(heading),
        field=field,
        chosen_by=officer,
        chosen_at=now(),
    )


def publish(
    mandatory_list: MandatoryList, on: date = date(2026, 3, 31), document_no: str = ""
) -> MandatoryList:
    """Publish a draft as this copy shows it, with a document number of its own unless one is given."""
    return list_publish(
        mandatory_list=mandatory_list,
        document_no=document_no or f"晋环发〔{on.year}〕{next(_numbers)}号",
        authority="山西省生态环境厅",
        published_on=on,
        version=mandatory_list.version,
        by=system(),
        at=now(),
    )


def open_rounds(mandatory_list: MandatoryList) -> None:
    """The rounds of a published list, without the papers that its job makes besides."""
    while rounds_open_next(mandatory_list=mandatory_list, by=system(), at=now()):
        pass


def make_listing(
    enterprise: Enterprise | None = None,
    categories: Sequence[str] = ("OVER_LIMIT",),
    *,
    published_on: date | None = date(2026, 3, 20),
) -> Listing:
    """The one entry of a list of its own, published on that day (None: still a draft) by the enterprise's province."""
    enterprise = enterprise or make_enterprise()
    year = published_on.year if published_on else 2026
    draft = make_list(year, enterprise.region.province or enterprise.region, batch=next(_numbers))
    listing = make_entry(draft, enterprise, categories)
    if published_on:
        draft.refresh_from_db()
        publish(draft, published_on)
    return Listing.objects.select_related("mandatory_list", "enterprise__region").get(pk=listing.pk)


def roster_row(**cells: Any) -> dict[str, Any]:
    """One row of a roster by heading: complete, valid and made up, unless `cells` says otherwise."""
    number = next(_numbers)
    return (
        {
            "序号": str(number),
            "企业名称": f"晋中第{number}化工有限公司",
            "统一社会信用代码": make_uscc(),
            "所属行业": "炼焦",
            "县(市区)": "小店区",
            "设区市": "太原市",
            "类别": "双有",
        }
        | FACTS
        | cells
    )


def write_roster(path: Path, rows: Sequence[dict[str, Any]], headings: Sequence[str] = HEADINGS) -> Path:
    """A workbook in the shape in which provinces hand their lists on; numbers stay numbers."""
    columns = [
        OutColumn(heading, 14, "" if any(isinstance(row.get(heading), int) for row in rows) else TEXT_FORMAT)
        for heading in headings
    ]
    write_workbook(path, [SheetSpec("名单", columns, [[row.get(h) for h in headings] for row in rows])])
    return path
