"""Words for people: the technology library, its adoption, and suggestions with their reason."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from config.common.access import Role
from config.common.wording import Light, listed, number_words
from measures.calculations.suggestions import Suggestion
from measures.enums import MARK_LABELS, TechnologyState
from measures.models import Measure, Technology
from measures.presenters.measures import state_light
from measures.selectors.technologies import FEW

MOST_SUGGESTED = 5


def technology_rows(technologies: Iterable[Any], user: User | None) -> list[dict[str, Any]]:
    """Rows of the library; the money of fewer than three enterprises is the province's alone to see."""
    return [technology_row(row, user) for row in technologies]


def technology_row(row: Any, user: User | None) -> dict[str, Any]:
    shown = row.enterprises >= FEW or (user is not None and user.role == Role.PROVINCE)
    return {
        "name": row.name,
        "href": reverse("measures:technology_detail", args=[row.pk]),
        "field": row.field,
        "industry": row.industry,
        "target": row.target,
        "maturity": row.maturity,
        "source": row.source,
        "mark": dict(MARK_LABELS).get(row.mark, ""),
        "state": technology_light(row),
        "rounds": row.rounds,
        "enterprises": row.enterprises,
        "implemented": row.implemented,
        "verified": row.verified,
        "invested": row.invested if shown else None,
        "benefit": row.benefit if shown else None,
    }


def technology_light(row: Technology) -> Light:
    return Light("ok" if row.state == TechnologyState.CURRENT else "paused", row.get_state_display())


def technology_facts(row: Any, user: User) -> list[dict[str, Any]]:
    shown = technology_row(row, user)
    facts = [
        {"term": _("领域"), "value": row.field},
        {"term": _("行业"), "value": row.industry},
        {"term": _("削减对象"), "value": row.target},
        {"term": _("成熟度"), "value": row.maturity},
        {"term": _("来源"), "value": row.source, "note": shown["mark"]},
        {"term": _("状态"), "value": "", "light": shown["state"], "note": row.retired_reason},
    ]
    if row.edited_by:
        facts.append(
            {"term": _("最近修改"), "value": row.edited_by.name, "note": f"{row.edited_at:%Y-%m-%d}"}
        )
    return facts


def adoption_facts(row: Any, user: User) -> list[dict[str, Any]]:
    """How far it is taken up, counted from the measures that name it."""
    shown = technology_row(row, user)
    hidden = _("不足 %(n)d 家企业，不显示金额") % {"n": FEW}
    money = [(_("实际投资（万元）"), shown["invested"]), (_("经济效益（万元/a）"), shown["benefit"])]
    few = row.enterprises < FEW and user.role != Role.PROVINCE
    return [
        {"term": _("选用的轮次"), "value": number_words(row.rounds)},
        {"term": _("已实施的企业"), "value": number_words(row.enterprises)},
        {"term": _("已实施的方案"), "value": number_words(row.implemented)},
        {"term": _("其中已核实"), "value": number_words(row.verified)},
        *({"term": term, "value": hidden if few else number_words(value)} for term, value in money),
    ]


def adopting_rows(measures: Iterable[Measure], today: Any) -> list[dict[str, Any]]:
    return [
        {
            "title": f"{row.number} {row.title}",
            "href": reverse("measures:measure_detail", args=[row.pk]),
            "enterprise": row.round.enterprise.name,
            "place": row.round.enterprise.region.name,
            "year": row.round.year,
            "light": state_light(row, today),
            "invested": row.investment_actual_wan,
            "benefit": row.benefit_counted_wan,
        }
        for row in measures
    ]


def suggestion_rows(found: Sequence[Suggestion]) -> list[dict[str, Any]]:
    """The first few, each with its reason in words."""
    return [
        {
            "name": one.technology.name,
            "href": reverse("measures:technology_detail", args=[one.technology.pk]),
            "maturity": one.technology.maturity,
            "reason": suggestion_reason(one),
        }
        for one in found[:MOST_SUGGESTED]
    ]


def suggestion_reason(one: Suggestion) -> str:
    """同行业（焦化）；削减对象 COD 与本轮超标污染物（化学需氧量）一致"""
    facts = {
        "industry": one.technology.industry,
        "target": one.technology.target,
        "found": listed(one.pollutants),
    }
    if one.pollutants:
        return _("同行业（%(industry)s）；削减对象“%(target)s”与列入名单的污染物（%(found)s）一致") % facts
    if one.energy:
        return _("同行业（%(industry)s）；节能技术，企业因单位产品能耗列入名单") % facts
    return _("同行业（%(industry)s）；综合性技术") % facts
