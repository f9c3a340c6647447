"""The year at a glance: funnel, map, benefits, late places and years, as plain rows for the home page."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from accounts.models import Level
from audits.enums import ReviewKind
from config.common.wording import (
    date_words,
    listed,
    name_words,
    number_words,
    percent_of,
    percent_words,
    unit_words,
)
from enterprises.enums import DutyCode
from reports.facts import PROGRESS, UNRESOLVED, ProgressRow
from reports.selectors.home import GainRow, Glance

_TEN_THOUSAND = Decimal(10_000)
_WHOLE_FROM = 100_000  # above this, decimals of a year's amount say nothing


def glance_context(glance: Glance) -> dict[str, Any]:
    """Everything templates/reports/home/glance.html shows."""
    units = [row for row in glance.rows if row.year == glance.year]
    sums = sums_of(units)
    return {
        "has_lists": bool(sums["listed"]),
        "alone": glance.region.level == Level.COUNTY,  # one place has nothing to be compared with
        "stages": funnel(glance, sums),
        "tiles": tiles(glance, units),
        "tiles_sentence": tiles_sentence(glance, units, sums),
        "gains": [gain for row in glance.gains if (gain := gain_row(row, glance.year))],
        "late": late_bars(glance, units),
        "late_most": max((row.counts["overdue"] for row in units), default=0),
        "late_sentence": late_sentence(sums),
        "chart": year_chart(glance.rows),
        "chart_sentence": year_sentence(glance, sums),
        "units_label": _("各市") if glance.region.level == Level.PROVINCE else _("各县（市、区）"),
    }


def sums_of(rows: Sequence[ProgressRow]) -> dict[str, int]:
    return {code: sum(row.counts[code] for row in rows) for code in PROGRESS}


def list_words(glance: Glance) -> str:
    """The line under the heading: the papers, their dates, how many of each category."""
    facts = glance.facts
    if not facts.lists:
        return ""
    papers = listed(
        _("%(number)s（%(day)s公布）") % {"number": one.document_no, "day": date_words(one.published_on)}
        for one in facts.lists
    )
    words = _("名单 %(papers)s · 双超 %(over)s、双有 %(toxic)s、高耗能 %(energy)s") % {
        "papers": papers,
        "over": number_words(facts.over_limit),
        "toxic": number_words(facts.toxic),
        "energy": number_words(facts.energy),
    }
    if facts.in_several:
        words += _("；其中 %(n)s 家兼属多类") % {"n": number_words(facts.in_several)}
    return words


def funnel(glance: Glance, sums: dict[str, int]) -> list[dict[str, Any]]:
    """Listed → disclosed → started → reported → evaluated → accepted → post-assessed."""
    late = {
        code: sum(marks.late.get(code, 0) for marks in glance.marks.values())
        for code in (DutyCode.DISCLOSE, DutyCode.START, DutyCode.FINISH)
    }
    before = sums_of([row for row in glance.rows if row.year == glance.year - 1])["listed"]
    year = {"year": glance.year}
    rounds = _url("audits:round_list", year)
    disclosures = _url("enterprises:disclosure_list", year)
    stages = [
        _stage(_("列入名单"), sums["listed"], _lists_url(glance), _since_last_year(sums["listed"], before)),
        _stage(_("已公示"), sums["disclosed"], disclosures) | _lateness(late[DutyCode.DISCLOSE]),
        _stage(_("已启动"), sums["started"], rounds) | _lateness(late[DutyCode.START], _paused(glance)),
        _stage(_("已报审核报告"), sums["reported"], rounds)
        | _lateness(late[DutyCode.FINISH], _report_words(glance)),
        _stage(_("已评估"), sums["evaluated"], rounds, _try_words(glance, ReviewKind.EVALUATION)),
        _stage(_("已验收"), sums["accepted"], rounds, _try_words(glance, ReviewKind.ACCEPTANCE)),
        _stage(_("已后评估"), sums["post_assessed"], rounds) | {"of": sums["accepted"], "show_of": True},
    ]
    for stage in stages:
        stage.setdefault("of", sums["listed"])
    return stages


def _stage(label: str, value: int, href: str, note: str = "") -> dict[str, Any]:
    return {"label": label, "value": value, "href": href, "note": note}


def _lateness(late: int, note: str = "") -> dict[str, Any]:
    if not late:
        return {"note": note}
    words = _("%(n)s 家逾期") % {"n": number_words(late)}
    return {"note": " · ".join(filter(None, (words, note))), "tone": "late"}


def _since_last_year(now: int, before: int) -> str:
    if not before:
        return ""
    return _("较上年 %(change)s") % {"change": f"{now - before:+,}"}


def _paused(glance: Glance) -> str:
    paused = sum(marks.paused for marks in glance.marks.values())
    return _("%(n)s 家暂停") % {"n": number_words(paused)} if paused else ""


def _report_words(glance: Glance) -> str:
    due = glance.report_due_on
    return _("%(day)s 前报送") % {"day": due.isoformat()} if due else ""


def _try_words(glance: Glance, kind: ReviewKind) -> str:
    """First-try passes, and apart from them those that passed at a later try."""
    tries = glance.tries.get(kind)
    if tries is None:
        return ""
    words = _("一次通过 %(share)s") % {"share": percent_words(percent_of(tries.first, tries.decided))}
    if tries.later:
        words = f"{words} · " + _("再次通过 %(n)s 家") % {"n": number_words(tries.later)}
    return words


def _lists_url(glance: Glance) -> str:
    if len(glance.facts.lists) == 1:
        return reverse("enterprises:mandatory_list_detail", args=[glance.facts.lists[0].pk])
    return _url("enterprises:mandatory_list_list", {"year": glance.year})


def tiles(glance: Glance, units: Sequence[ProgressRow]) -> list[dict[str, Any]]:
    """The share of listings whose report came in time, by unit; a click opens that unit's page."""
    return [
        {
            "name": row.name,
            "percent": percent_of(_on_time(glance, row.code), row.counts["listed"]),
            "href": _url("reports:home", {"region": row.code, "year": glance.year})
            if row.code not in {UNRESOLVED, glance.region.code}
            else "",
        }
        for row in units
        if row.code != UNRESOLVED or row.counts["listed"]
    ]


def tiles_sentence(glance: Glance, units: Sequence[ProgressRow], sums: dict[str, int]) -> str:
    """全省 38.8%。太原最高 63%,临汾最低 17%。"""
    shares = [
        (share, row.name)
        for row in units
        if (share := percent_of(_on_time(glance, row.code), row.counts["listed"])) is not None
    ]
    if not shares:
        return _("本年度还没有公布名单。")
    on_time = sum(marks.on_time for marks in glance.marks.values())
    words = _("%(place)s按期报送审核报告 %(share)s。") % {
        "place": glance.region.name,
        "share": percent_words(percent_of(on_time, sums["listed"])),
    }
    if max(shares)[0] > min(shares)[0]:
        (most, first), (least, last) = max(shares), min(shares)
        words += _("%(first)s最高 %(most)s，%(last)s最低 %(least)s。") % {
            "first": first,
            "most": percent_words(most, 0),
            "last": last,
            "least": percent_words(least, 0),
        }
    return words


def _on_time(glance: Glance, code: str) -> int:
    marks = glance.marks.get(code)
    return marks.on_time if marks else 0


def gain_row(row: GainRow, year: int) -> dict[str, Any] | None:
    """One line of 方案与效益; an indicator nobody expects anything of is left out."""
    if not row.expected and not row.reached:
        return None
    names = {
        "measures": (_("中/高费方案"), _("项"), 0),
        "investment": (_("投资"), _("万元"), 2),
        "economic": (_("经济效益"), _("万元/a"), 2),
    }
    name, unit, decimals = names.get(row.code, (name_words(row.name, row.english), unit_words(row.unit), 2))
    expected, reached = row.expected or 0, row.reached or 0
    if row.code == "investment" and Decimal(str(expected)) >= _TEN_THOUSAND:
        expected, reached, unit = _hundred_millions(expected), _hundred_millions(reached), _("亿元")
    amounts = [Decimal(str(value)) for value in (expected, reached)]
    if max(amounts) >= _WHOLE_FROM or all(amount == int(amount) for amount in amounts):
        decimals = 0
    return {
        "name": name,
        "unit": unit,
        "decimals": decimals,
        "expected": expected,
        "reached": reached,
        "href": _url("measures:measure_list", {"year": year}),
    }


def _hundred_millions(wan: object) -> Decimal:
    return Decimal(str(wan)) / _TEN_THOUSAND


def late_bars(glance: Glance, units: Sequence[ProgressRow]) -> list[dict[str, Any]]:
    """Late enterprises by unit, most first, the first eight."""
    key = "city" if glance.region.level == Level.PROVINCE else "county"
    found = sorted((row for row in units if row.counts["overdue"]), key=lambda row: -row.counts["overdue"])
    return [
        {
            "label": row.name,
            "value": row.counts["overdue"],
            "href": _url(
                "audits:round_list",
                {"year": glance.year, "lateness": "late"}
                | ({} if row.code == UNRESOLVED else {key: row.code}),
            ),
        }
        for row in found[:8]
    ]


def late_sentence(sums: dict[str, int]) -> str:
    if not sums["overdue"]:
        return _("没有逾期的企业。")
    return _("共 %(n)s 家企业有逾期未履行的法定义务，占列入名单的 %(share)s。") % {
        "n": number_words(sums["overdue"]),
        "share": percent_words(percent_of(sums["overdue"], sums["listed"])),
    }


def year_chart(rows: Sequence[ProgressRow]) -> dict[str, Any] | None:
    """Lists of the last years and what became of them; None with only one year."""
    years = sorted({row.year for row in rows})
    if len(years) < 2:
        return None
    by_year = {year: sums_of([row for row in rows if row.year == year]) for year in years}
    return {
        "heading": _("名单年度"),
        "unit": _("家"),
        "labels": [str(year) for year in years],
        "hrefs": [_url("reports:home", {"year": year}) for year in years],
        "series": [
            {"name": _("列入名单"), "values": [by_year[year]["listed"] for year in years]},
            {"name": _("已报审核报告"), "values": [by_year[year]["reported"] for year in years]},
            {"name": _("已验收"), "values": [by_year[year]["accepted"] for year in years], "tone": "ok"},
        ],
    }


def year_sentence(glance: Glance, sums: dict[str, int]) -> str:
    return _("%(year)s年名单 %(listed)s 家，已验收 %(accepted)s 家。") % {
        "year": glance.year,
        "listed": number_words(sums["listed"]),
        "accepted": number_words(sums["accepted"]),
    }


def _url(name: str, query: dict[str, Any]) -> str:
    return f"{reverse(name)}?{urlencode(query)}"
