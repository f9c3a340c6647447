"""Which technology a made-up measure carries out, by the words they share; and what the credit platform was told."""

from datetime import datetime

from audits.models import Round
from measures.models import Technology
from reports.demo.campaign.desk import run_now
from reports.demo.campaign.lists import Stage
from reports.enums import CreditKind
from reports.services.credit import credit_send

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


def credit_sent(stage: Stage, at: datetime) -> None:
    """The province has told the credit platform of the lists and of the fines; the city of its lists."""
    for username, kind in (
        ("shengting", CreditKind.LISTS),
        ("shengting", CreditKind.PENALTIES),
        ("taiyuan", CreditKind.LISTS),
    ):
        by = stage.cast.users[username]
        if by.region is not None:
            sending = credit_send(region=by.region, kind=kind, by=by, at=at, dispatch=False)
            if sending.job:
                run_now(sending.job, at)
