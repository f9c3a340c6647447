"""What a report says, frozen: the period, the table of figures, and their rows. domain/README.md §7 defines each."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Value = int | Decimal


@dataclass(frozen=True)
class Period:
    """P: 1 January of `since` to 31 December of `year`; `as_of` is its last day, or today if earlier."""

    since: int
    year: int
    as_of: date

    @classmethod
    def standing(cls, since: int, year: int, today: date) -> "Period":
        """The period as it stands today: a year that is not over ends today."""
        return cls(since, year, min(date(year, 12, 31), today))

    @property
    def first(self) -> date:
        return date(self.since, 1, 1)

    @property
    def last(self) -> date:
        return date(self.year, 12, 31)

    @property
    def years(self) -> range:
        return range(self.since, self.year + 1)


@dataclass(frozen=True)
class FigureKind:
    """One figure: its code in the JSON, its words, its unit. `exact` ones are decimals, the others are counted."""

    code: str
    label: str | Promise
    unit: str | Promise
    exact: bool = False


_FIRMS, _ROUNDS, _ITEMS, _MONEY = _("家"), _("轮"), _("项"), _("万元")

FIGURES: tuple[FigureKind, ...] = (
    FigureKind("listed", _("列入名单"), _("家次")),
    FigureKind("listed_enterprises", _("列入企业"), _FIRMS),
    FigureKind("disclosed", _("已公示"), _FIRMS),
    FigureKind("started", _("已启动"), _FIRMS),
    FigureKind("reported", _("已报审核报告"), _FIRMS),
    FigureKind("evaluated", _("通过评估"), _FIRMS),
    FigureKind("accepted", _("通过验收"), _FIRMS),
    FigureKind("post_assessed", _("已后评估"), _FIRMS),
    FigureKind("overdue", _("逾期"), _FIRMS),
    FigureKind("measures_proposed_costly", _("提出中/高费方案"), _ITEMS),
    FigureKind("measures_implemented_costly", _("实施中/高费方案"), _ITEMS),
    FigureKind("measures_no_low_implemented", _("实施无/低费方案"), _ITEMS),
    FigureKind("investment_wan", _("实际投资"), _MONEY, exact=True),
    FigureKind("investment_planned_wan", _("计划投资"), _MONEY, exact=True),
    FigureKind("economic_benefit_wan", _("经济效益"), _("万元/a"), exact=True),
    FigureKind("voluntary_started", _("自愿性审核启动"), _ROUNDS),
    FigureKind("voluntary_reported", _("自愿性审核报告"), _ROUNDS),
    FigureKind("voluntary_evaluated", _("自愿性审核评估"), _ROUNDS),
    FigureKind("voluntary_accepted", _("自愿性审核验收"), _ROUNDS),
    FigureKind("voluntary_post_assessed", _("自愿性审核后评估"), _ROUNDS),
    FigureKind("evaluations_decided", _("作出评估结论"), _("次")),
    FigureKind("evaluations_first_try", _("一次通过评估"), _("次")),
    FigureKind("acceptances_decided", _("作出验收结论"), _("次")),
    FigureKind("acceptances_first_try", _("一次通过验收"), _("次")),
    FigureKind("post_measures", _("后评估方案"), _ITEMS),
    FigureKind("post_measures_delivering", _("持续运行方案"), _ITEMS),
    FigureKind("post_measures_read", _("有核实读数的方案"), _ITEMS),
    FigureKind("post_claimed_wan", _("原报效益"), _("万元/a"), exact=True),
    FigureKind("post_read_wan", _("核实效益"), _("万元/a"), exact=True),
)
FIGURE_BY_CODE = {kind.code: kind for kind in FIGURES}

ROUND_EVENTS = ("started", "reported", "evaluated", "accepted", "post_assessed")

# Rows of the tables that are not a place, an industry or a category of their own.
UNRESOLVED = "UNRESOLVED"
OTHER_INDUSTRY = "OTHER"
UNKNOWN_INDUSTRY = "UNKNOWN"
VOLUNTARY = "VOLUNTARY"
REPEATED = "REPEATED"
EARLIER = "EARLIER"
KEY_INDUSTRIES = ("煤炭", "焦化", "冶金", "电力", "化工", "建材")


@dataclass(frozen=True)
class Indicator:
    """A benefit indicator with the unit it is counted in.

    A derived one has no rows of its own: `derived_from` names its sources and what one unit of each counts.
    """

    pk: int
    code: str
    name: str
    english: str
    unit: str
    derived_from: tuple[tuple[str, Decimal], ...] = ()


@dataclass(frozen=True)
class Place:
    """A region as a report names it."""

    code: str
    name: str
    level: str


@dataclass(frozen=True)
class Row:
    """One line of a table: every figure of FIGURES, and every indicator's achieved value."""

    code: str
    name: str
    values: Mapping[str, Value] = field(default_factory=dict)
    benefits: Mapping[str, Decimal] = field(default_factory=dict)


@dataclass(frozen=True)
class Figures:
    """All figures of one region and period: the totals and the four tables, each of which adds up to them."""

    place: Place
    period: Period
    indicators: tuple[Indicator, ...]
    totals: Row
    by_place: tuple[Row, ...]
    by_industry: tuple[Row, ...]
    by_category: tuple[Row, ...]
    by_year: tuple[Row, ...]


PROGRESS = (
    "listed",
    "disclosed",
    "started",
    "reported",
    "evaluated",
    "accepted",
    "post_assessed",
    "overdue",
    "aside",
)


@dataclass(frozen=True)
class ProgressRow:
    """How far one year's list is in one place: PROGRESS by code; `aside` = exempted, deferred or rolled over."""

    year: int
    code: str
    name: str
    counts: Mapping[str, int]


@dataclass(frozen=True)
class ResultRow:
    """Annex C: one enterprise, its sums by code of figure or indicator (amounts as scaled integers), its levels."""

    enterprise: Any
    sums: Mapping[str, int]
    level_before: str
    level_after: str
