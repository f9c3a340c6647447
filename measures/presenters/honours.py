"""Words for people: criteria, the ranking with its facts, awards."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from audits.enums import CleanerLevel
from config.common.wording import UNKNOWN, Light, date_words, number_words
from measures.calculations.honours import Finding, Ranked
from measures.enums import HonourState
from measures.models import Honour, HonourCriteria

_FEW = 5
_MOST_FAILING = 30


def rule_words(code: str, value: Any) -> str:
    """A criterion as a sentence."""
    words = {
        "accepted_within_years": _("近 %(value)s 年内通过验收"),
        "accepted_at_try": _("第 %(value)s 次申请即通过验收"),
        "overdue_at_most": _("逾期未履行的法定义务不超过 %(value)s 项"),
        "open_orders_at_most": _("未办结的责令不超过 %(value)s 份"),
        "no_fine_years": _("近 %(value)s 年没有处罚"),
        "level_at_least": _("清洁生产水平不低于 %(value)s 级"),
        "verified_measures_at_least": _("现场核实属实的方案不少于 %(value)s 项"),
        "wastewater_cut_percent": _("核实的废水减排不低于基准值的 %(value)s%%"),
    }
    return words[code] % {"value": value}


def criteria_rows(criteria: HonourCriteria) -> list[dict[str, Any]]:
    return [
        {"term": str(number), "value": rule_words(code, value)}
        for number, (code, value) in enumerate(criteria.rules, start=1)
    ]


def ranking_page(criteria: HonourCriteria, rows: Sequence[Ranked]) -> dict[str, Any]:
    """Those that meet everything, the first of those that do not, and what to know before one ranks."""
    good, bad = [row for row in rows if not row.failing], [row for row in rows if row.failing]
    return {
        "rules": criteria_rows(criteria),
        "good": ranked_rows(good),
        "bad": ranked_rows(bad[:_MOST_FAILING]),
        "failing": len(bad),
        "notes": ranking_notes(rows),
    }


def ranked_rows(rows: Iterable[Ranked]) -> list[dict[str, Any]]:
    """Each candidate with every fact; the link leads to the enterprise, where the facts are on record."""
    return [
        {
            "pk": row.candidate.enterprise,
            "rank": row.rank,
            "name": row.candidate.name,
            "href": reverse("enterprises:enterprise_detail", args=[row.candidate.enterprise]),
            "round_href": reverse("audits:round_detail", args=[row.candidate.round]),
            "verified_wan": row.candidate.verified_wan,
            "findings": [_finding(one) for one in row.findings],
        }
        for row in rows
    ]


def _finding(one: Finding) -> dict[str, Any]:
    return {
        "light": Light("done" if one.met else "late", rule_words(one.code, one.value)),
        "found": found_words(one.code, one.found),
    }


def found_words(code: str, found: str) -> str:
    """What is on record for a criterion."""
    if code == "level_at_least":
        return str(CleanerLevel(found).label)
    if code == "no_fine_years" and not found:
        return _("没有处罚")
    if code == "wastewater_cut_percent":
        return f"{found}%" if found else UNKNOWN
    return found


def ranking_notes(rows: Sequence[Ranked]) -> list[str]:
    """What one should know before one ranks: few candidates, and equals."""
    good = [row for row in rows if row.rank is not None]
    notes = []
    if 0 < len(good) < _FEW:
        notes.append(_("符合全部条件的只有 %(n)d 家，名次的意义有限。") % {"n": len(good)})
    tied = sum(many for many in Counter(row.rank for row in good).values() if many > 1)
    if tied:
        notes.append(_("有 %(n)d 家核实效益相同，名次并列，下一名次空出。") % {"n": tied})
    return notes


def honour_rows(honours: Iterable[Any]) -> list[dict[str, Any]]:
    return [honour_row(row) for row in honours]


def honour_row(row: Any) -> dict[str, Any]:
    criteria = row.roll.criteria
    return {
        "pk": row.pk,
        "enterprise": row.enterprise.name,
        "href": reverse("enterprises:enterprise_detail", args=[row.enterprise_id]),
        "detail_href": reverse("measures:honour_detail", args=[row.pk]),
        "public_href": reverse("reports:public_enterprise", args=[row.enterprise_id]),
        "place": row.enterprise.region.name,
        "kind": criteria.get_kind_display(),
        "version": _("条件第 %(n)d 版") % {"n": criteria.number},
        "rank": row.rank,
        "verified_wan": row.facts.get("verified_wan"),
        "document_no": row.roll.document_no,
        "authority": row.roll.authority,
        "published_on": row.roll.published_on,
        "light": honour_light(row),
        "withdrawn": withdrawn_words(row),
    }


def honour_light(row: Any) -> Light:
    if row.state == HonourState.WITHDRAWN:
        return Light("paused", str(HonourState.WITHDRAWN.label))
    if getattr(row, "doubted", False):
        return Light("late", _("出现否决情形"))
    return Light("ok", str(HonourState.AWARDED.label))


def withdrawn_words(row: Honour) -> str:
    """2026年9月1日撤销（文号）：理由; empty while it stands."""
    if row.state != HonourState.WITHDRAWN:
        return ""
    facts = {
        "day": date_words(row.withdrawn_on),
        "number": row.withdrawn_document,
        "why": row.withdrawn_reason,
    }
    return _("%(day)s撤销（%(number)s）：%(why)s") % facts


def honour_facts(row: Honour) -> list[dict[str, Any]]:
    """What an award rests on, as it stood when it was published."""
    facts = [
        {"term": rule_words(one["code"], one["value"]), "value": found_words(one["code"], one["found"])}
        for one in row.facts.get("findings", [])
    ]
    amount = number_words(row.facts.get("verified_wan"))
    return [*facts, {"term": _("核实经济效益（万元/a）"), "value": amount}]
