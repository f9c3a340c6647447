"""When an enterprise's next round comes round, and why: by its categories and by the cycle of its industry."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _

from config.common.wording import date_words
from enterprises.calculations.cycle import Interval, NextRound, next_round
from enterprises.enums import DutyCode, ListingState, ListState
from enterprises.models import CycleIndustry, LegalRegime, Listing

_OTHER_KEY = "other_key"


def next_round_of(listing: Listing) -> tuple[date | None, str]:
    """The day by which the round after this entry's is due, and the sentence that explains it.

    Counted from the day the audit report was handed in; while it is not, from the day it is due. No day
    where the law sets the enterprise no interval. 清洁生产审核办法 第十二条; 环发〔2010〕54号.
    """
    finish = next((duty for duty in listing.duties.all() if duty.code == DutyCode.FINISH), None)
    if finish is None and listing.reported_on is None:
        return None, _without_report(listing)
    handed_in = finish.met_on if finish else listing.reported_on
    base_on = handed_in or finish.due_on  # type: ignore[union-attr]  # no day handed in: there is a duty
    industry = listing.enterprise.industry
    cycles = list(CycleIndustry.objects.values_list("cycle", "prefix"))
    code = industry.code if industry else ""
    if industry and industry.plan_industry and not any(code.startswith(prefix) for _cycle, prefix in cycles):
        cycles.append((_OTHER_KEY, code))  # a key industry of the plan without a shorter cycle
    found = next_round(
        base_on,
        categories=[category.value for category in listing.categories],
        industry=code,
        intervals=intervals(),
        cycles=cycles,
    )
    if found is None:
        return None, _("这家企业不属于有法定审核周期的类别或行业，没有法定的下一轮日期。")
    return found.on, _words(found, handed_in=handed_in is not None)


def _without_report(listing: Listing) -> str:
    if listing.mandatory_list.imported:
        return _("这一轮从往年台账导入，台账里没有报送报告的日期，不能推算下一轮。")
    return _("本轮的法定期限还没有开始计算，暂不能推算下一轮。")


def intervals() -> list[Interval]:
    """The terms between two rounds, of all times."""
    rows = LegalRegime.objects.filter(code=DutyCode.NEXT_ROUND, base_event="previous_round")
    return [
        Interval(row.scope, row.number, row.unit, row.basis, row.effective_from, row.effective_to)
        for row in rows
    ]


def next_round_of_newest(listings: Iterable[Listing]) -> tuple[date | None, str] | None:
    """The same for the first published entry of those given, newest first; None for one that was never listed."""
    for listing in listings:
        published = listing.mandatory_list.state == ListState.PUBLISHED
        if published and listing.state != ListingState.REMOVED:
            return next_round_of(listing)
    return None


def _words(found: NextRound, *, handed_in: bool) -> str:
    facts = {
        "base": date_words(found.base_on),
        "basis": found.basis,
        "years": found.years,
        "day": date_words(found.on),
    }
    if handed_in:
        words = _("本轮于%(base)s报送审核报告；按%(basis)s，每 %(years)d 年一轮，下一轮应在%(day)s之前。")
    else:
        words = _(
            "本轮报告还没有报送，按应报送日%(base)s推算；按%(basis)s，每 %(years)d 年一轮，"
            "下一轮应在%(day)s之前。"
        )
    return words % facts
