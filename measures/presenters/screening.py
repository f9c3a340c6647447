"""A round's screening in words: the ranking, what follows for each measure, and the summary of worksheet 4-4."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from audits.models import Round
from config.common.wording import Light, date_words, number_words, percent_words
from measures.calculations.screening import Ranked, full_marks
from measures.enums import CHEAP, MeasureState
from measures.models import Measure, ScreeningScheme
from measures.presenters.analyses import mark_light
from measures.presenters.classes import limit_words
from measures.presenters.measures import state_light
from measures.selectors.screening import Sheet

_DEAD = (MeasureState.SCREENED_OUT, MeasureState.INFEASIBLE, MeasureState.DROPPED)


def screening_page(
    round_: Round, measures: Sequence[Measure], sheet: Sheet, may_write: bool
) -> dict[str, Any]:
    scored = [row for row in measures if row.pk in sheet.ranked]
    scored.sort(key=lambda row: (sheet.ranked[row.pk].rank, row.pk))
    rows = [_row(row, sheet, may_write) for row in scored]
    left = [row for row in measures if row.pk not in sheet.ranked and row.state == MeasureState.PROPOSED]
    return {
        "factors": [{"name": factor.name, "weight": sheet.weights[factor.pk]} for factor in sheet.factors],
        "rows": rows,
        "rest": [_card(row) for row in left],
        "groups": groups(measures, sheet),
        "facts": fact_rows(round_, sheet),
        "open": any(row.state == MeasureState.PROPOSED for row in measures),
    }


def fact_rows(round_: Round, sheet: Sheet) -> list[dict[str, Any]]:
    """By what the ranking was made, and by whom."""
    scheme = sheet.scheme
    rows: list[dict[str, Any]] = [
        {
            "term": _("筛选因素依据"),
            "value": scheme.basis,
            "light": mark_light(scheme.mark),
            "note": _("自 %(day)s 起") % {"day": date_words(scheme.valid_from)},
        },
        {"term": _("满分"), "value": number_words(full_marks(sheet.weights))},
        {"term": _("筛选线"), "value": _("满分的 %(line)s") % {"line": percent_words(sheet.line)}},
        {
            "term": _("费用分类"),
            "value": limit_words(round_),
        },
    ]
    if sheet.kept:
        who = f"{sheet.kept.kept_by.name} {date_words(sheet.kept.kept_at)}"
        rows.append({"term": _("最近保存"), "value": who})
    return rows


def _row(measure: Measure, sheet: Sheet, may_write: bool) -> dict[str, Any]:
    found = sheet.ranked[measure.pk]
    return _card(measure) | {
        "rank": found.rank,
        "scores": [
            {"name": factor.name, "score": sheet.scores[measure.pk][factor.pk]} for factor in sheet.factors
        ],
        "total": found.total,
        "percent": found.percent,
        "light": place_light(found),
        "next": _next(measure, found) if may_write else None,
    }


def place_light(found: Ranked) -> Light:
    return Light("ok", _("达到筛选线")) if found.passes else Light("returned", _("低于筛选线"))


def _card(measure: Measure) -> dict[str, Any]:
    return {
        "name": str(measure),
        "href": reverse("measures:measure_detail", args=[measure.pk]),
        "cost": measure.get_cost_class_display(),
        "state": state_light(measure),
        "reason": measure.state_reason if measure.state in _DEAD else "",
    }


def _next(measure: Measure, found: Ranked) -> dict[str, str] | None:
    """What follows for a measure that is not decided yet."""
    if measure.state != MeasureState.PROPOSED:
        return None
    if not found.passes:
        href = reverse("measures:measure_move", args=[measure.pk])
        return {"label": _("写明原因并筛除"), "href": f"{href}?move=screen_out"}
    if measure.cost_class in CHEAP:
        href = reverse("measures:measure_move", args=[measure.pk])
        return {"label": _("开始实施"), "href": f"{href}?move=begin"}
    return {"label": _("进入可行性分析"), "href": reverse("measures:measure_feasibility", args=[measure.pk])}


def screen_out_reason(sheet: Sheet, found: Ranked) -> str:
    """Offered where a measure is screened out; people may say it better."""
    return _(
        "权重总和计分 %(total)s 分，为满分 %(full)s 分的 %(percent)s，排第 %(rank)d；筛选线 %(line)s。"
    ) % {
        "total": number_words(found.total),
        "full": number_words(full_marks(sheet.weights)),
        "percent": percent_words(found.percent),
        "rank": found.rank,
        "line": percent_words(sheet.line),
    }


def groups(measures: Iterable[Measure], sheet: Sheet) -> list[dict[str, Any]]:
    """The three lists of worksheet 4-4, and what is still to be decided."""
    lists: dict[str, list[dict[str, Any]]] = {"cheap": [], "costly": [], "out": [], "open": []}
    for row in measures:
        lists[_group(row, sheet)].append(_card(row))
    words = {
        "cheap": _("可行的无/低费方案"),
        "costly": _("初步可行的中/高费方案，进入可行性分析"),
        "out": _("筛除或不可行的方案"),
        "open": _("尚未决定"),
    }
    return [{"title": words[name], "rows": rows} for name, rows in lists.items()]


def _group(measure: Measure, sheet: Sheet) -> str:
    if measure.state in _DEAD:
        return "out"
    found = sheet.ranked.get(measure.pk)
    if measure.state == MeasureState.PROPOSED and (found is None or not found.passes):
        return "open"
    return "cheap" if measure.cost_class in CHEAP else "costly"


def scheme_rows(schemes: Iterable[ScreeningScheme]) -> list[dict[str, Any]]:
    """For the page of the province's figures."""
    return [
        {
            "factors": [
                _("%(name)s %(weight)s（%(least)s–%(most)s）")
                % {
                    "name": factor.words,
                    "weight": number_words(factor.weight),
                    "least": number_words(factor.least),
                    "most": number_words(factor.most),
                }
                for factor in scheme.factors.all()
            ],
            "total": scheme.weight_total,
            "valid_from": scheme.valid_from,
            "basis": scheme.basis,
            "mark": mark_light(scheme.mark),
        }
        for scheme in schemes
    ]
