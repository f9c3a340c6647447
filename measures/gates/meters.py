"""Is each meter claimed within what it showed."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from audits.enums import Stage
from config.common.errors import Problem
from config.common.wording import listed, number_words
from measures.facts import SharedClaim

GUARDED = (Stage.FEASIBILITY, Stage.IMPLEMENTATION)


def each_meter_is_claimed_within_its_baseline(shared: Sequence[SharedClaim], listing: str) -> list[Problem]:
    """Of meters named; a baseline that happens to be the same is told on the page, and stops nobody."""
    return [
        Problem(
            "each_meter_is_claimed_within_its_baseline",
            _(
                "方案 %(numbers)s 对同一计量（%(name)s）的申报合计 %(claimed)s %(unit)s，"
                "超过基准值 %(baseline)s %(unit)s；请改正申报值或计量表。"
            )
            % {
                "numbers": listed(claim.numbers),
                "name": claim.meter or claim.name,
                "claimed": number_words(claim.claimed),
                "unit": claim.unit,
                "baseline": number_words(claim.baseline),
            },
            listing,
        )
        for claim in shared
        if claim.beyond and claim.meter
    ]
