"""The template of a sheet of the past: every column it may have, an example, and what each means."""

import tempfile
from collections.abc import Iterable
from pathlib import Path

from django.utils.translation import gettext as _

from config.common.spreadsheet.columns import ColumnSpec
from config.common.spreadsheet.writing import TEXT_FORMAT, OutColumn, SheetSpec, write_workbook
from measures.calculations.past_columns import AmountColumn, PastIndicator, past_columns, shown_heading

_LEFT_OUT = {"number", "old_code", "permits", "legal_representative", "scale"}
_WIDE = {"name": 34, "uscc": 22, "document_no": 22, "authority": 20, "address": 26}
_EXAMPLE = {
    "year": "2019",
    "document_no": "示环发〔2019〕1号",
    "authority": "示例省生态环境厅",
    "published_on": "2019-03-31",
    "name": "示例焦化有限公司",
    "uscc": "91140105MA0000001E",
    "industry": "炼焦",
    "city": "太原市",
    "county": "小店区",
    "categories": "双超、双有",
    "disclosed_on": "2019-04-12",
    "started_on": "2019-05-10",
    "reported_on": "2020-02-18",
    "evaluated_on": "2020-04-09",
    "accepted_on": "2020-11-27",
    "acceptance": "通过",
    "no_low_proposed": "12",
    "no_low_implemented": "12",
    "medium_high_proposed": "3",
    "medium_high_implemented": "2",
    "medium_high_planned": "430.5",
    "medium_high_invested": "301.25",
    "benefit_wan": "88.4",
    "effect_water": "12000",
    "effect_cod": "3.72",
}


def past_template_file(indicators: Iterable[PastIndicator]) -> bytes:
    """The workbook people fill in: headings with units, one example row, and a sheet that explains each column."""
    specs = [spec for spec in past_columns(indicators) if spec.key not in _LEFT_OUT]
    first = [spec for spec in specs if spec.key == "year"]
    specs = first + [spec for spec in specs if spec.key != "year"]
    columns = [OutColumn(shown_heading(spec), _WIDE.get(spec.key, 14), TEXT_FORMAT) for spec in specs]
    example = [_EXAMPLE.get(spec.key, "") for spec in specs]
    heads = [OutColumn(_("列"), 28), OutColumn(_("是否必填"), 12), OutColumn(_("怎样填"), 90)]
    notes = [[shown_heading(spec), *_explained(spec)] for spec in specs]
    sheets = [
        SheetSpec("往年", columns, [example], frozen_columns=3),
        SheetSpec("填写说明", heads, notes, titles=[_("填写前请删去“往年”表中的示例行")], autofilter=False),
    ]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "past.xlsx"
        write_workbook(path, sheets)
        return path.read_bytes()


def _explained(spec: ColumnSpec) -> tuple[str, str]:
    must, once, may = _("必填"), _("每份名单必填"), _("可空")
    told = {
        "year": (must, _("名单的年度，如 2019；一行是一家企业在一个年度名单上的一轮审核。")),
        "document_no": (once, _("名单的文号；同一份名单的各行相同。")),
        "authority": (once, _("发布名单的机关；各行相同，或只填一行。")),
        "published_on": (once, _("公布日期；各行相同，或只填一行。")),
        "name": (must, _("名单公布时的全称；按代码和地点找到已登记的企业，现名不会改动。")),
        "uscc": (may, _("18 位，单元格须为文本格式；没有的留空，会提示。")),
        "county": (must, _("县（市、区）现在的名称或六位代码；撤销后分属几处的旧县，请写明是现在的哪一个。")),
        "city": (may, _("设区市的名称或六位代码；县名在本省不止一处时必填。")),
        "categories": (must, _("双超、双有、高耗能；同属几类的写在同一格，用顿号隔开。")),
        "accepted_on": (may, _("通过验收的日期；没有通过的填组织验收的日期，并在“验收结论”写明。")),
        "acceptance": (may, _("通过、限期整改或不通过；空着而有验收日期的，视为通过。")),
        "proposed_on": (may, _("方案计入哪一天；空着的按报送报告日期，其次按评估、验收日期。")),
        "implemented_on": (may, _("实施、投资和效益计入哪一天；空着的按验收日期，其次按评估日期。")),
        "level_before": (may, _("Ⅰ级、Ⅱ级、Ⅲ级或未达Ⅲ级。")),
        "level_after": (may, _("Ⅰ级、Ⅱ级、Ⅲ级或未达Ⅲ级。")),
    }
    if spec.key in told:
        return told[spec.key]
    if isinstance(spec, AmountColumn):
        units = "、".join(spec.units())
        return may, _("每年的数量或金额；表头里的单位可换成：%(units)s。") % {"units": units}
    if spec.key.endswith(("_proposed", "_implemented")):
        return may, _("方案的项数；合计（无/低费、中/高费）与分列只填一种，或使两者相等。")
    return may, _("照原来的台账填写。")
