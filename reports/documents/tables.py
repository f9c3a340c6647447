"""Which figures stand side by side in a report's documents. To add a table: docs/how-to/add-a-report-table.md."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

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


PROGRESS_COLUMNS = (
    Column("listed", "列入名单"),
    Column("disclosed", "已公示"),
    Column("started", "已启动"),
    Column("reported", "已报报告"),
    Column("evaluated", "通过评估"),
    Column("accepted", "通过验收"),
    Column("post_assessed", "已后评估"),
    Column("overdue", "逾期"),
)
MONEY_COLUMNS = (
    Column("measures_proposed_costly", "提出中高费", "个"),
    Column("measures_implemented_costly", "实施中高费", "个"),
    Column("measures_no_low_implemented", "实施无低费", "个"),
    Column("investment_wan", "实际投资", "万元"),
    Column("economic_benefit_wan", "经济效益", "万元/年"),
)
BENEFIT_COLUMNS = (
    Column("benefits.cod", "化学需氧量", "吨/年"),
    Column("benefits.so2", "二氧化硫", "吨/年"),
    Column("benefits.soot", "烟尘", "吨/年"),
    Column("benefits.dust", "粉尘", "吨/年"),
    Column("benefits.water", "节水", "吨/年"),
    Column("benefits.electricity", "节电", "万千瓦时/年"),
    Column("benefits.coal", "节煤", "吨/年"),
)
PROGRESS = TableSpec("审核进展", PROGRESS_COLUMNS)
MONEY = TableSpec("方案、投资与效益", MONEY_COLUMNS)
BENEFITS = TableSpec("主要环境与资源效益", BENEFIT_COLUMNS)

# The lists of rows a snapshot has, with the heading of their first column.
DIMENSIONS = {
    "by_city": ("分地区", "地区"),
    "by_industry": ("分行业", "行业"),
    "by_category": ("分类别", "类别"),
    "by_year": ("分年度", "年度"),
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
