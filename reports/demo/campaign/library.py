"""Which technology a made-up measure carries out, by the words they share."""

from audits.models import Round
from measures.models import Technology

_ALIKE = 2


def technology_like(title: str, round_: Round) -> Technology | None:
    """The entry of the enterprise's industry that shares most pairs of characters with the title."""
    industry = round_.enterprise.industry
    if industry is None:
        return None
    rows = Technology.objects.filter(industry=industry.plan_industry).order_by("pk")
    scored = [(len(_pairs(title) & _pairs(row.name)), row) for row in rows]
    best = max(scored, key=lambda one: one[0], default=(0, None))
    return best[1] if best[0] >= _ALIKE else None


def _pairs(text: str) -> set[str]:
    return {text[at : at + 2] for at in range(len(text) - 1)}
