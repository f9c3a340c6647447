"""The words of an import's preview, whatever is imported: its figures, its tabs, its problems."""

from collections.abc import Callable, Mapping
from typing import Any

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
Counts = Mapping[str, int]
Reasons = list[list[Any]]


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
