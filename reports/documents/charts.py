"""Charts of documents as SVG geometry; the templates draw them, for WeasyPrint runs no script."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, log10
from typing import Any

WIDTH, HEIGHT = 560.0, 215.0
LEFT, RIGHT, TOP, BOTTOM = 44.0, 8.0, 30.0, 34.0
_STEPS = (1, 2, 2.5, 5, 10)
_SHADES = ("#8fb4e8", "#15469f", "#9aa6b8")


@dataclass(frozen=True)
class Series:
    """One series of a chart: its words, its values, one for each label."""

    name: str
    values: Sequence[float]


def bar_chart(labels: Sequence[str], series: Sequence[Series]) -> dict[str, Any]:
    """Grouped upright bars with their values on top."""
    frame = _frame(labels, series)
    slot = frame["plot"] / max(1, len(labels))
    width = min(16.0, slot * 0.76 / max(1, len(series)))
    bars = []
    for at in range(len(labels)):
        start = LEFT + slot * at + (slot - width * len(series)) / 2
        for number, one in enumerate(series):
            y = _y(one.values[at], frame["top"])
            bars.append(
                {
                    "x": _px(start + width * number),
                    "y": _px(y),
                    "width": _px(width - 1),
                    "height": _px(HEIGHT - BOTTOM - y),
                    "fill": _SHADES[number % len(_SHADES)],
                    "value": _short(one.values[at]),
                    "middle": _px(start + width * number + width / 2),
                    "over": _px(y - 3),
                }
            )
    return frame | {"bars": bars}


def line_chart(labels: Sequence[str], series: Sequence[Series]) -> dict[str, Any]:
    """Lines over the years with a dot for each value; the second line is dashed, for grey printing."""
    frame = _frame(labels, series)
    slot = frame["plot"] / max(1, len(labels))
    lines = []
    for number, one in enumerate(series):
        dots = [
            {
                "x": _px(LEFT + slot * (at + 0.5)),
                "y": _px(_y(value, frame["top"])),
                "over": _px(_y(value, frame["top"]) - 6),
                "value": _short(value),
            }
            for at, value in enumerate(one.values)
        ]
        lines.append(
            {
                "points": " ".join(f"{dot['x']},{dot['y']}" for dot in dots),
                "dots": dots,
                "stroke": _SHADES[number % len(_SHADES)],
                "dash": "5 3" if number else "",
            }
        )
    return frame | {"lines": lines}


def _frame(labels: Sequence[str], series: Sequence[Series]) -> dict[str, Any]:
    most = max((value for one in series for value in one.values), default=0)
    step = _step(most)
    top = step * max(1, ceil(most / step)) if step else 1
    plot = WIDTH - LEFT - RIGHT
    slot = plot / max(1, len(labels))
    ticks = [step * number for number in range(round(top / step) + 1)] if step else [0]
    return {
        "width": _px(WIDTH),
        "height": _px(HEIGHT),
        "left": _px(LEFT),
        "right": _px(WIDTH - RIGHT),
        "bottom": _px(HEIGHT - BOTTOM),
        "plot": plot,
        "top": top,
        "grid": [
            {"y": _px(_y(tick, top)), "text": _px(_y(tick, top) + 3), "label": _short(tick)} for tick in ticks
        ],
        "labels": [
            {"x": _px(LEFT + slot * (at + 0.5)), "y": _px(HEIGHT - BOTTOM + 14), "text": text}
            for at, text in enumerate(labels)
        ],
        "legend": [
            {
                "x": _px(LEFT + 130 * at),
                "text_x": _px(LEFT + 130 * at + 15),
                "name": one.name,
                "fill": _SHADES[at],
            }
            for at, one in enumerate(series)
        ],
    }


def _step(most: float) -> float:
    """A round distance between grid lines, four or five of them."""
    if most <= 0:
        return 0
    rough = most / 4
    power = 10 ** int(log10(rough)) if rough >= 1 else 1
    return next(factor * power for factor in _STEPS if factor * power >= rough)


def _y(value: float, top: float) -> float:
    return TOP + (HEIGHT - TOP - BOTTOM) * (1 - value / top)


def _px(value: float) -> str:
    return f"{value:.1f}"


def _short(value: float) -> str:
    return f"{value:,.0f}" if value == int(value) else f"{value:,.1f}"
