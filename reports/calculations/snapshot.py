"""The frozen figures of a report as canonical JSON: sorted keys, counts as numbers, amounts as decimal strings."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from reports.calculations.ratios import (
    Ratio,
    benefit_persisting,
    first_try_acceptances,
    first_try_evaluations,
    measures_persisting,
)
from reports.facts import EARLIER, Figures, Indicator, ProgressRow, Row, Value

FORMAT = 1
NOTHING_IMPORTED: Mapping[str, Any] = {"years": [], "rounds": 0}

Snapshot = dict[str, Any]


def snapshot_of(
    figures: Figures,
    progress: Sequence[ProgressRow],
    *,
    authority: str,
    made_on: date,
    imported: Mapping[str, Any] = NOTHING_IMPORTED,
) -> Snapshot:
    """Everything the documents of a report say, and nothing else: JSON, PDF and Excel are made from it.

    `imported`: years and rounds taken over from the past.
    """
    return {
        "format": FORMAT,
        "region": figures.place.code,
        "region_name": figures.place.name,
        "level": figures.place.level,
        "authority": authority,
        "year": figures.period.year,
        "since": figures.period.since,
        "as_of": str(figures.period.as_of),
        "made_on": str(made_on),
        "indicators": [_indicator(one) for one in figures.indicators],
        "totals": _row(figures.totals),
        "first_try_rate": {
            "evaluation": _ratio(first_try_evaluations(figures.totals)),
            "acceptance": _ratio(first_try_acceptances(figures.totals)),
        },
        "persistence": {
            "measures": _ratio(measures_persisting(figures.totals)),
            "benefit": _ratio(benefit_persisting(figures.totals)),
        },
        "by_city": [_named(row) for row in figures.by_place],
        "by_industry": [_named(row) for row in figures.by_industry],
        "by_category": [_named(row) for row in figures.by_category],
        "by_year": [_named(row) | _year(row) for row in figures.by_year],
        "progress": [_progress(row) for row in progress],
        "imported": dict(imported),
        "annexes": _annexes(figures),
    }


def _annexes(figures: Figures) -> dict[str, Any]:
    stem = file_stem(figures.place.code, figures.period.year)
    return {"file": f"{stem}.xlsx", "sheets": ["A", "B", "C", "D"]}


def _progress(row: ProgressRow) -> dict[str, Any]:
    return {"year": row.year, "code": row.code, "name": row.name, **row.counts}


def _indicator(one: Indicator) -> dict[str, str]:
    return {"code": one.code, "name": one.name, "english": one.english, "unit": one.unit}


def file_stem(code: str, year: int) -> str:
    """The name of a report's files without their kind."""
    return f"annual-{code}-{year}"


def canonical(snapshot: Snapshot) -> bytes:
    """The one way to write a snapshot; its SHA-256 is the report's."""
    text = json.dumps(snapshot, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode()


def sha256_of(snapshot: Snapshot) -> str:
    return hashlib.sha256(canonical(snapshot)).hexdigest()


def _row(row: Row) -> dict[str, Any]:
    values = {code: _written(value) for code, value in row.values.items()}
    return values | {"benefits": {code: _written(value) for code, value in row.benefits.items()}}


def _named(row: Row) -> dict[str, Any]:
    return {"code": row.code, "name": row.name} | _row(row)


def _year(row: Row) -> dict[str, Any]:
    return {"year": None if row.code == EARLIER else int(row.code)}


def _ratio(ratio: Ratio) -> dict[str, Any]:
    percent = ratio.percent
    return {
        "part": _written(ratio.part),
        "whole": _written(ratio.whole),
        "sample": ratio.sample,
        "percent": None if percent is None else format(percent, "f"),
    }


def _written(value: Value) -> int | str:
    return format(value, "f") if isinstance(value, Decimal) else value
