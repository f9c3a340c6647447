"""Why a measure is of its cost class: the round's limits, where they come from, or the reason for another class."""

from typing import Any

from django.utils.translation import gettext as _

from audits.models import Round
from config.common.wording import date_words, number_words
from measures.models import Measure, MeasureParameter
from measures.presenters.analyses import mark_light


def limit_words(round_: Round) -> str:
    return _("低费不超过 %(low)s 万元，高费超过 %(high)s 万元") % {
        "low": number_words(round_.low_cost_limit_wan),
        "high": number_words(round_.high_cost_limit_wan),
    }


def class_rows(
    measure: Measure, low: MeasureParameter | None, high: MeasureParameter | None
) -> list[dict[str, Any]]:
    """`low` and `high` are the province's figures in force on the day the round was opened."""
    label = measure.get_cost_class_display()
    if measure.cost_class_reason:
        note = _("另行确定，理由：%(reason)s") % {"reason": measure.cost_class_reason}
    else:
        amount = number_words(measure.investment_planned_wan)
        note = _("由计划投资 %(amount)s 万元确定") % {"amount": amount}
    return [
        {"term": _("费用类别"), "value": label, "note": note},
        {"term": _("本轮标准"), "value": limit_words(measure.round)} | _source(measure.round, low, high),
    ]


def _source(round_: Round, low: MeasureParameter | None, high: MeasureParameter | None) -> dict[str, Any]:
    limits = (round_.low_cost_limit_wan, round_.high_cost_limit_wan)
    if low is None or high is None or limits != (low.value, high.value):
        return {"note": _("本轮自定，不随省级参数变动")}
    newer = max(low, high, key=lambda row: row.valid_from)
    words = {"basis": newer.basis, "day": date_words(newer.valid_from)}
    note = _("轮次开启时的省级参数，自 %(day)s 起；依据：%(basis)s") % words
    return {"note": note, "light": mark_light(newer.mark)}
