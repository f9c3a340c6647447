"""Reference rows of the registry and the law; loaded after every migrate."""

from pathlib import Path
from typing import Any

from config.common.csvrows import read_rows

_FIXTURES = Path(__file__).parent / "fixtures"
_KEY_AREAS = ("汾河流域", "环境保护重点区域", "居民聚集地", "高速公路沿线")


def load_reference(sender: Any, **_facts: Any) -> None:
    _load_industries(sender.get_model("Industry"))
    _load_regimes(sender.get_model("LegalRegime"))
    _load_cycles(sender.get_model("CycleIndustry"))
    _load_simple(sender.get_model("PenaltyArticle"), "penalties.csv")
    _load_disclosure_fields(sender.get_model("DisclosureField"))
    _load_calendar(sender.get_model("CalendarYear"), sender.get_model("CalendarDay"))
    areas = sender.get_model("KeyArea")
    for name in _KEY_AREAS:
        areas.objects.get_or_create(name=name, defaults={"mark": "L"})


def _load_industries(model: Any) -> None:
    if model.objects.exists():
        return
    known: dict[str, Any] = {}
    for row in read_rows(_FIXTURES / "gbt4754_divisions.csv"):
        known[row["code"]] = model.objects.create(**row | {"parent": known.get(row["parent"])})
    for row in read_rows(_FIXTURES / "gbt4754_key.csv"):
        model.objects.create(**row | {"parent": known[row["parent"]], "level": "class"})


def _load_regimes(model: Any) -> None:
    if model.objects.exists():
        return
    for row in read_rows(_FIXTURES / "deadlines.csv"):
        model.objects.create(**row | {"effective_to": row["effective_to"] or None})


def _load_cycles(model: Any) -> None:
    if model.objects.exists():
        return
    for row in read_rows(_FIXTURES / "cycle_industries.csv"):
        for prefix in row["gbt4754"].split("|"):
            model.objects.create(
                cycle=row["cycle"], name=row["industry"], prefix=prefix, note=row["note"], mark=row["mark"]
            )


def _load_calendar(years: Any, model: Any) -> None:
    """Days that are not what their weekday says, by the State Council's yearly notices; each year's first version."""
    if model.objects.exists():
        return
    rows = list(read_rows(_FIXTURES / "calendar_days.csv"))
    known = {
        year: years.objects.create(year=year, source=f"国务院办公厅关于{year}年部分节假日安排的通知")
        for year in sorted({int(row["on"][:4]) for row in rows})
    }
    model.objects.bulk_create(model(calendar=known[int(row["on"][:4])], **row) for row in rows)


def _load_simple(model: Any, fixture: str) -> None:
    if model.objects.exists():
        return
    for row in read_rows(_FIXTURES / fixture):
        model.objects.create(**row)


def _load_disclosure_fields(model: Any) -> None:
    if model.objects.exists():
        return
    for row in read_rows(_FIXTURES / "disclosure_fields.csv"):
        model.objects.create(
            category=row["category"],
            order=row["order"],
            label=row["field"],
            repeats=row["repeats"] == "1",
            personal=row["personal"] == "1",
            mark=row["mark"],
        )
