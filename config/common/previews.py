"""The words of an import's preview, whatever is imported: its page, its figures, its tabs, its rows, its problems."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

STATE_TONES = {
    "uploaded": "todo",
    "checking": "ok",
    "previewed": "soon",
    "applying": "ok",
    "applied": "done",
    "failed": "late",
    "cancelled": "paused",
}
ROW_TONES = {"new": "ok", "changed": "info", "same": "todo", "bad": "late"}
WORKING = ("uploaded", "checking", "applying")
HAS_ROWS = ("previewed", "applying", "applied")
_CAN_RECHECK = ("previewed", "failed")
_CANNOT_GIVE_UP = ("applying", "applied", "cancelled")
_DEEDS = ("recheck", "give_up", "confirm", "progress")
Counts = Mapping[str, int]
# How many rows were read, and what they would do.
IMPORT_COUNTS = ("read", "new", "changed", "same", "bad")
Reasons = list[list[Any]]


def state_of(sheet: Any) -> dict[str, str]:
    return {"label": sheet.get_state_display(), "tone": STATE_TONES[sheet.state]}


def import_row(sheet: Any, address: str, years: Any) -> dict[str, Any]:
    """An import in the list of its kind, whose URL names begin with `address`."""
    return {
        "name": sheet.file.name,
        "href": reverse(f"{address}_detail", args=[sheet.pk]),
        "years": years,
        "at": sheet.created_at,
        "state": state_of(sheet),
        **{name: sheet.counts.get(name) for name in IMPORT_COUNTS},
    }


def job_of(sheet: Any) -> Any:
    """The job that is at work on the sheet, or was last."""
    return sheet.apply_job if sheet.state == "applying" else sheet.check_job


def import_page(sheet: Any, address: str, bar: Mapping[str, Any] | None) -> dict[str, Any]:
    """What every kind of import has on its page beside its rows; `bar` is its job's."""
    job = job_of(sheet)
    working = sheet.state in WORKING
    return {
        "pk": sheet.pk,
        "urls": {name: reverse(f"{address}_{name}", args=[sheet.pk]) for name in _DEEDS},
        "name": sheet.file.name,
        "version": sheet.version,
        "state": state_of(sheet),
        "reason": sheet.reason,
        "working": working,
        "stuck": working and job is not None and job.is_over,
        "job_href": reverse("operations:job_detail", args=[job.pk]) if job else "",
        "bar": {**bar, "result_url": ""} if bar else None,
        "previewed": sheet.state == "previewed",
        "applied": sheet.state == "applied",
        "has_rows": sheet.state in HAS_ROWS,
        "can_recheck": sheet.state in _CAN_RECHECK,
        "can_give_up": sheet.state not in _CANNOT_GIVE_UP,
        "notes": sheet.facts.get("notes", []),
        "kpis": kpis(sheet.counts),
        "columns": _columns_url(sheet, address),
        "marked": reverse(f"{address}_marked", args=[sheet.pk]) if sheet.marked_copy else "",
    }


def _columns_url(sheet: Any, address: str) -> str:
    """Where one says what its unknown headings mean, while that can still change anything."""
    unknown = any(one["unknown"] for one in sheet.facts.get("headings", []))
    can = unknown and sheet.state in _CAN_RECHECK
    return reverse(f"{address}_columns", args=[sheet.pk]) if can else ""


def heading_rows(remembered: Iterable[Any], words: Mapping[str, str]) -> list[dict[str, Any]]:
    """What a bureau remembers of headings, for its list."""
    return [
        {
            "pk": row.pk,
            "heading": row.heading,
            "field": words.get(row.field, row.field),
            "by": row.chosen_by.name,
            "at": row.chosen_at,
        }
        for row in remembered
    ]


def staged_row(sheet: Any, row: Any) -> dict[str, Any]:
    """What every kind of import shows of a staged row; what it would change says the kind."""
    values, cells = row.values, row.cells
    same_everywhere = everywhere(sheet.counts, sheet.facts.get("reasons", []))
    return {
        "sheet": row.sheet,
        "row": row.row,
        "name": values.get("name") or cells.get("name", ""),
        "uscc": values.get("uscc", ""),
        "place": values.get("region_name", ""),
        "state": {"label": row.get_state_display(), "tone": ROW_TONES[row.state]},
        "problems": [
            problem_row(problem)
            for problem in row.problems
            if (problem["code"], problem["column"]) not in same_everywhere
        ],
    }


def kpis(counts: Counts) -> list[dict[str, Any]]:
    words = {
        "": (_("读取"), "read", ""),
        "new": (_("新增"), "new", ""),
        "changed": (_("有变化"), "changed", ""),
        "same": (_("相同"), "same", ""),
        "bad": (_("有错"), "bad", "late"),
        "warned": (_("有警告"), "warned", "soon"),
    }
    return [
        {
            "label": label,
            "value": counts.get(name, 0),
            "unit": _("行"),
            "href": f"?state={state}#rows" if state else "?#rows",
            "tone": tone if counts.get(name) else "",
        }
        for state, (label, name, tone) in words.items()
    ]


def state_tabs(counts: Counts, active: str) -> list[dict[str, Any]]:
    words = {"": _("全部"), "new": _("新增"), "changed": _("有变化"), "same": _("相同"), "bad": _("有错")}
    words["warned"] = _("有警告")
    return [
        {
            "label": label,
            "href": f"?state={state}#rows" if state else "?#rows",
            "active": state == active,
            "count": counts.get(state or "read", 0),
        }
        for state, label in words.items()
    ]


def reason_rows(counts: Counts, reasons: Reasons, words: Callable[[str, str], str]) -> list[dict[str, Any]]:
    """How often each kind of problem occurs; errors first."""
    same_everywhere = everywhere(counts, reasons)
    rows = sorted(reasons, key=lambda row: (row[0] != "bad", -row[3]))
    return [
        {
            "words": words(code, column),
            "count": count,
            "light": {"tone": "late", "label": _("有错")}
            if level == "bad"
            else {"tone": "soon", "label": _("警告")},
            "everywhere": (code, column) in same_everywhere,
        }
        for level, code, column, count in rows
    ]


def everywhere(counts: Counts, reasons: Reasons) -> set[tuple[str, str]]:
    """Warnings every row has, as of an empty column: said once above the rows, they would bury what differs."""
    read = counts.get("read", 0)
    return {
        (code, column) for level, code, column, count in reasons if level == "warned" and count == read > 1
    }


def problem_row(problem: dict[str, Any]) -> dict[str, Any]:
    bad = problem["level"] == "bad"
    return problem | {
        "tone": "late" if bad else "soon",
        "icon": "alert-circle-filled" if bad else "alert-triangle-filled",
    }
