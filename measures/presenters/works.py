"""The building of a measure: its Gantt chart, its money by source."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from config.common.wording import Light, date_words, number_words, unit_words
from measures.models import Funding, Measure, WorkStep
from measures.selectors.works import Works

_WIDE = 1000


def works_page(measure: Measure, works: Works, today: date, may_write: bool) -> dict[str, Any]:
    return {
        "gantt": gantt(works.steps, today),
        "funds": [fund_row(row, may_write) for row in works.fundings],
        "draws": draw_rows(works.fundings),
        "gaps": money_gaps(measure, works.fundings),
    }


def works_summary(works: Works, today: date) -> list[dict[str, Any]]:
    """Two lines for the measure's own page; none where nothing was planned."""
    rows: list[dict[str, Any]] = []
    if works.steps:
        done = sum(step.done_on is not None for step in works.steps)
        late = [step for step in works.steps if _is_late(step, today)]
        light = Light("late", _("%(n)d 步落后") % {"n": len(late)}) if late else None
        words = _("%(done)d / %(all)d 步完成") % {"done": done, "all": len(works.steps)}
        rows.append({"term": _("实施进度"), "value": words, "light": light})
    if works.fundings:
        planned, drawn = _sums(works.fundings)
        words = _("已到位 %(drawn)s / %(planned)s 万元") % {
            "drawn": number_words(drawn),
            "planned": number_words(planned),
        }
        rows.append({"term": _("资金"), "value": words})
    return rows


def gantt(steps: Sequence[WorkStep], today: date) -> dict[str, Any]:
    """Bars of the plan above bars of what happened, on one scale; it holds today while something is to be done."""
    if not steps:
        return {"rows": []}
    going = any(step.done_on is None for step in steps)
    days = [day for step in steps for day in _days(step)] + ([today] if going else [])
    first, last = min(days), max(days)
    scale = _WIDE / max((last - first).days, 1)
    return {
        "rows": [_step_row(step, first, scale, today) for step in steps],
        "today": _number((today - first).days * scale) if going else "",
        "first": first,
        "last": last,
    }


def _days(step: WorkStep) -> list[date]:
    return [day for day in (step.planned_from, step.planned_to, step.begun_on, step.done_on) if day]


def _step_row(step: WorkStep, first: date, scale: float, today: date) -> dict[str, Any]:
    ends = step.done_on or max(today, step.begun_on or today)
    return {
        "label": step.name,
        "planned": _bar(step.planned_from, step.planned_to, first, scale),
        "actual": _bar(step.begun_on, ends, first, scale) if step.begun_on else None,
        "planned_on": step.planned_to,
        "done_on": step.done_on,
        "light": step_light(step, today),
    }


def _bar(begins: date, ends: date, first: date, scale: float) -> dict[str, str]:
    width = max((ends - begins).days * scale, 4)
    return {"x": _number(min((begins - first).days * scale, _WIDE - width)), "width": _number(width)}


def _number(value: float) -> str:
    """The same in every language: an SVG knows only the point."""
    return f"{value:.1f}"


def _is_late(step: WorkStep, today: date) -> bool:
    return step.done_on is None and step.planned_to < today


def step_light(step: WorkStep, today: date) -> Light:
    """How a step stands to its plan."""
    if step.done_on:
        behind = (step.done_on - step.planned_to).days
        late = _("完成，比计划晚 %(n)d 天") % {"n": behind}
        return Light("done", late if behind > 0 else _("按计划完成"))
    if _is_late(step, today):
        return Light("late", _("已超计划 %(n)d 天") % {"n": (today - step.planned_to).days})
    if step.begun_on:
        return Light("ok", _("进行中"))
    due = step.planned_from < today
    return Light("soon", _("该开始而未开始")) if due else Light("todo", _("未开始"))


# ---- money -----------------------------------------------------------------------------------


def fund_row(row: Funding, may_write: bool) -> dict[str, Any]:
    drawn = row.drawn_wan
    return {
        "source": row.get_source_display(),
        "planned": row.planned_wan,
        "drawn": drawn,
        "left": row.planned_wan - drawn,
        "note": row.note,
        "href": reverse("measures:funding_draw", args=[row.pk]) if may_write else "",
    }


def source_rows(row: Funding) -> list[dict[str, Any]]:
    """Beside the form: what the source is to pay, and what has come."""
    drawn = row.drawn_wan
    amounts = ((_("计划金额"), row.planned_wan), (_("已到位"), drawn), (_("未到位"), row.planned_wan - drawn))
    rows = [
        {"term": term, "value": f"{number_words(amount)} {unit_words('万元')}"} for term, amount in amounts
    ]
    return [*rows, {"term": _("批文或合同"), "value": row.note}]


def draw_rows(fundings: Sequence[Funding]) -> list[dict[str, Any]]:
    """Each drawing with who recorded it, the newest first."""
    rows = [(draw.drawn_on, draw.pk, draw, row) for row in fundings for draw in row.draws.all()]
    return [
        {
            "text": f"{row.get_source_display()} {number_words(draw.amount_wan)} {unit_words('万元')}",
            "when": date_words(draw.drawn_on),
            "who": draw.recorded_by.name,
            "note": draw.note,
        }
        for _day, _pk, draw, row in sorted(rows, key=lambda one: one[:2], reverse=True)
    ]


def money_gaps(measure: Measure, fundings: Sequence[Funding]) -> list[str]:
    """Where the sources do not carry the investment, or less came than was spent."""
    if not fundings:
        return []
    planned, drawn = _sums(fundings)
    actual = measure.investment_actual_wan
    found = []
    if planned != measure.investment_planned_wan:
        found.append(
            _("资金来源合计 %(sum)s 万元，与计划投资 %(plan)s 万元不一致。")
            % {"sum": number_words(planned), "plan": number_words(measure.investment_planned_wan)}
        )
    if actual is not None and drawn < actual:
        found.append(
            _("已到位 %(drawn)s 万元，少于实际投资 %(actual)s 万元；请补登资金到位。")
            % {"drawn": number_words(drawn), "actual": number_words(actual)}
        )
    return found


def _sums(fundings: Sequence[Funding]) -> tuple[Decimal, Decimal]:
    planned = sum((row.planned_wan for row in fundings), Decimal(0))
    return planned, sum((row.drawn_wan for row in fundings), Decimal(0))
