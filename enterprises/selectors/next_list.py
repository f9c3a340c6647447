"""What belongs on the next list: overdue entries, savings that did not last, intervals that are over; with reasons."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Max, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from accounts.models import User
from config.common.plug import hooks
from config.common.wording import date_words
from enterprises.calculations.cycle import Interval, NextRound, next_round
from enterprises.enums import DutyCode, ListState
from enterprises.models import CycleIndustry, Duty, LegalRegime, Listing, MandatoryList
from enterprises.selectors.duties import overdue_listings

_SHOWN = 500


@dataclass(frozen=True)
class Proposal:
    """An earlier entry whose enterprise should be on the next list, and why."""

    listing: Listing
    kind: str
    reason: str


OVERDUE, FADED, INTERVAL = "overdue", "faded", "interval"
_FIRST = (OVERDUE, FADED, INTERVAL)


def next_rounds(entries: Iterable[Listing]) -> dict[int, NextRound]:
    """When each entry's enterprise is due again, counted from its last report handed in on another list."""
    rows = list(entries)
    ids, lists = [row.enterprise_id for row in rows], {row.mandatory_list_id for row in rows}
    return _rounds_from(rows, _reports_handed_in(ids, lists))


def next_round_words(upcoming: NextRound) -> str:
    """上一轮 2023年5月1日 报送审核报告，按环发〔2010〕54号每 3 年一轮，应于 2026年5月1日 起再审."""
    return _("上一轮于 %(base)s 报送审核报告，按%(basis)s每 %(years)d 年一轮，%(day)s 到期") % {
        "base": date_words(upcoming.base_on),
        "basis": upcoming.basis,
        "years": upcoming.years,
        "day": date_words(upcoming.on),
    }


def next_list_proposals(user: User, mandatory_list: MandatoryList, on: date) -> list[Proposal]:
    """建议列入下一批: overdue on an earlier list, savings that did not last, or the interval over by the year's end.

    Enterprises on the draft already, or on another list of its year, are left out; one line for each.
    """
    late = _candidates(overdue_listings(user, on), mandatory_list)
    proposals = {row.enterprise_id: Proposal(row, OVERDUE, _overdue_words(row)) for row in late}
    handed_in = Q(duties__code=DutyCode.FINISH, duties__met_on__isnull=False) | Q(reported_on__isnull=False)
    finished = Listing.objects.visible_to(user).filter(handed_in, mandatory_list__state=ListState.PUBLISHED)
    done = [row for row in _candidates(finished, mandatory_list) if row.enterprise_id not in proposals]
    by_year_end = date(mandatory_list.year, 12, 31)
    upcoming = _rounds_from(done, _reports_handed_in([row.enterprise_id for row in done], set()))
    for row in done:
        again = upcoming.get(row.enterprise_id)
        if again and again.on <= by_year_end:
            proposals[row.enterprise_id] = Proposal(row, INTERVAL, next_round_words(again))
    _add_faded(proposals, user, mandatory_list, on)
    return sorted(
        proposals.values(),
        key=lambda one: (_FIRST.index(one.kind), one.listing.region.code, one.listing.pk),
    )


def _add_faded(proposals: dict[int, Proposal], user: User, mandatory_list: MandatoryList, on: date) -> None:
    """What higher apps found of an enterprise puts it forward, or stands beside the reason it has already."""
    faded = {pk: words for hook in hooks("LIST_PRIORITIES") for pk, words in hook(user, on).items()}
    listed = Listing.objects.visible_to(user).filter(mandatory_list__state=ListState.PUBLISHED)
    rows = _candidates(listed.filter(enterprise_id__in=faded), mandatory_list) if faded else []
    for row in rows:
        known = proposals.get(row.enterprise_id)
        words = faded[row.enterprise_id]
        reason = _("；").join([known.reason, words]) if known else words
        kind = OVERDUE if known and known.kind == OVERDUE else FADED
        proposals[row.enterprise_id] = Proposal(row, kind, reason)


def _candidates(rows: QuerySet[Listing], mandatory_list: MandatoryList) -> list[Listing]:
    """The newest such entry of each enterprise that could go on the draft."""
    taken = Listing.objects.filter(
        mandatory_list__region_id=mandatory_list.region_id, mandatory_list__year__gte=mandatory_list.year
    )
    newest = (
        Listing.objects.with_listed_on()
        .filter(enterprise=OuterRef("enterprise"), mandatory_list__state=ListState.PUBLISHED)
        .order_by("-listed_day", "-pk")
        .values("pk")[:1]
    )
    soonest = Duty.objects.filter(listing=OuterRef("pk"), met_on__isnull=True).order_by("due_on")
    return list(
        rows.filter(mandatory_list__region_id=mandatory_list.region_id, pk=Subquery(newest))
        .exclude(enterprise__in=taken.values("enterprise"))
        .select_related("mandatory_list", "enterprise__industry", "region__city")
        .annotate(
            late_code=Subquery(soonest.values("code")[:1]), late_on=Subquery(soonest.values("due_on")[:1])
        )
        .order_by("region__code", "pk")
        .distinct()[:_SHOWN]
    )


def _overdue_words(row: Any) -> str:
    return _("%(list)s上“%(duty)s”应于 %(day)s 前完成，至今未完成") % {
        "list": row.mandatory_list.title,
        "duty": DutyCode(row.late_code).label,
        "day": date_words(row.late_on),
    }


def _reports_handed_in(enterprise_ids: list[int], but: set[int]) -> dict[int, date]:
    """The last report of each enterprise: the day its duty was met, or what an imported list says."""
    met = Duty.objects.filter(
        code=DutyCode.FINISH, met_on__isnull=False, listing__enterprise_id__in=enterprise_ids
    ).exclude(listing__mandatory_list_id__in=but)
    found = dict(met.values_list("listing__enterprise_id").annotate(last=Max("met_on")).order_by())
    imported = Listing.objects.filter(reported_on__isnull=False, enterprise_id__in=enterprise_ids)
    past = imported.exclude(mandatory_list_id__in=but).order_by().values_list("enterprise_id")
    for enterprise_id, on in past.annotate(last=Max("reported_on")):
        found[enterprise_id] = max(on, found.get(enterprise_id, on))
    return found


def _rounds_from(rows: list[Listing], last: dict[int, date]) -> dict[int, NextRound]:
    """By enterprise; `last` is the day of its last report."""
    terms, cycles = _terms(), _cycles()
    found = {}
    for row in rows:
        if row.enterprise_id in last:
            industry = row.enterprise.industry.code if row.enterprise.industry else ""
            base_on, categories = last[row.enterprise_id], row.categories
            again = next_round(
                base_on, categories=categories, industry=industry, intervals=terms, cycles=cycles
            )
            if again:
                found[row.enterprise_id] = again
    return found


def _terms() -> list[Interval]:
    rows = LegalRegime.objects.filter(code=DutyCode.NEXT_ROUND)
    return [
        Interval(row.scope, row.number, row.unit, row.basis, row.effective_from, row.effective_to)
        for row in rows
    ]


def _cycles() -> list[tuple[str, str]]:
    return list(CycleIndustry.objects.values_list("cycle", "prefix"))
