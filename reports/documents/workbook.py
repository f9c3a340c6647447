"""The workbook of a report: summary and tables from the snapshot, annexes A to D streamed beside it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from config.common.spreadsheet.writing import OutColumn, SheetSpec, Total, write_workbook
from reports.calculations.snapshot import Snapshot
from reports.documents.annexes import Annexes, result_values
from reports.documents.narrative import imported
from reports.documents.tables import DIMENSIONS, PROGRESS_COLUMNS, Column, all_columns, is_exact, typed
from reports.documents.words import day, years

_EXACT = "#,##0.######"
_COUNT = "#,##0"
_TEXT = "@"


def write_xlsx(snapshot: Snapshot, target: Path, annexes: Annexes) -> None:
    """Summary, four tables and annexes A–D in one workbook, in constant memory."""
    write_workbook(target, _sheets(snapshot, annexes))


def _sheets(snapshot: Snapshot, annexes: Annexes) -> Iterator[SheetSpec]:
    yield _summary(snapshot)
    for key, (name, heading) in DIMENSIONS.items():
        yield _table(snapshot, key, name, heading)
    yield _listings(snapshot, annexes)
    yield _progress(snapshot)
    yield _results(snapshot, annexes)
    yield _reviews(snapshot, annexes)


def _titles(snapshot: Snapshot, words: str) -> list[str]:
    """Two lines above every sheet: whose figures, which period, as of when."""
    return [f"{snapshot['region_name']}{years(snapshot)}{words}（截至{day(snapshot['as_of'])}）"]


def _summary(snapshot: Snapshot) -> SheetSpec:
    rates = {
        "评估一次通过率": snapshot["first_try_rate"]["evaluation"],
        "验收一次通过率": snapshot["first_try_rate"]["acceptance"],
        "后评估方案持续运行率": snapshot["persistence"]["measures"],
        "后评估效益保持率": snapshot["persistence"]["benefit"],
    }
    rows: list[Any] = [
        (column.heading, typed(column, snapshot["totals"]), column.unit, column.code)
        for column in all_columns(snapshot)
    ]
    rows += [
        (
            f"{name}（样本{rate['sample']}）",
            None if rate["percent"] is None else float(rate["percent"]),
            "%",
            "",
        )
        for name, rate in rates.items()
    ]
    columns = [
        OutColumn("指标", 34),
        OutColumn("数值", 20, _EXACT),
        OutColumn("单位", 12),
        OutColumn("代码", 30, _TEXT),
    ]
    titles = [*_titles(snapshot, "清洁生产审核汇总"), *filter(None, [imported(snapshot)])]
    return SheetSpec("汇总", columns, rows, titles=titles, autofilter=False)


def _table(snapshot: Snapshot, key: str, name: str, heading: str) -> SheetSpec:
    columns = all_columns(snapshot)
    rows: list[Any] = [
        (row["code"], row["name"], *(typed(column, row) for column in columns)) for row in snapshot[key]
    ]
    rows.append(Total(("", "合计", *(typed(column, snapshot["totals"]) for column in columns))))
    out = [OutColumn("代码", 12, _TEXT), OutColumn(heading, 18), *(_out(column) for column in columns)]
    return SheetSpec(name, out, rows, titles=_titles(snapshot, f"{name}汇总"), frozen_columns=2)


def _out(column: Column) -> OutColumn:
    unit = f"({column.unit})" if column.unit else ""
    return OutColumn(f"{column.heading}{unit}", None, _EXACT if is_exact(column) else _COUNT)


def _listings(snapshot: Snapshot, annexes: Annexes) -> SheetSpec:
    columns = [
        OutColumn("序号", 8, _COUNT),
        OutColumn("企业名称", 36),
        OutColumn("统一社会信用代码", 22, _TEXT),
        OutColumn("市", 12),
        OutColumn("县（市、区）", 14),
        OutColumn("行业", 24),
        OutColumn("类别", 16),
        OutColumn("入列原因", 30),
        OutColumn("文号", 22),
        OutColumn("发布机关", 22),
        OutColumn("公布日期", 13),
        OutColumn("报送报告期限", 13),
    ]
    return SheetSpec(
        "附表A 公布名单",
        columns,
        annexes.listings(),
        titles=_titles(snapshot, "强制性清洁生产审核企业名单"),
        frozen_columns=2,
    )


def _progress(snapshot: Snapshot) -> SheetSpec:
    codes = [*(column.code for column in PROGRESS_COLUMNS), "aside"]
    columns = [
        OutColumn("名单年度", 10, "0"),
        OutColumn("地区", 16),
        *(OutColumn(column.heading, 12, _COUNT) for column in PROGRESS_COLUMNS),
        OutColumn("免审、缓期或转入下批", 20, _COUNT),
    ]
    rows: list[Any] = [
        (row["year"], row["name"], *(row[code] for code in codes)) for row in snapshot["progress"]
    ]
    sums = [sum(row[code] for row in snapshot["progress"]) for code in codes]
    rows.append(Total((None, "合计", *sums)))
    return SheetSpec(
        "附表B 进展", columns, rows, titles=_titles(snapshot, "名单进展（按名单年度）"), frozen_columns=2
    )


def _results(snapshot: Snapshot, annexes: Annexes) -> SheetSpec:
    fixed = [
        OutColumn("企业名称", 36),
        OutColumn("统一社会信用代码", 22, _TEXT),
        OutColumn("市", 12),
        OutColumn("县（市、区）", 14),
        OutColumn("行业", 24),
    ]
    sums = [
        OutColumn("提出无/低费方案", 12, _COUNT),
        OutColumn("实施无/低费方案", 12, _COUNT),
        OutColumn("提出中/高费方案", 12, _COUNT),
        OutColumn("实施中/高费方案", 12, _COUNT),
        OutColumn("计划投资（万元）", 14, _EXACT),
        OutColumn("实际投资（万元）", 14, _EXACT),
        OutColumn("经济效益（万元/a）", 14, _EXACT),
    ]
    indicators = [OutColumn(f"{one['name']}（{one['unit']}）", 14, _EXACT) for one in snapshot["indicators"]]
    levels = [OutColumn("审核前水平", 16), OutColumn("审核后水平", 16)]
    return SheetSpec(
        "附表C 审核结果",
        [*fixed, *sums, *indicators, *levels],
        _with_total(annexes),
        titles=_titles(snapshot, "企业清洁生产审核结果"),
        frozen_columns=1,
    )


def _with_total(annexes: Annexes) -> Iterator[Any]:
    """The rows of annex C, and below them their sum, for the reader to compare with the totals."""
    yield from annexes.results()
    yield Total(("合计", "", "", "", "", *result_values(annexes.result_sums, annexes.scope.indicators)))


def _reviews(snapshot: Snapshot, annexes: Annexes) -> SheetSpec:
    columns = [
        OutColumn("企业名称", 36),
        OutColumn("咨询机构", 30),
        OutColumn("审核人员", 20),
        OutColumn("评审", 8),
        OutColumn("次数", 8, _COUNT),
        OutColumn("专家", 30),
        OutColumn("作出结论日期", 13),
        OutColumn("得分", 10, "0.##"),
        OutColumn("结论", 12),
        OutColumn("评审前水平", 16),
        OutColumn("评审后水平", 16),
    ]
    return SheetSpec(
        "附表D 评估与验收", columns, annexes.reviews(), titles=_titles(snapshot, "评估与验收情况")
    )
