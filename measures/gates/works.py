"""Can the steps and the money of a measure be."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from config.common.errors import Problem
from config.common.wording import number_words
from measures.enums import FundSource
from measures.facts import PlannedFund, PlannedStep
from measures.gates.effects import amount_fault

MOST_STEPS = 20


def problems_of_steps(steps: Sequence[PlannedStep], today: date) -> list[Problem]:
    """Each step ends after it begins, and nothing is done before its day."""
    if len(steps) > MOST_STEPS:
        return [Problem("steps", _("实施步骤最多 %(most)d 步，请合并。") % {"most": MOST_STEPS})]
    return [
        Problem("steps", sentence % {"name": step.name})
        for step in steps
        for wrong, sentence in (
            (step.planned_to < step.planned_from, _("“%(name)s”的计划完成日期早于计划开始日期。")),
            (
                _after(step.begun_on, today) or _after(step.done_on, today),
                _("“%(name)s”的实际日期不能晚于今天。"),
            ),
            (bool(step.done_on) and step.begun_on is None, _("“%(name)s”已完成，请填写实际开始日期。")),
            (_after(step.begun_on, step.done_on), _("“%(name)s”的实际完成日期早于实际开始日期。")),
        )
        if wrong
    ]


def problems_of_funds(funds: Sequence[PlannedFund], drawn: dict[str, Decimal]) -> list[Problem]:
    """Each source once, with a possible amount that is not below what came already."""
    problems = [
        Problem("fundings", fault % {"name": FundSource(fund.source).label})
        for fund in funds
        if (fault := amount_fault(fund.planned_wan) or _empty(fund.planned_wan))
    ]
    twice = [source for source, times in Counter(fund.source for fund in funds).items() if times > 1]
    problems += [
        Problem("fundings", _("“%(name)s”填了不止一行，请合并。") % {"name": FundSource(source).label})
        for source in twice
    ]
    planned = {fund.source: fund.planned_wan for fund in funds}
    return problems + [
        Problem(
            "fundings",
            _("“%(name)s”已到位 %(drawn)s 万元，计划金额不能少于这一数额，也不能删除。")
            % {"name": FundSource(source).label, "drawn": number_words(amount)},
        )
        for source, amount in drawn.items()
        if amount > planned.get(source, Decimal(0))
    ]


def _empty(amount: Decimal) -> str:
    return "" if amount else _("%(name)s 的计划金额应大于 0。")


def _after(day: date | None, other: date | None) -> bool:
    return day is not None and other is not None and day > other
