"""Which figures stand side by side in a report's documents. To add a table: docs/how-to/add-a-report-table.md."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_noop as _

from config.common.wording import number_words
from reports.calculations.snapshot import Snapshot
from reports.documents.words import amount, cell, column_decimals
from reports.facts import FIGURE_BY_CODE, FIGURES, REPEATED


@dataclass(frozen=True)
class Column:
    """One column: the code of a figure or `benefits.<indicator>`, its heading, its unit."""

    code: str
    heading: str
    unit: str = ""

    def value(self, row: dict[str, Any]) -> Any:
        group, _dot, code = self.code.partition(".")
        return row[group].get(code) if code else row.get(group)


@dataclass(frozen=True)
class TableSpec:
    """One table of the PDF: a heading and its columns, over any of the snapshot's row lists."""

    title: str
    columns: tuple[Column, ...]


# The papers are Chinese: the words are only marked here, and put in the reader's language by the page.
PROGRESS_COLUMNS = (
    Column("listed", _("列入名单")),
    Column("disclosed", _("已公示")),
    Column("started", _("已启动")),
    Column("reported", _("已报报告")),
    Column("evaluated", _("通过评估")),
    Column("accepted", _("通过验收")),
    Column("post_assessed", _("已后评估")),
    Column("overdue", _("逾期")),
)
MONEY_COLUMNS = (
    Column("measures_proposed_costly", _("提出中高费"), _("个")),
    Column("measures_implemented_costly", _("实施中高费"), _("个")),
    Column("measures_no_low_implemented", _("实施无低费"), _("个")),
    Column("investment_wan", _("实际投资"), _("万元")),
    Column("economic_benefit_wan", _("经济效益"), _("万元/年")),
)
BENEFIT_COLUMNS = (
    Column("benefits.cod", _("化学需氧量"), _("吨/年")),
    Column("benefits.so2", _("二氧化硫"), _("吨/年")),
    Column("benefits.soot", _("烟尘"), _("吨/年")),
    Column("benefits.dust", _("粉尘"), _("吨/年")),
    Column("benefits.water", _("节水"), _("吨/年")),
    Column("benefits.electricity", _("节电"), _("万千瓦时/年")),
    Column("benefits.coal", _("节煤"), _("吨/年")),
)
PROGRESS = TableSpec(_("审核进展"), PROGRESS_COLUMNS)
MONEY = TableSpec(_("方案、投资与效益"), MONEY_COLUMNS)
BENEFITS = TableSpec(_("主要环境与资源效益"), BENEFIT_COLUMNS)

# The lists of rows a snapshot has, with the heading of their first column.
DIMENSIONS = {
    "by_city": (_("分地区"), _("地区")),
    "by_industry": (_("分行业"), _("行业")),
    "by_category": (_("分类别"), _("类别")),
    "by_year": (_("分年度"), _("年度")),
}


def body(spec: TableSpec, rows: Sequence[dict[str, Any]], totals: dict[str, Any]) -> dict[str, Any]:
    """A table ready to print: headings, rows of words, and the total below them."""
    decimals = [column_decimals(column.value(row) for row in (*rows, totals)) for column in spec.columns]

    def cells(row: dict[str, Any]) -> list[str]:
        return [
            number_words(column.value(row), places)
            for column, places in zip(spec.columns, decimals, strict=True)
        ]

    lines = [{"name": row["name"], "cells": cells(row), "less": row["code"] == REPEATED} for row in rows]
    return {
        "columns": spec.columns,
        "rows": lines,
        "total": cells(totals),
        "units": any(column.unit for column in spec.columns),
    }


def all_columns(snapshot: Snapshot) -> list[Column]:
    """Every figure and every indicator, for the workbook."""
    figures = [Column(kind.code, str(kind.label), str(kind.unit)) for kind in FIGURES]
    benefits = [Column(f"benefits.{one['code']}", one["name"], one["unit"]) for one in snapshot["indicators"]]
    return figures + benefits


def typed(column: Column, row: dict[str, Any]) -> Any:
    """A value for a spreadsheet: counts as numbers, amounts exact."""
    value = column.value(row)
    if value is None or isinstance(value, int):
        return value
    return amount(value)


def is_exact(column: Column) -> bool:
    kind = FIGURE_BY_CODE.get(column.code)
    return kind.exact if kind else column.code.startswith("benefits.")


def indicator_lines(snapshot: Snapshot) -> Iterator[dict[str, str]]:
    """Every indicator with its total, those without one left out."""
    for one in snapshot["indicators"]:
        value = snapshot["totals"]["benefits"][one["code"]]
        if amount(value):
            yield {"name": one["name"], "unit": one["unit"], "value": cell(value)}
