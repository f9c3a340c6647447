"""Lists as workbooks: the template to fill in, and a list that comes back unchanged when it is imported again."""

import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import Level
from config.common.spreadsheet.writing import TEXT_FORMAT, OutColumn, SheetSpec, write_workbook
from enterprises.calculations.roster_columns import COLUMNS, HEADINGS, LONGEST
from enterprises.models import Listing, MandatoryList

_WIDTHS = {
    "number": 6,
    "document_no": 22,
    "name": 34,
    "uscc": 22,
    "industry": 24,
    "authority": 20,
    "address": 30,
}
_EXPORTED = (
    "number",
    "document_no",
    "name",
    "uscc",
    "old_code",
    "industry",
    "county",
    "city",
    "authority",
    "published_on",
    "categories",
    "reason",
    "address",
)
_EXAMPLES = (
    {
        "number": "1",
        "document_no": "示环发〔2026〕1号",
        "name": "示例焦化有限公司",
        "uscc": "91140105MA0000001E",
        "industry": "炼焦",
        "county": "小店区",
        "city": "太原市",
        "authority": "示例省生态环境厅",
        "published_on": "2026-03-31",
        "categories": "双超、双有",
        "reason": "二氧化硫超过总量控制指标；使用有毒原料",
    },
    {
        "number": "2",
        "document_no": "示环发〔2026〕1号",
        "name": "示例化工有限公司第二厂区",
        "uscc": "91140105MA0000002H",
        "industry": "2619",
        "county": "140106",
        "city": "太原市",
        "authority": "示例省生态环境厅",
        "published_on": "2026年3月31日",
        "categories": "双有",
        "scale": "中型",
    },
)


def template_file() -> bytes:
    """The workbook people fill in: headings, two example rows, and a sheet that explains each column."""
    rows = [[row.get(column.key, "") for column in COLUMNS] for row in _EXAMPLES]
    columns = [OutColumn(c.heading, _WIDTHS.get(c.key, 14), TEXT_FORMAT) for c in COLUMNS]
    notes = [[column.heading, *_explained(column.key)] for column in COLUMNS]
    heads = [OutColumn(_("列"), 20), OutColumn(_("是否必填"), 12), OutColumn(_("怎样填"), 80)]
    return _bytes(
        [
            SheetSpec("名单", columns, rows, frozen_columns=3),
            SheetSpec(
                "填写说明", heads, notes, titles=[_("填写前请删去“名单”表中的示例行")], autofilter=False
            ),
        ]
    )


def _explained(key: str) -> tuple[str, str]:
    must, later, may = _("必填"), _("公布前必填"), _("可空")
    told = {
        "number": (may, _("只供核对，导入时按文件中的顺序重新编号。")),
        "document_no": (later, _("名单的文号，如“晋环发〔2026〕12号”；各行相同。")),
        "name": (must, _("营业执照上的全称。")),
        "uscc": (may, _("18 位，单元格须为文本格式，否则 Excel 会丢失末尾几位；没有的留空，会提示。")),
        "old_code": (may, _("旧的 9 位组织机构代码。")),
        "industry": (may, _("GB/T 4754 的行业名称或代码；表中没有的按原文保留。")),
        "county": (may, _("县（市、区）的名称或六位代码；旧名称会换成现名，不认识的归入设区市。")),
        "city": (may, _("设区市的名称或六位代码。")),
        "authority": (later, _("发布名单的机关；各行相同。")),
        "published_on": (later, _("2026-03-31、2026/3/31、2026年3月31日 或 20260331；各行相同。")),
        "categories": (must, _("双超、双有、高耗能；同属几类的写在同一格，用顿号隔开。")),
        "permits": (may, _("22 位；多个用顿号隔开。")),
        "scale": (may, _("大型、中型、小型或微型。")),
    }
    if key in told:
        return told[key]
    return may, _("最多 %(count)d 字。") % {"count": LONGEST[key]}


def list_file(mandatory_list: MandatoryList, entries: Iterable[Listing], title: str) -> bytes:
    """A list in the shape in which rosters are handed on, with titles above; without personal data."""
    columns = [
        OutColumn(HEADINGS[key], _WIDTHS.get(key, 14), "" if key == "number" else TEXT_FORMAT)
        for key in _EXPORTED
    ]
    rows = _rows(mandatory_list, entries)
    titles = [title, *([_("往年导入")] if mandatory_list.imported else [])]
    return _bytes([SheetSpec("名单", columns, rows, titles=titles, frozen_columns=3)])


def _rows(mandatory_list: MandatoryList, entries: Iterable[Listing]) -> Iterator[list[Any]]:
    published_on = mandatory_list.published_on.isoformat() if mandatory_list.published_on else ""
    for entry in entries:
        enterprise = entry.enterprise
        city, county = place_cells(entry)
        yield [
            entry.number,
            mandatory_list.document_no,
            entry.name,
            entry.uscc or enterprise.uscc,
            enterprise.old_code,
            _industry_cell(entry),
            county,
            city,
            mandatory_list.authority,
            published_on,
            "、".join(str(category.label) for category in entry.categories),
            entry.reason,
            enterprise.address,
        ]


def place_cells(entry: Listing) -> tuple[str, str]:
    """City and county as an import reads them back to the same place; unresolved ones as published."""
    region, published = entry.region, entry.place_as_published
    if region.level == Level.COUNTY:
        return (region.city.name if region.city else ""), region.name
    if region.level == Level.CITY:
        return region.name, published
    return published, ""


def _industry_cell(entry: Listing) -> str:
    industry = entry.enterprise.industry
    if industry is None:
        return entry.enterprise.industry_as_published
    return f"{industry.name}（{industry.code}）" if industry.code.isdigit() else industry.name


def _bytes(sheets: list[SheetSpec]) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list.xlsx"
        write_workbook(path, sheets)
        return path.read_bytes()
