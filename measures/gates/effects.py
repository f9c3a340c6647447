"""Are the claimed effects possible."""

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from config.common.errors import Problem
from measures.calculations.energy import DERIVED
from measures.facts import EffectClaim

Claims = Sequence[EffectClaim]

# A single amount no plant reaches: a wrong unit, and more than sums in 64 bits should have to bear.
LARGEST = Decimal(10) ** 9


def indicators_are_known(claims: Claims) -> list[Problem]:
    return [
        Problem("indicators_are_known", _("没有代码为“%(code)s”的效益指标。") % {"code": claim.code})
        for claim in claims
        if not claim.known
    ]


def each_indicator_stands_once(claims: Claims) -> list[Problem]:
    times = Counter((claim.code, claim.name) for claim in claims)
    return [
        Problem("each_indicator_stands_once", _("%(name)s 填了不止一行，请合并。") % {"name": name})
        for (_code, name), count in times.items()
        if count > 1
    ]


def energy_saved_is_derived(claims: Claims) -> list[Problem]:
    sentence = _("节能量（折标煤）由节煤、节电、节气自动折算，不能直接填写。")
    return [Problem("energy_saved_is_derived", sentence) for claim in claims if claim.code == DERIVED]


def amounts_are_possible(claims: Claims) -> list[Problem]:
    return [
        Problem("amounts_are_possible", sentence % {"name": claim.name})
        for claim in claims
        for amount in (claim.baseline, claim.expected, claim.achieved)
        if amount is not None and (sentence := amount_fault(amount))
    ]


def claims_stay_below_their_baseline(claims: Claims) -> list[Problem]:
    """A saving never exceeds what was used before."""
    return [
        Problem(
            "claims_stay_below_their_baseline",
            _("%(name)s 的%(which)s（%(claim)s %(unit)s）超过基准值（%(baseline)s %(unit)s）。")
            % {
                "name": claim.name,
                "which": which,
                "claim": amount,
                "unit": claim.unit,
                "baseline": claim.baseline,
            },
        )
        for claim in claims
        if claim.baseline is not None and claim.baseline.is_finite()
        for which, amount in ((_("预期"), claim.expected), (_("实际"), claim.achieved))
        if amount is not None and amount.is_finite() and amount > claim.baseline
    ]


CHECKS = (
    indicators_are_known,
    each_indicator_stands_once,
    energy_saved_is_derived,
    amounts_are_possible,
    claims_stay_below_their_baseline,
)


def problems_of_effects(claims: Claims) -> list[Problem]:
    """Everything that is wrong with the effects of one measure."""
    return [problem for check in CHECKS for problem in check(claims)]


def amount_fault(amount: Decimal, *, below_zero: bool = False) -> str:
    """What is wrong with an amount, as a sentence with a place for %(name)s; empty when nothing is."""
    if not amount.is_finite() or abs(amount) > LARGEST:
        return _("%(name)s 的数值过大，请检查单位是否正确。")
    if amount < 0 and not below_zero:
        return _("%(name)s 不能为负数。")
    if amount != amount.quantize(Decimal("0.000001")):
        return _("%(name)s 最多保留六位小数。")
    return ""
