"""The feasibility of one measure: its conclusions in order, its sheet line by line, its criteria."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from audits.rules import refusal
from config.common.quantities import plain
from config.common.wording import UNKNOWN, Light, date_words, due_light, number_words
from enterprises.enums import Scale
from enterprises.models import Duty
from measures import rules
from measures.calculations.feasibility import CashSheet, Criterion, Limits, Returns, appraise, criteria
from measures.enums import ASPECTS, COSTLY, Aspect, CostClass, MeasureState, ParameterCode
from measures.models import Conclusion, FeasibilitySheet, Measure, MeasureParameter
from measures.presenters.feasibility import figure_words, good_light, money_lines, sensitivity_chart
from measures.selectors.feasibility import Analysis

_BUILT = (
    MeasureState.FEASIBLE,
    MeasureState.IN_PROGRESS,
    MeasureState.IMPLEMENTED,
    MeasureState.VERIFIED,
)
_MARKS = {"L": "ok", "R": "soon", "?": "returned"}


def analysis_page(measure: Measure, found: Analysis, may_write: bool) -> dict[str, Any]:
    """Context of the page: three steps, the sheet, and what may be done next."""
    return {
        "steps": [_step(measure, aspect, found, may_write) for aspect in ASPECTS],
        "sheet": sheet_page(measure, found) if found.sheet else None,
        "next": _next(measure, found) if may_write else None,
        "asked": measure.cost_class in COSTLY,
    }


def blocked(measure: Measure, aspect: str, found: Analysis) -> str:
    """Why this aspect cannot be concluded now; empty when it can."""
    passed = {name: row.passed for name, row in found.conclusions.items()}
    return refusal(rules.check_changeable, measure) or refusal(
        rules.check_aspect_order, measure, aspect, passed
    )


def conclusion_light(row: Conclusion | None) -> Light:
    if row is None:
        return Light("todo", _("未登记"))
    if not row.passed:
        return Light("returned", _("不可行"))
    return Light("soon", _("可行，未达指标")) if row.despite else Light("ok", _("可行"))


def _step(measure: Measure, aspect: Aspect, found: Analysis, may_write: bool) -> dict[str, Any]:
    row = found.conclusions.get(aspect)
    return {
        "label": aspect.label,
        "light": conclusion_light(row),
        "reason": row.reason if row else "",
        "despite": row.despite if row else "",
        "who": _signed(row) if row else "",
        "href": reverse("measures:conclusion_edit", args=[measure.pk, aspect]) if may_write else "",
        "blocked": blocked(measure, aspect, found),
        "again": row is not None,
    }


def _signed(row: Conclusion) -> str:
    return _("%(who)s %(day)s 登记，第 %(n)d 版") % {
        "who": row.concluded_by.name,
        "day": date_words(row.concluded_at),
        "n": row.version,
    }


def _next(measure: Measure, found: Analysis) -> dict[str, str] | None:
    """The move the conclusions lead to, while the measure waits for it."""
    if measure.state != MeasureState.PROPOSED:
        return None
    verdicts = [found.conclusions[aspect].passed for aspect in ASPECTS if aspect in found.conclusions]
    if len(verdicts) == len(ASPECTS) and all(verdicts):
        return _move(measure, "find_feasible", _("判定可行"))
    return None if all(verdicts) else _move(measure, "find_infeasible", _("判定不可行"))


def _move(measure: Measure, move: str, label: str) -> dict[str, str]:
    return {
        "href": reverse("measures:measure_move", args=[measure.pk]),
        "move": move,
        "label": label,
    }


def summary(measure: Measure) -> list[dict[str, Any]]:
    """The conclusions and returns on the measure's own page; nothing where none is asked and none was drawn."""
    found = {row.aspect: row for row in measure.conclusions.all()}
    if not found and measure.cost_class not in COSTLY:
        return []
    rows: list[dict[str, Any]] = [
        {
            "term": aspect.label,
            "value": _signed(found[aspect]) if aspect in found else _("未登记"),
            "light": conclusion_light(found.get(aspect)),
        }
        for aspect in ASPECTS
    ]
    sheet = getattr(measure, "sheet", None)
    if sheet:
        rows += [
            {"term": one["term"], "value": one["figure"], "light": one["light"], "note": one["how"]}
            for one in criteria_rows(sheet)
        ]
    return rows


def term_rows(measure: Measure, duty: Duty | None, today: date) -> list[dict[str, Any]]:
    """The year after the evaluation, among the dates of a costly measure that is to be built."""
    if duty is None or measure.cost_class not in COSTLY or measure.state not in _BUILT:
        return []
    return [
        {
            "term": _("评估后实施期限"),
            "value": date_words(duty.due_on),
            "light": due_light(duty.due_on, measure.implemented_on, today),
            "note": _("评估通过 %(day)s 起算；依据：%(basis)s（%(mark)s）")
            % {
                "day": date_words(duty.base_on),
                "basis": duty.regime.basis,
                "mark": _mark_words(duty.regime.mark),
            },
        }
    ]


# ---- the sheet -------------------------------------------------------------------------------


def sheet_page(measure: Measure, found: Analysis) -> dict[str, Any]:
    """Inputs with who gave them, each formula filled in, the criteria, and the sensitivity."""
    row = found.sheet
    if row is None:
        raise ValueError("no sheet")
    sheet = CashSheet(**{name: getattr(row, name) for name in CashSheet.__dataclass_fields__})
    economic = found.conclusions.get(Aspect.ECONOMIC)
    return {
        "inputs": _inputs(row),
        "origin": _signed(economic) if economic else _("经济结论已撤销，测算表留存"),
        "money": money_lines(sheet, appraise(sheet)),
        "criteria": criteria_rows(row),
        "npvr": figure_words(row.npvr),
        "sensitivity": sensitivity_chart(sheet),
        "computed": _("第 %(n)d 版算法，%(day)s 测算")
        % {"n": row.calculation, "day": date_words(row.computed_at)},
        "differs": _differs(measure, row),
    }


def _inputs(row: FeasibilitySheet) -> list[dict[str, str]]:
    money = ("construction", "interest", "working_capital", "subsidy", "yearly_saving")
    lines = [
        {
            "term": _term(name),
            "value": figure_words(getattr(row, name), "万元/a" if name == "yearly_saving" else "万元"),
        }
        for name in money
    ]
    for name in ("depreciation_years", "years"):
        term = _term(name)
        lines.append({"term": term, "value": f"{getattr(row, name)} a"})
    for name in ("tax_rate", "discount_rate"):
        term = _term(name)
        lines.append({"term": term, "value": f"{number_words(plain(getattr(row, name) * 100))} %"})
    return lines


def _term(name: str) -> str:
    return str(getattr(FeasibilitySheet._meta.get_field(name), "verbose_name", name))


def criteria_rows(row: FeasibilitySheet) -> list[dict[str, Any]]:
    """Each benchmark: figure, limit, whether it holds; an undefined figure is a dash and does not."""
    returns = Returns(row.payback, row.npv, row.npvr, row.irr)
    words = {
        "payback": (_("投资偿还期 N"), _("I÷F，应小于基准偿还期"), "a"),
        "npv": (_("净现值 NPV"), _("%(n)d 年的 F 折现之和－I，应不小于 0") % {"n": row.years}, "万元"),
        "irr": (_("内部收益率 IRR"), _("使净现值为 0 的折现率，应不小于基准收益率"), "%"),
    }
    return [
        {
            "term": words[one.name][0],
            "how": words[one.name][1],
            "figure": _criterion_words(one, one.figure, words[one.name][2]),
            "limit": _criterion_words(one, one.limit, words[one.name][2]),
            "light": good_light(one.holds),
        }
        for one in criteria(returns, Limits(row.payback_limit, row.irr_limit))
    ]


def _criterion_words(one: Criterion, value: Any, unit: str) -> str:
    if value is None:
        return UNKNOWN
    return figure_words(value * 100 if one.name == "irr" else value, unit)


def _differs(measure: Measure, row: FeasibilitySheet) -> str:
    """Where the sheet and the proposal say different things, both are named."""
    if row.investment + row.subsidy == measure.investment_planned_wan:
        return ""
    if row.investment == measure.investment_planned_wan:
        return ""
    return _("测算表总投资 %(sheet)s 万元，方案计划投资 %(plan)s 万元，两处不一致，请核对。") % {
        "sheet": number_words(row.investment),
        "plan": number_words(measure.investment_planned_wan),
    }


# ---- the province's figures ------------------------------------------------------------------


def parameter_rows(rows: Iterable[MeasureParameter]) -> list[dict[str, Any]]:
    return [
        {
            "name": ParameterCode(row.code).label,
            "fits": _fits(row),
            "value": row.value,
            "valid_from": row.valid_from,
            "basis": row.basis,
            "mark": mark_light(row.mark),
        }
        for row in rows
    ]


def mark_light(mark: str) -> Light:
    """How sure a figure is."""
    return Light(_MARKS.get(mark, "todo"), _mark_words(mark))


def _fits(row: MeasureParameter) -> str:
    words = [
        CostClass(row.cost_class).label if row.cost_class else "",
        _("%(scale)s企业") % {"scale": Scale(row.scale).label} if row.scale else "",
        _("投资 %(wan)s 万元以上") % {"wan": number_words(row.from_wan)} if row.from_wan else "",
    ]
    return " · ".join(str(word) for word in words if word) or _("不限")


def _mark_words(mark: str) -> str:
    return {"L": _("已核对原文"), "R": _("据实务经验，未见原文"), "?": _("各地不一，由省里确认")}[mark]
