"""Is a voluntary agreement delivered, or may it be called missed: one check for each target."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from config.common.errors import Problem
from config.common.wording import date_words, number_words


@dataclass(frozen=True)
class TargetFacts:
    """A target and the last value of it that the bureau has checked; `year` is that report's, if there is one."""

    name: str
    unit: str
    target: Decimal
    due_on: date
    value: Decimal | None = None
    year: int | None = None

    @property
    def reached(self) -> bool:
        return self.value is not None and self.value <= self.target


def delivery_problems(targets: Sequence[TargetFacts]) -> list[Problem]:
    """What stands against finding the agreement delivered: a target without a checked value, or above it."""
    return list(_unreached(targets))


def _unreached(targets: Sequence[TargetFacts]) -> Iterator[Problem]:
    for one in targets:
        if one.value is None:
            yield Problem("value", _("“%(name)s”还没有核对过的完成值。") % {"name": one.name})
        elif not one.reached:
            facts = {
                "name": one.name,
                "year": one.year,
                "value": number_words(one.value),
                "target": number_words(one.target),
                "unit": one.unit,
            }
            sentence = _("“%(name)s” %(year)s 年为 %(value)s %(unit)s，没有达到目标 %(target)s %(unit)s。")
            yield Problem("value", sentence % facts)


def missing_problems(targets: Sequence[TargetFacts], today: date) -> list[Problem]:
    """What stands against finding it missed: every target is reached, or has its day still ahead."""
    if any(not one.reached and one.due_on < today for one in targets):
        return []
    ahead = [one.due_on for one in targets if not one.reached]
    if not ahead:
        return [Problem("targets", _("各项目标都已达到，应认定兑现。"))]
    day = date_words(min(ahead))
    return [Problem("targets", _("未达到的目标最早到%(day)s才届满，现在不能认定未兑现。") % {"day": day})]
