"""Is a score sheet whole? Pure checks before it is published."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from audits.calculations.outcomes import OUTCOMES
from audits.enums import Mark, Outcome, ReviewKind
from config.common.errors import Problem
from config.common.wording import number_words

HUNDRED = Decimal(100)


@dataclass(frozen=True)
class ItemTerms:
    section: str
    title: str
    maximum: Decimal
    is_bonus: bool = False
    mark: str = Mark.UNCERTAIN


@dataclass(frozen=True)
class VetoTerms:
    text: str
    mark: str = Mark.UNCERTAIN


@dataclass(frozen=True)
class ThresholdTerms:
    from_score: Decimal
    outcome: str
    mark: str = Mark.UNCERTAIN


@dataclass(frozen=True)
class SheetTerms:
    """What a sheet says; its rows in their order."""

    name: str
    basis: str
    note: str
    spread_limit: Decimal
    items: Sequence[ItemTerms]
    vetoes: Sequence[VetoTerms]
    thresholds: Sequence[ThresholdTerms]


def draft_problems(kind: str, terms: SheetTerms) -> list[Problem]:
    """What not even a draft may say."""
    found = [
        Problem("maximum", _("“%(item)s”的满分应大于 0、不超过 100。") % {"item": item.title})
        for item in terms.items
        if not 0 < item.maximum <= HUNDRED
    ]
    if _twice(row.from_score for row in terms.thresholds):
        found.append(Problem("threshold", _("两条结论分数线的起始得分相同。")))
    wrong = {row.outcome for row in terms.thresholds} - {str(one) for one in OUTCOMES[ReviewKind(kind)]}
    found += [
        Problem(
            "threshold",
            _("“%(outcome)s”不是%(kind)s的结论。") % {"outcome": Outcome(one).label, "kind": label},
        )
        for one in sorted(wrong)
        for label in [ReviewKind(kind).label]
    ]
    if not 0 < terms.spread_limit <= HUNDRED:
        found.append(Problem("spread_limit", _("分差提示应在 0 到 100 分之间。")))
    return found


def publish_problems(kind: str, terms: SheetTerms) -> list[Problem]:
    """What stands against publishing a sheet: items of a hundred, a line from zero on, one that passes, vetoes."""
    total = sum((item.maximum for item in terms.items if not item.is_bonus), Decimal(0))
    scores = [row.from_score for row in terms.thresholds]
    outcomes = {row.outcome for row in terms.thresholds}
    found = draft_problems(kind, terms)
    if total != HUNDRED:
        words = {"total": number_words(total)}
        found.append(
            Problem("maximum", _("各项满分（不含加分项）合计应为 100 分，现为 %(total)s 分。") % words)
        )
    if 0 not in scores:
        found.append(Problem("threshold", _("结论分数线应从 0 分起。")))
    if Outcome.PASSED not in outcomes or len(outcomes) < 2:
        found.append(Problem("threshold", _("结论分数线应分出“通过”和不通过的结论。")))
    if not terms.vetoes:
        found.append(Problem("veto", _("请列出否决事项。")))
    return found


def _twice(scores: Iterable[Decimal]) -> bool:
    known = list(scores)
    return len(known) != len(set(known))
