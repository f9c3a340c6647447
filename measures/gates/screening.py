"""Can the weights and scores of a screening be."""

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from config.common.errors import Problem
from config.common.wording import number_words
from measures.calculations.screening import HIGHEST, LOWEST
from measures.facts import Amount, Factor


def problems_of_weights(
    factors: Sequence[Factor], weights: Mapping[int, Decimal], total: Amount
) -> list[Problem]:
    """Each within its bounds, and together what the scheme asks for, where it asks for a sum."""
    problems = [
        Problem(
            f"weight-{factor.pk}",
            _("“%(name)s”的权重应在 %(least)s 至 %(most)s 之间。")
            % {
                "name": factor.name,
                "least": number_words(factor.least),
                "most": number_words(factor.most),
            },
        )
        for factor in factors
        if not factor.least <= weights.get(factor.pk, Decimal(0)) <= factor.most
    ]
    found = sum(weights.values(), Decimal(0))
    if not problems and total is not None and found != total:
        sentence = _("各因素权重合计应为 %(total)s，现为 %(found)s；请调整后再保存。")
        words = {"total": number_words(total), "found": number_words(found)}
        problems.append(Problem("weights", sentence % words))
    return problems


def problems_of_scores(
    number: str, factors: Sequence[Factor], scores: Mapping[int, int], code: str
) -> list[Problem]:
    """Of one measure: every factor scored or none, each from 1 to 10. `number` is the measure's."""
    if not scores:
        return []
    if missing := _missing(factors, scores):
        sentence = _("方案 %(number)s 还缺“%(name)s”的得分；请打全，或全部留空。")
        return [Problem(code, sentence % {"number": number, "name": missing[0]})]
    return [
        Problem(
            code,
            _("方案 %(number)s“%(name)s”的得分应是 %(lowest)d 至 %(highest)d 的整数。")
            % {"number": number, "name": factor.name, "lowest": LOWEST, "highest": HIGHEST},
        )
        for factor in factors
        if not LOWEST <= scores[factor.pk] <= HIGHEST
    ]


def _missing(factors: Sequence[Factor], scores: Collection[int]) -> list[str]:
    return [factor.name for factor in factors if factor.pk not in scores]
