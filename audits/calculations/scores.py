"""From single sheets to one result: totals, means per item, the spread. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _

from config.common.errors import Problem
from config.common.wording import number_words

HUNDRED = Decimal(100)
_CENT = Decimal("0.01")


@dataclass(frozen=True)
class ItemFacts:
    pk: int
    title: str
    maximum: Decimal
    is_bonus: bool = False


def score_problems(
    items: Sequence[ItemFacts], scores: Mapping[int, Decimal | None], *, whole: bool
) -> list[Problem]:
    """What is wrong with one expert's sheet; `whole`: it is handed in and must have every item but bonuses."""
    found = []
    for item in items:
        score = scores.get(item.pk)
        words = {"item": item.title, "maximum": number_words(item.maximum)}
        if score is None:
            if whole and not item.is_bonus:
                found.append(Problem(f"item_{item.pk}", _("“%(item)s”还没有评分。") % words))
        elif not 0 <= score <= item.maximum:
            found.append(Problem(f"item_{item.pk}", _("“%(item)s”应在 0 到 %(maximum)s 分之间。") % words))
    return found


def total(scores: Mapping[int, Decimal | None]) -> Decimal:
    """One sheet's sum; bonuses lift nobody above a hundred."""
    return min(sum((score for score in scores.values() if score is not None), Decimal(0)), HUNDRED)


def means(items: Sequence[ItemFacts], sheets: Sequence[Mapping[int, Decimal]]) -> dict[int, Decimal]:
    """The mean of each item over the sheets that were handed in, to the hundredth, half up."""
    if not sheets:
        return {}
    return {
        item.pk: (
            sum((sheet.get(item.pk, Decimal(0)) for sheet in sheets), Decimal(0)) / len(sheets)
        ).quantize(_CENT, ROUND_HALF_UP)
        for item in items
    }


def spread(totals: Sequence[Decimal]) -> Decimal:
    """How far the highest total lies above the lowest."""
    return max(totals) - min(totals) if totals else Decimal(0)
