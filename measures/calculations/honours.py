"""Whether an enterprise meets the criteria of an honour, fact by fact, and how those that do are ranked."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

_LEVELS = ("I", "II", "III", "below", "")


@dataclass(frozen=True)
class Candidate:
    """What is on record of an enterprise whose round was accepted. Money in 万元/a, the cut in per cent."""

    enterprise: int
    name: str
    round: int
    accepted_on: date
    tries: int
    overdue: int
    open_orders: int
    last_fine_on: date | None
    level: str
    verified_measures: int
    verified_wan: Decimal
    wastewater_cut: Decimal | None


@dataclass(frozen=True)
class Finding:
    """One criterion for one candidate: its code and value, what is on record, whether that is enough."""

    code: str
    value: Any
    found: str
    met: bool


def _years_before(on: date, years: int) -> date:
    return date(on.year - years, on.month, min(on.day, 28))


def _fine(one: Candidate, years: Any, on: date) -> tuple[str, bool]:
    last = one.last_fine_on
    return (last.isoformat() if last else ""), last is None or last < _years_before(on, int(years))


def _accepted(one: Candidate, years: Any, on: date) -> tuple[str, bool]:
    return one.accepted_on.isoformat(), one.accepted_on >= _years_before(on, int(years))


def _cut(one: Candidate, percent: Any, _on: date) -> tuple[str, bool]:
    cut = one.wastewater_cut
    return ("" if cut is None else f"{cut:f}"), cut is not None and cut >= int(percent)


Check = Callable[[Candidate, Any, date], tuple[str, bool]]
CHECKS: dict[str, Check] = {
    "accepted_within_years": _accepted,
    "accepted_at_try": lambda one, tries, on: (str(one.tries), one.tries <= int(tries)),
    "overdue_at_most": lambda one, most, on: (str(one.overdue), one.overdue <= int(most)),
    "open_orders_at_most": lambda one, most, on: (str(one.open_orders), one.open_orders <= int(most)),
    "no_fine_years": _fine,
    "level_at_least": lambda one, level, on: (one.level, _LEVELS.index(one.level) <= _LEVELS.index(level)),
    "verified_measures_at_least": lambda one, least, on: (
        str(one.verified_measures),
        one.verified_measures >= int(least),
    ),
    "wastewater_cut_percent": _cut,
}
# What can arise after an award and speaks against keeping it.
VETOES = ("overdue_at_most", "open_orders_at_most", "no_fine_years")


def findings(one: Candidate, rules: Iterable[Sequence[Any]], on: date) -> list[Finding]:
    """Each criterion in its order."""
    found = []
    for code, value in rules:
        words, met = CHECKS[code](one, value, on)
        found.append(Finding(code, value, words, met))
    return found


@dataclass(frozen=True)
class Ranked:
    """A candidate with its findings; `rank` is shared by equals (1, 2, 2, 4), None where a criterion fails."""

    candidate: Candidate
    findings: list[Finding]
    rank: int | None

    @property
    def failing(self) -> list[Finding]:
        return [finding for finding in self.findings if not finding.met]


def ranked(candidates: Iterable[Candidate], rules: Sequence[Sequence[Any]], on: date) -> list[Ranked]:
    """Those that meet everything by verified benefit, the largest first; then those that do not, by name."""
    rows = [(one, findings(one, rules, on)) for one in candidates]
    good = sorted((row for row in rows if all(f.met for f in row[1])), key=lambda row: -row[0].verified_wan)
    ranks: dict[Decimal, int] = {}
    for place, (one, _found) in enumerate(good, start=1):
        ranks.setdefault(one.verified_wan, place)
    result = [Ranked(one, found, ranks[one.verified_wan]) for one, found in good]
    bad = (row for row in rows if not all(f.met for f in row[1]))
    return result + [Ranked(one, found, None) for one, found in sorted(bad, key=lambda row: row[0].name)]
