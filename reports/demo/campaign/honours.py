"""Whom the province honoured, and whose honour it took back."""

from datetime import datetime

from django.utils import timezone

from enterprises.models import Enterprise
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
    fit = [row.candidate.enterprise for row in ranked if row.rank is not None]
    best = list(dict.fromkeys([*fit[:_MOST], *_of_each_bureau(stage, fit)]))
    if not best:
        return
    terms = RollTerms(f"晋环函〔{on.year}〕45号", by.region.bureau_name, on)
    roll = honour_roll_publish(region=by.region, criteria=criteria, chosen=best, terms=terms, by=by, at=at)
    last = Honour.objects.select_related("roll", "enterprise__region").filter(roll=roll).last()
    if last and len(best) > 1:
        back = WithdrawalTerms(f"晋环撤〔{on.year}〕3号", on, "公示期间查实材料不实，不再符合条件。")
        honour_withdraw(honour=last, terms=back, version=1, by=by, at=at)


def _of_each_bureau(stage: Stage, fit: list[int]) -> list[int]:
    """The best of the territory of each officer with an account, so that each has an award to look at."""
    places = dict(Enterprise.objects.filter(pk__in=fit).values_list("pk", "region_id"))
    found = []
    for name in ("taiyuan", "lvliang", "xiaoyi"):
        own = stage.cast.users[name].territory_ids()
        found += [pk for pk in fit if places[pk] in own][:1]
    return found
