"""The economic feasibility of a measure, step by step, as the tool shows it."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from config.common.quantities import plain
from config.common.wording import Light, number_words, unit_words
from measures.calculations.feasibility import Appraisal, CashSheet, appraise, depreciation, sensitivity

_STEPS = [Decimal(step) / 100 for step in (-30, -20, -10, 0, 10, 20, 30)]
_SHORTEST, _LONGEST = 3, 5  # the payback in years that a medium-cost and a high-cost measure must undercut


def feasibility_page(sheet: CashSheet) -> dict[str, Any]:
    """Context of the tool's answer: how each figure came about, what it says, and how firm it is."""
    found = appraise(sheet)
    return {
        "money": money_lines(sheet, found),
        "returns": _returns(sheet, found),
        "sentence": _sentence(sheet, found),
        "sensitivity": sensitivity_chart(sheet),
    }


def figure_words(value: Decimal | None, unit: str = "") -> str:
    words = number_words(value, 4)
    return f"{words} {unit_words(unit)}" if unit and value is not None else words


def money_lines(sheet: CashSheet, found: Appraisal) -> list[dict[str, str]]:
    """Each line with its formula filled in."""
    lost = depreciation(sheet)
    taxed = sheet.yearly_saving - lost
    parts = {
        name: number_words(getattr(sheet, name)) for name in ("construction", "interest", "working_capital")
    }
    facts = parts | {"subsidy": number_words(sheet.subsidy), "years": sheet.depreciation_years}
    tax = number_words(plain(sheet.tax_rate * 100))
    return [
        {
            "term": _("总投资 I"),
            "value": figure_words(found.investment, "万元"),
            "note": _(
                "建设投资 %(construction)s＋建设期利息 %(interest)s＋流动资金 %(working_capital)s－补助 %(subsidy)s"
            )
            % facts,
        },
        {
            "term": _("年折旧 D"),
            "value": figure_words(lost, "万元/a"),
            "note": _("I÷折旧年限 %(years)s") % facts,
        },
        {
            "term": _("应税利润 T"),
            "value": figure_words(taxed, "万元/a"),
            "note": _("年净收益 P %(saving)s－D") % {"saving": number_words(sheet.yearly_saving)},
        },
        {
            "term": _("净利润 E"),
            "value": figure_words(found.cash_flow - lost, "万元/a"),
            "note": _("T×（1－所得税率 %(tax)s%%）") % {"tax": tax},
        },
        {"term": _("年净现金流量 F"), "value": figure_words(found.cash_flow, "万元/a"), "note": _("E＋D")},
    ]


def _returns(sheet: CashSheet, found: Appraisal) -> list[dict[str, Any]]:
    figures, rate = found.returns, number_words(plain(sheet.discount_rate * 100))
    irr = None if figures.irr is None else figures.irr * 100
    return [
        {
            "term": _("投资偿还期 N"),
            "value": figure_words(figures.payback, "a"),
            "note": _("I÷F；中费方案应小于 %(medium)d 年，高费方案应小于 %(high)d 年")
            % {"medium": _SHORTEST, "high": _LONGEST},
            "light": _payback_light(figures.payback),
        },
        {
            "term": _("净现值 NPV"),
            "value": figure_words(figures.npv, "万元"),
            "note": _("%(years)d 年的 F 按 %(rate)s%% 折现之和－I；应不小于 0")
            % {"years": sheet.years, "rate": rate},
            "light": good_light(figures.npv >= 0),
        },
        {"term": _("净现值率 NPVR"), "value": figure_words(figures.npvr), "note": _("NPV÷I；越大越好")},
        {
            "term": _("内部收益率 IRR"),
            "value": figure_words(irr, "%"),
            "note": _("使净现值为 0 的折现率；应不小于折现率 %(rate)s%%") % {"rate": rate},
            "light": None if figures.irr is None else good_light(figures.irr >= sheet.discount_rate),
        },
    ]


def good_light(holds: bool) -> Light:
    return Light("ok", _("符合")) if holds else Light("late", _("不符合"))


def _payback_light(payback: Decimal | None) -> Light | None:
    if payback is None:
        return None
    if payback < _SHORTEST:
        return Light("ok", _("符合"))
    return Light("soon", _("仅高费方案符合")) if payback < _LONGEST else Light("late", _("不符合"))


def _sentence(sheet: CashSheet, found: Appraisal) -> str:
    figures = found.returns
    if figures.payback is None:
        return _("没有正的年净现金流量或没有投资，偿还期、净现值率和内部收益率没有意义，以“—”表示。")
    facts = {"years": number_words(figures.payback, 1), "npv": number_words(figures.npv, 2), "n": sheet.years}
    if figures.npv >= 0:
        return _("%(years)s 年收回投资，%(n)d 年内净现值 %(npv)s 万元，经济上可行。") % facts
    return _("%(n)d 年内净现值为 %(npv)s 万元，经济上不可行。") % facts


def sensitivity_chart(sheet: CashSheet) -> dict[str, Any]:
    """The net present value when one thing turns out different, for the chart and its table."""
    found = sensitivity(sheet, _STEPS)
    names = {
        "yearly_saving": _("年净收益变动"),
        "investment": _("总投资变动"),
        "discount_rate": _("折现率变动"),
    }
    return {
        "labels": [f"{step * 100:+.0f}%" if step else "0" for step in _STEPS],
        "unit": unit_words("万元"),
        "decimals": 2,
        "heading": _("变动幅度"),
        "series": [
            {"name": names[name], "values": [float(one.returns.npv) for one in row]}
            for name, row in found.items()
        ],
    }
