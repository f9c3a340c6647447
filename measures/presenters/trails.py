"""Where a page of measures lies."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from audits.models import Round

Trail = list[dict[str, str]]


def round_words(round_: Round) -> str:
    return _("%(year)d年第%(number)d轮") % {"year": round_.year, "number": round_.number}


def round_trail(round_: Round, here: str) -> Trail:
    """企业 2026年第1轮 / here"""
    label = f"{round_.enterprise.name} {round_words(round_)}"
    return [_step(label, "audits:round_detail", round_.pk), {"label": here}]


def measure_trail(measure: Any, here: str = "") -> Trail:
    """企业 2026年第1轮 / 方案 / here"""
    head = round_trail(measure.round, "")[:1]
    if not here:
        return [_step(_("清洁生产方案"), "measures:measure_list"), *head, {"label": measure.number}]
    return [*head, _step(str(measure), "measures:measure_detail", measure.pk), {"label": here}]


def post_trail(round_: Round, here: str) -> Trail:
    """后评估 / 企业 2026年第1轮 / here"""
    return [_step(_("后评估"), "measures:post_assessment_list"), *round_trail(round_, here)]


def _step(label: str, name: str, *args: int) -> dict[str, str]:
    return {"label": label, "href": reverse(name, args=args)}
