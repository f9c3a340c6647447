"""The Gantt chart of a round: for each of the seven stages what was planned above what happened."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from audits.enums import SEVEN_STAGES, Stage
from audits.models import Round
from audits.selectors.rounds import RoundSheet
from config.common.wording import Light
from enterprises.enums import DutyCode

_WIDE = 1000


@dataclass(frozen=True)
class Span:
    """From one day to another; an open one goes on today."""

    first: date
    last: date
    open: bool = False


@dataclass(frozen=True)
class StageSpans:
    stage: Stage
    planned: Span | None
    actual: Span | None
    planned_on: date | None
    done_on: date | None


def gantt(round_: Round, sheet: RoundSheet, today: date) -> dict[str, Any]:
    """The rows of audits/parts/gantt.html, on one scale from the first day to the last; none without any date."""
    spans = list(_spans(round_, sheet, today))
    due = next((duty.due_on for duty in sheet.duties if duty.code == DutyCode.FINISH), None)
    if not any(row.planned for row in spans):
        return {"rows": []}
    days = [
        day for row in spans for span in (row.planned, row.actual) if span for day in (span.first, span.last)
    ]
    first, last = min([*days, today]), max([*days, today, *([due] if due else [])])
    scale = _WIDE / max((last - first).days, 1)
    return {
        "rows": [_row(row, first, scale, today) for row in spans],
        "first": first,
        "last": last,
        "today": _number((today - first).days * scale),
        "due": _number((due - first).days * scale) if due else "",
        "due_on": due,
    }


def _spans(round_: Round, sheet: RoundSheet, today: date) -> Iterator[StageSpans]:
    """A stage is planned from the end of the one before; it begins when that is approved, 方案实施 after evaluation."""
    planned_from, began = round_.opened_on, round_.started_on
    for stage in SEVEN_STAGES:
        row = sheet.stages[stage]
        if stage == Stage.IMPLEMENTATION:
            began = round_.evaluated_on
        ends = row.approved_on or (today if round_.stage == stage else None)
        yield StageSpans(
            stage=stage,
            planned=Span(min(planned_from, row.planned_on), row.planned_on) if row.planned_on else None,
            actual=Span(min(began, ends), ends, open=not row.approved_on) if began and ends else None,
            planned_on=row.planned_on,
            done_on=row.approved_on,
        )
        planned_from, began = row.planned_on or planned_from, row.approved_on


def _row(row: StageSpans, first: date, scale: float, today: date) -> dict[str, Any]:
    light = _light(row, today)
    return {
        "label": row.stage.label,
        "planned": _bar(row.planned, first, scale),
        "actual": _bar(row.actual, first, scale),
        "planned_on": row.planned_on,
        "done_on": row.done_on,
        "light": light,
    }


def _bar(span: Span | None, first: date, scale: float) -> dict[str, str] | None:
    if span is None:
        return None
    width = max((span.last - span.first).days * scale, 4)
    return {"x": _number(min((span.first - first).days * scale, _WIDE - width)), "width": _number(width)}


def _number(value: float) -> str:
    """The same in every language: an SVG knows only the point."""
    return f"{value:.1f}"


def _light(row: StageSpans, today: date) -> Light:
    """How the stage stands to its plan."""
    if row.actual is None:
        late = row.planned_on is not None and row.planned_on < today
        return Light("soon", _("该完成而未开始")) if late else Light("todo", _("未开始"))
    behind = (row.actual.last - row.planned_on).days if row.planned_on else 0
    if row.actual.open:
        return (
            Light("late", _("进行中，已超计划 %(n)d 天") % {"n": behind})
            if behind > 0
            else Light("ok", _("进行中"))
        )
    return (
        Light("done", _("完成，比计划晚 %(n)d 天") % {"n": behind})
        if behind > 0
        else Light("done", _("按计划完成"))
    )
