"""The frozen facts of a statement as sections of small tables: the same for the page and for the paper."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from audits.enums import CleanerLevel, Outcome, ReviewKind, RoundKind, RoundState
from config.common.wording import (
    UNKNOWN,
    date_words,
    listed,
    name_words,
    number_words,
    percent_of,
    percent_words,
    unit_words,
)
from enterprises.enums import Category, DutyCode, ListingState, OrderKind, OrderState
from measures.enums import HonourKind

Facts = dict[str, Any]


@dataclass(frozen=True)
class FactSection:
    """A heading with a table, or with a sentence where there is nothing to tabulate.

    `figures`: positions of columns that hold figures; `note` stands under the table.
    """

    title: str
    headings: tuple[str, ...] = ()
    rows: Sequence[tuple[str, ...]] = ()
    figures: tuple[int, ...] = ()
    sentence: str = ""
    note: str = ""

    @property
    def labelled(self) -> list[list[dict[str, str]]]:
        """The rows with the heading and the class of each cell, for narrow screens."""
        css = ["num" if at in self.figures else "wrap" for at in range(len(self.headings))]
        return [
            [
                {"heading": heading, "css": kind, "words": cell}
                for heading, kind, cell in zip(self.headings, css, row, strict=True)
            ]
            for row in self.rows
        ]


def statement_sections(facts: Facts) -> list[FactSection]:
    makers: tuple[Callable[[Facts], FactSection], ...] = (
        _listings,
        _rounds,
        _savings,
        _persistence,
        _overdue,
        _decisions,
        _merits,
    )
    return [make(facts) for make in makers]


def statement_summary(facts: Facts) -> str:
    """How the enterprise stands, in one sentence."""
    day = _day(facts["as_of"])
    if not (facts["listings"] or facts["rounds"] or facts["orders"] or facts["penalties"]):
        words = _("截至%(day)s，平台上没有该企业列入强制性审核名单、开展清洁生产审核或受到责令、处罚的记录。")
        return words % {"day": day}
    counts = {
        "day": day,
        "lists": len(facts["listings"]),
        "rounds": len(facts["rounds"]),
        "accepted": sum(1 for one in facts["rounds"] if one["accepted_on"]),
        "overdue": len(facts["overdue"]),
        "orders": len(facts["orders"]),
        "fines": len(facts["penalties"]),
    }
    words = _(
        "截至%(day)s，该企业列入强制性审核名单 %(lists)d 次，开展审核 %(rounds)d 轮，其中通过验收 %(accepted)d 轮；"
        "逾期未履行的事项 %(overdue)d 项，未办结的责令 %(orders)d 件，行政处罚 %(fines)d 件。"
    )
    return words % counts


def enterprise_rows(facts: Facts) -> list[dict[str, str]]:
    plant = facts["enterprise"]
    terms = (
        (_("企业名称"), "name"),
        (_("统一社会信用代码"), "uscc"),
        (_("所在区域"), "place"),
        (_("地址"), "address"),
        (_("行业"), "industry"),
    )
    return [{"term": term, "value": plant[key] or UNKNOWN} for term, key in terms]


def _listings(facts: Facts) -> FactSection:
    return FactSection(
        title=_("列入强制性审核名单"),
        headings=(_("名单"), _("文号"), _("列入日期"), _("类别"), _("现状")),
        rows=[
            (
                one["title"],
                one["document_no"],
                _day(one["listed_on"]),
                listed(str(Category(code).label) for code in one["categories"]),
                _listing_state(one),
            )
            for one in facts["listings"]
        ],
        sentence=_("没有列入过公布的名单。"),
    )


def _day(iso: str) -> str:
    """A day of the facts in words; — where there is none."""
    return date_words(date.fromisoformat(iso)) if iso else UNKNOWN


def _listing_state(one: Facts) -> str:
    label = str(ListingState(one["state"]).label)
    if not one["state_on"]:
        return label
    paper = _("（%(number)s）") % {"number": one["state_document"]} if one["state_document"] else ""
    return f"{label} {_day(one['state_on'])}{paper}"


def _rounds(facts: Facts) -> FactSection:
    return FactSection(
        title=_("清洁生产审核"),
        headings=(_("轮次"), _("所处阶段"), _("评估"), _("验收"), _("审核前后水平")),
        rows=[
            (
                _round_name(one),
                str(RoundState(one["state"]).label),
                _reviews(one, ReviewKind.EVALUATION, "evaluated_on"),
                _reviews(one, ReviewKind.ACCEPTANCE, "accepted_on"),
                " → ".join(str(CleanerLevel(one[key]).label) for key in ("level_before", "level_after")),
            )
            for one in facts["rounds"]
        ],
        sentence=_("没有开展清洁生产审核的记录。"),
    )


def _round_name(one: Facts) -> str:
    words = {"year": one["year"], "number": one["number"], "kind": RoundKind(one["kind"]).label}
    name = _("%(year)d 年第 %(number)d 轮，%(kind)s") % words
    return _("%(name)s（往年导入）") % {"name": name} if one["imported"] else name


def _reviews(one: Facts, kind: ReviewKind, passed: str) -> str:
    """Every try with its day and outcome; of an imported round the day alone."""
    tries = [review for review in one["reviews"] if review["kind"] == kind]
    if not tries:
        day = {"day": _day(one[passed])}
        return _("%(day)s通过") % day if one[passed] else UNKNOWN
    words = _("%(day)s%(outcome)s（第 %(attempt)d 次）")
    return listed(
        words
        % {
            "day": _day(review["on"]),
            "outcome": Outcome(review["outcome"]).label,
            "attempt": review["attempt"],
        }
        for review in tries
    )


def _savings(facts: Facts) -> FactSection:
    verified = facts["verified"]
    told = {
        "measures": verified["measures"],
        "wan": number_words(verified["benefit_wan"]),
        "unit": unit_words("万元/a"),
    }
    words = _("经现场核实的方案 %(measures)d 个，核实经济效益 %(wan)s %(unit)s。")
    return FactSection(
        title=_("经现场核实的成效"),
        headings=(_("指标"), _("核实的年节约或削减量"), _("单位"), _("方案数")),
        rows=[
            (
                name_words(one["name"], one["english"]),
                number_words(one["amount"]),
                unit_words(one["unit"]),
                number_words(one["measures"]),
            )
            for one in facts["savings"]
        ],
        figures=(1, 3),
        sentence=words % told if verified["measures"] else _("没有经现场核实的方案。"),
        note=words % told,
    )


def _persistence(facts: Facts) -> FactSection:
    found = facts["persistence"]
    if not found["assessed_on"]:
        return FactSection(title=_("后评估"), sentence=_("没有开展过后评估。"))
    told = {
        "days": listed(_day(day) for day in found["assessed_on"]),
        "sample": found["sample"],
        "delivering": found["delivering"],
        "percent": percent_words(percent_of(found["delivering"], found["sample"])),
    }
    words = (
        _("%(days)s后评估，样本 %(sample)d 个方案，其中持续运行 %(delivering)d 个（%(percent)s）。") % told
    )
    if found["read"]:
        money = {
            "read": found["read"],
            "claimed": number_words(found["claimed_wan"]),
            "now": number_words(found["read_wan"]),
            "unit": unit_words("万元/a"),
        }
        words += (
            _("有现场读数的 %(read)d 个方案，原报效益 %(claimed)s %(unit)s，核实 %(now)s %(unit)s。") % money
        )
    return FactSection(title=_("后评估"), sentence=words)


def _overdue(facts: Facts) -> FactSection:
    return FactSection(
        title=_("逾期未履行的法定事项"),
        headings=(_("事项"), _("期限"), _("依据"), _("名单")),
        rows=[
            (str(DutyCode(one["code"]).label), _day(one["due_on"]), one["basis"], one["list"])
            for one in facts["overdue"]
        ],
        sentence=_("没有逾期未履行的法定事项。"),
    )


def _decisions(facts: Facts) -> FactSection:
    due = _("%(state)s，期限 %(day)s")
    orders = [
        (
            str(OrderKind(one["kind"]).label),
            one["document_no"],
            _day(one["issued_on"]),
            due % {"state": OrderState(one["state"]).label, "day": _day(one["due_on"])},
        )
        for one in facts["orders"]
    ]
    fined = _("%(act)s，罚款 %(amount)s 元")
    fines = [
        (
            _("行政处罚"),
            one["document_no"],
            _day(one["decided_on"]),
            fined % {"act": one["act"], "amount": number_words(one["amount_yuan"])},
        )
        for one in facts["penalties"]
    ]
    return FactSection(
        title=_("未办结的责令和行政处罚"),
        headings=(_("种类"), _("文号"), _("日期"), _("情况")),
        rows=[*orders, *fines],
        sentence=_("没有未办结的责令，也没有行政处罚。"),
    )


def _merits(facts: Facts) -> FactSection:
    honours = [
        (str(HonourKind(one["kind"]).label), one["document_no"], _day(one["published_on"]), "")
        for one in facts["honours"]
    ]
    period = _("履行期 %(first)s 至 %(last)s")
    agreements = [
        (
            _("自愿协议"),
            one["document_no"],
            _day(one["signed_on"]),
            period % {"first": _day(one["starts_on"]), "last": _day(one["ends_on"])},
        )
        for one in facts["agreements"]
    ]
    return FactSection(
        title=_("有效的荣誉和履行中的自愿协议"),
        headings=(_("种类"), _("文号"), _("日期"), _("情况")),
        rows=[*honours, *agreements],
        sentence=_("没有有效的荣誉，也没有履行中的自愿协议。"),
    )
