"""Words for people: imports of the past, their previews, their rows, and what the past left of a round."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from config.common import previews
from config.common.wording import date_words, number_words
from enterprises.enums import Category, RosterState
from measures.calculations.past_matching import key_words, value_words
from measures.models import PastImport, PastResult, PastRow
from measures.services.past_imports import past_refusal
from operations.presenters import job_bar

ADDRESS = "measures:past_import"


def import_rows(rows: list[PastImport]) -> list[dict[str, Any]]:
    return [previews.import_row(past, ADDRESS, _years(past)) for past in rows]


def _years(past: PastImport) -> str:
    years = sorted({one["year"] for one in past.facts.get("lists", [])})
    return "、".join(map(str, years))


def import_page(past: PastImport, user: User) -> dict[str, Any]:
    """Everything on an import's page but its rows."""
    job = previews.job_of(past)
    return previews.import_page(past, ADDRESS, job_bar(job, user) if job else None) | {
        "place": past.region.name,
        "partial": False,
        "confirm": _confirm(past) if past.state == RosterState.PREVIEWED else {},
        "facts_title": _("涉及的名单"),
        "facts": [_list_line(one) for one in past.facts.get("lists", [])],
        "reasons": previews.reason_rows(past.counts, past.facts.get("reasons", []), reason_words),
    }


def _confirm(past: PastImport) -> dict[str, str]:
    counts = past.counts
    consequence = _(
        "将新增 %(new)d 行、更新 %(changed)d 行，成为往年的名单、轮次和结果，标明“往年导入”。"
        "不产生期限和提醒；往年的年度报告会计入。"
    )
    return {
        "label": _("确认导入 %(n)d 行") % {"n": counts["new"] + counts["changed"]},
        "reason": past_refusal(past),
        "consequence": consequence % counts,
    }


def _list_line(one: Mapping[str, Any]) -> dict[str, Any]:
    value = " · ".join(filter(None, [one["document_no"], one["authority"], one["published_on"]]))
    note = _("已导入过，这次补充或更正") if one["id"] else _("新的往年名单")
    return {"term": _("%(year)d 年度") % {"year": one["year"]}, "value": value, "note": note}


def reason_words(code: str, column: str) -> str:
    """A kind of problem in a few words."""
    words = {
        "uscc_missing": _("没有统一社会信用代码"),
        "place_unknown": _("认不出地点，或不能确定是哪一个"),
        "place_missing": _("没有地点"),
        "outside": _("不在辖区内"),
        "double": _("重复行"),
        "former_name": _("按曾用的名称或代码归入"),
        "former_unclear": _("几家企业都曾用这个名称或代码"),
        "list_here": _("这一年度的名单已在平台上"),
        "list_words": _("与已导入的名单不一致"),
        "city_first": _("省里还没有导入这份名单"),
        "number_taken": _("文号用于几个年度"),
        "fact_differs": _("“%(column)s”各行不一致"),
        "date_future": _("日期还没有到"),
        "date_order": _("日期次序颠倒"),
        "before_list": _("日期早于名单公布"),
        "done_above": _("实施数多于提出数"),
        "negative": _("负数"),
        "sum_differs": _("合计与分列不相等"),
        "proposed_undated": _("方案不知道计入哪一年"),
        "done_undated": _("效果不知道计入哪一年"),
    }
    if code in words:
        return words[code] % {"column": column} if "%" in words[code] else words[code]
    if code.endswith("_missing"):
        return _("“%(column)s”为空") % {"column": column}
    return _("“%(column)s”的内容不能识别") % {"column": column}


def preview_rows(
    past: PastImport, indicators: Mapping[str, str], rows: list[PastRow]
) -> list[dict[str, Any]]:
    return [
        previews.staged_row(past, row)
        | {
            "year": row.values.get("year") or row.cells.get("year", ""),
            "document_no": row.values.get("document_no") or row.cells.get("document_no", ""),
            "categories": [str(Category(code).label) for code in row.values.get("categories", [])],
            "changes": [_change(key, pair, indicators) for key, pair in row.changes.items()],
        }
        for row in rows
    ]


def _change(key: str, pair: list[str], indicators: Mapping[str, str]) -> str:
    old, new = (value_words(key, text) for text in pair)
    return f"{key_words(key, indicators)}：{old} → {new}"


def result_panel(result: PastResult) -> dict[str, Any]:
    """What the past left of a round: measures by cost class, effects, and where it was read."""
    done_on = date_words(result.implemented_on) if result.implemented_on else ""
    facts = [
        {"term": _("公示日期"), "value": date_words(result.disclosed_on) if result.disclosed_on else ""},
        {"term": _("经济效益（万元/a）"), "value": number_words(result.benefit_wan)},
        {"term": _("效果计入日期"), "value": done_on},
    ]
    if result.acceptance and result.acceptance_on:
        words = f"{result.get_acceptance_display()}（{date_words(result.acceptance_on)}）"
        facts.append({"term": _("验收结论"), "value": words})
    facts.append({"term": _("来源文件"), "value": result.source.file.name})
    return {
        "facts": facts,
        "measures": [
            {
                "label": row.get_cost_class_display(),
                "proposed": row.proposed,
                "implemented": row.implemented,
                "planned": number_words(row.investment_planned_wan),
                "invested": number_words(row.investment_wan),
            }
            for row in result.measures.all()
        ],
        "effects": [
            {
                "term": f"{row.indicator.words}（{row.indicator.unit_words}）",
                "value": number_words(row.achieved),
            }
            for row in result.effects.all()
        ],
    }
