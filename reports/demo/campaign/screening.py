"""The screening of the demonstration's measures: the audit group scores what was proposed, the weakest goes."""

from collections.abc import Sequence
from datetime import datetime
from random import Random

from django.utils import timezone

from accounts.models import User
from audits.models import Round
from measures.models import Measure
from measures.selectors.screening import factors_of, scheme_on
from measures.services.screening import screening_keep

_STRONG, _WEAK = (6, 10), (2, 6)


def screen(
    round_: Round, strong: Sequence[Measure], weak: Sequence[Measure], person: User, at: datetime
) -> None:
    """Every measure is scored; those of `weak` come out below the line."""
    random = Random(round_.pk)
    factors = factors_of(scheme_on(timezone.localtime(at).date()))
    scores = {
        measure.pk: {factor.pk: random.randint(*bounds) for factor in factors}
        for measures, bounds in ((strong, _STRONG), (weak, _WEAK))
        for measure in measures
    }
    weights = {factor.pk: factor.weight for factor in factors}
    screening_keep(round_=round_, weights=weights, scores=scores, version=0, by=person, at=at)
