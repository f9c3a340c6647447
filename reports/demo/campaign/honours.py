"""Whom the province honoured, and whose honour it took back."""

from datetime import datetime

from django.utils import timezone

from enterprises.rules.orders import WithdrawalTerms
from measures.enums import HonourKind
from measures.models import Honour
from measures.selectors.honours import criteria_in_force, ranking
from measures.services.honours import RollTerms, honour_roll_publish, honour_withdraw
from reports.demo.campaign.lists import Stage

_MOST = 8


def honours_awarded(stage: Stage, at: datetime) -> None:
    """The province honours the best of those that meet every criterion; one award is taken back later."""
    on, by = timezone.localtime(at).date(), stage.cast.users["shengting"]
    criteria = criteria_in_force(HonourKind.ADVANCED, on)
    if criteria is None or by.region is None:
        return
    ranked = ranking(by.region, criteria, on)
    best = [row.candidate.enterprise for row in ranked if row.rank is not None][:_MOST]
    if not best:
        return
    terms = RollTerms(f"晋环函〔{on.year}〕45号", by.region.bureau_name, on)
    roll = honour_roll_publish(region=by.region, criteria=criteria, chosen=best, terms=terms, by=by, at=at)
    last = Honour.objects.select_related("roll", "enterprise__region").filter(roll=roll).last()
    if last and len(best) > 1:
        back = WithdrawalTerms(f"晋环撤〔{on.year}〕3号", on, "公示期间查实材料不实，不再符合条件。")
        honour_withdraw(honour=last, terms=back, version=1, by=by, at=at)
