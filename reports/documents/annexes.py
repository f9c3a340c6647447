"""Annex rows as they go into the workbook, counted and summed on the way to be compared with the snapshot."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import Level, Region
from audits.enums import CleanerLevel
from audits.models import Review
from config.common.errors import Problem
from config.common.quantities import DECIMALS, plain
from enterprises.models import Listing
from reports.calculations.folding import benefits_of
from reports.calculations.snapshot import Snapshot
from reports.facts import Indicator, ResultRow
from reports.selectors import annexes as rows
from reports.selectors.grouping import Scope

_RESULT_COUNTS = (
    "measures_no_low_proposed",
    "measures_no_low_implemented",
    "measures_proposed_costly",
    "measures_implemented_costly",
)
_RESULT_MONEY = ("investment_planned_wan", "investment_wan", "economic_benefit_wan")
# What annex C must add up to; proposed no- and low-cost measures are no figure of the totals.
_CHECKED = (*_RESULT_COUNTS[1:], *_RESULT_MONEY)

Tick = Callable[[str, int], None]


class Annexes:
    """Streams annexes A, C and D once each; `tick(annex, rows so far)` after every chunk."""

    def __init__(self, scope: Scope, tick: Tick) -> None:
        self.scope = scope
        self.tick = tick
        self.counts: Counter[str] = Counter()
        self.result_sums: Counter[str] = Counter()

    def listings(self) -> Iterator[tuple[Any, ...]]:
        for chunk in rows.published_listings(self.scope):
            yield from (_listing(listing) for listing in chunk)
            self._count("A", len(chunk))

    def results(self) -> Iterator[tuple[Any, ...]]:
        for chunk in rows.enterprise_results(self.scope):
            for row in chunk:
                self.result_sums.update(row.sums)
                yield _result(row, self.scope.indicators)
            self._count("C", len(chunk))

    def reviews(self) -> Iterator[tuple[Any, ...]]:
        for chunk in rows.decided_reviews(self.scope):
            yield from (_review(review) for review in chunk)
            self._count("D", len(chunk))

    def problems(self, snapshot: Snapshot) -> list[Problem]:
        """Σ enterprises = the totals; a difference means that rows changed while the report was made."""
        totals = snapshot["totals"]
        decided = totals["evaluations_decided"] + totals["acceptances_decided"]
        wanted = {"A": totals["listed"], "D": decided}
        found = [
            _problem(annex, _("行数"), self.counts[annex], count)
            for annex, count in wanted.items()
            if self.counts[annex] != count
        ]
        added: dict[str, int | Decimal] = {code: self.result_sums[code] for code in _RESULT_COUNTS}
        added |= {code: _decimal(self.result_sums[code]) for code in _RESULT_MONEY}
        added |= benefits_of(self.result_sums, self.scope.indicators)
        sums = {code: totals[code] for code in _CHECKED} | totals["benefits"]
        return found + [
            _problem("C", code, added[code], value)
            for code, value in sums.items()
            if added[code] != Decimal(str(value))
        ]

    def _count(self, annex: str, more: int) -> None:
        self.counts[annex] += more
        self.tick(annex, self.counts[annex])


def result_values(sums: Mapping[str, int], indicators: Iterable[Indicator]) -> list[Any]:
    """The figures of a row of annex C: counts, then exact amounts."""
    money = [_decimal(sums.get(code, 0)) for code in _RESULT_MONEY]
    return [*(sums.get(code, 0) for code in _RESULT_COUNTS), *money, *benefits_of(sums, indicators).values()]


def _problem(annex: str, what: str, found: object, wanted: object) -> Problem:
    sentence = _("附表%(annex)s的%(what)s为 %(found)s，汇总为 %(wanted)s，不相符。")
    return Problem("annex_sum", sentence % {"annex": annex, "what": what, "found": found, "wanted": wanted})


def _listing(listing: Listing) -> tuple[Any, ...]:
    paper = listing.paper
    duties = getattr(listing, "finish_duties", [])
    return (
        listing.number,
        listing.name,
        listing.uscc or listing.enterprise.uscc,
        *_places(listing.region),
        _industry(listing.enterprise),
        "、".join(str(category.label) for category in listing.categories),
        listing.reason,
        paper.document_no,
        paper.authority,
        paper.on,
        duties[0].due_on if duties else None,
    )


def _result(row: ResultRow, indicators: tuple[Indicator, ...]) -> tuple[Any, ...]:
    return (
        row.enterprise.name,
        row.enterprise.uscc,
        *_places(row.enterprise.region),
        _industry(row.enterprise),
        *result_values(row.sums, indicators),
        _level(row.level_before),
        _level(row.level_after),
    )


def _review(review: Review) -> tuple[Any, ...]:
    agency = review.round.agency
    return (
        review.round.enterprise.name,
        agency.name if agency else "",
        "、".join(auditor.name for auditor in agency.auditors.all()) if agency else "",
        str(review.get_kind_display()),
        review.attempt,
        "、".join(member.expert.name for member in review.panel.all()),
        review.decided_on,
        review.score,
        str(review.get_outcome_display()),
        _level(review.level_before),
        _level(review.level_after),
    )


def _places(region: Region) -> tuple[str, str]:
    """City and county; what is not known to the county stays empty."""
    if region.level == Level.COUNTY:
        return (region.city.name if region.city else "", region.name)
    return (region.name, "") if region.level == Level.CITY else ("", "")


def _industry(enterprise: Any) -> str:
    return enterprise.industry.name if enterprise.industry else enterprise.industry_as_published


def _level(code: str) -> str:
    return str(CleanerLevel(code).label) if code else "—"


def _decimal(scaled: int) -> Decimal:
    return plain(Decimal(scaled).scaleb(-DECIMALS))
