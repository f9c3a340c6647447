"""What the credit platform was told."""

from datetime import datetime

from reports.demo.campaign.desk import run_now
from reports.demo.campaign.lists import Stage
from reports.enums import CreditKind
from reports.services.credit import credit_send


def credit_sent(stage: Stage, at: datetime) -> None:
    """The province has told the credit platform of the lists and of the fines; the cities of their lists."""
    for username, kind in (
        ("shengting", CreditKind.LISTS),
        ("shengting", CreditKind.PENALTIES),
        ("taiyuan", CreditKind.LISTS),
        ("lvliang", CreditKind.LISTS),
    ):
        by = stage.cast.users[username]
        if by.region is not None:
            sending = credit_send(region=by.region, kind=kind, by=by, at=at, dispatch=False)
            if sending.job:
                run_now(sending.job, at)
