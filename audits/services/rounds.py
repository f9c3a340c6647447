"""Opening rounds: one for each listing, once, however often and wherever the work was cut off."""

from collections import defaultdict
from collections.abc import Callable
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services.activity import activity_record, activity_records
from audits.enums import SEVEN_STAGES, RoundKind, RoundState
from audits.models import AuditPlan, Round, RoundStage
from config.common.errors import Refused
from config.common.plug import hooks
from config.common.versions import guarded_update
from enterprises.enums import ListingState
from enterprises.models import Enterprise, Listing, MandatoryList

BATCH = 500


def listings_without_round(mandatory_list: MandatoryList) -> QuerySet[Listing]:
    """The listings that still owe a round, in their order on the list."""
    listings = Listing.objects.filter(mandatory_list=mandatory_list, state=ListingState.LISTED)
    waiting = listings.filter(round__isnull=True).order_by("number")
    return waiting.select_related("enterprise__region", "mandatory_list", "added_by")


@transaction.atomic
def rounds_open_next(
    *, mandatory_list: MandatoryList, by: User, at: datetime, fence: Callable[[], None] | None = None
) -> int:
    """Open the next batch of a list's rounds: how many, 0 when every entry has its own.

    The list is held before its entries are read: two who open at once must each see what the other opened.
    The entries are held, so that an amendment cannot take one off in between.
    """
    if fence:
        fence()
    MandatoryList.objects.select_for_update().get(pk=mandatory_list.pk)
    batch = list(listings_without_round(mandatory_list).select_for_update(of=("self",))[:BATCH])
    rounds_open(listings=batch, by=by, at=at)
    return len(batch)


def rounds_open(*, listings: list[Listing], by: User, at: datetime) -> list[Round]:
    """Open a round for each listing of one list, with its plan and seven stages; a handful of INSERTs.

    The caller holds the transaction. `opened_on` is the day of publication, of one added later that of its
    amendment: the clocks run from then.
    """
    numbers = last_numbers([listing.enterprise_id for listing in listings])
    rounds = []
    for listing in listings:
        numbers[listing.enterprise_id] += 1
        number = numbers[listing.enterprise_id]
        opened_on = listing.listed_on or timezone.localtime(at).date()
        rounds.append(_new_round(listing.enterprise, listing, number, opened_on, at))
    _limit(rounds)
    return _rounds_write(rounds, by, at)


@transaction.atomic
def round_open(
    *, enterprise: Enterprise, listing: Listing | None, opened_on: date, by: User, at: datetime
) -> Round:
    """Open one round; without a listing it is a voluntary one."""
    if listing is not None:
        MandatoryList.objects.select_for_update().get(pk=listing.mandatory_list_id)
    if listing is not None and Round.objects.filter(listing=listing).exists():
        raise Refused(_("这家企业在该名单上的审核轮次已经开启。"))
    number = last_numbers([enterprise.pk])[enterprise.pk] + 1
    rounds = [_new_round(enterprise, listing, number, opened_on, at)]
    _limit(rounds)
    return _rounds_write(rounds, by, at)[0]


@transaction.atomic
def round_post_assessed(*, round_: Round, on: date, by: User, at: datetime) -> Round:
    """Somebody went to see whether the savings of an accepted round still stand."""
    if round_.state != RoundState.CLOSED:
        raise Refused(_("只有已验收的轮次可以登记后评估。"))
    if round_.accepted_on and on < round_.accepted_on:
        raise Refused(_("后评估日期不能早于验收日期 %(day)s。") % {"day": round_.accepted_on})
    guarded_update(round_, post_assessed_on=on)
    activity_record(
        by=by,
        at=at,
        verb="round_post_assessed",
        thing=round_,
        region=round_.enterprise.region,
        new={"post_assessed_on": on},
    )
    return round_


def _new_round(
    enterprise: Enterprise, listing: Listing | None, number: int, opened_on: date, at: datetime
) -> Round:
    return Round(
        enterprise=enterprise,
        listing=listing,
        kind=RoundKind.MANDATORY if listing else RoundKind.VOLUNTARY,
        year=listing.mandatory_list.year if listing else opened_on.year,
        number=number,
        opened_on=opened_on,
        created_at=at,
    )


def _limit(rounds: list[Round]) -> None:
    """Give each round the limits of cost classes in force on its day; the plan may set others later."""
    wanted = {(round_.enterprise.scale, round_.opened_on) for round_ in rounds}
    for hook in hooks("ROUND_LIMITS"):
        found = hook(wanted)
        for round_ in rounds:
            limits = found[round_.enterprise.scale, round_.opened_on]
            round_.low_cost_limit_wan, round_.high_cost_limit_wan = limits


def last_numbers(enterprise_ids: list[int]) -> dict[int, int]:
    """The number of the last round of each site, 0 where there is none."""
    found = Round.objects.filter(enterprise_id__in=enterprise_ids).values_list("enterprise_id")
    return defaultdict(int, found.annotate(last=Max("number")).order_by())


def _rounds_write(rounds: list[Round], by: User, at: datetime) -> list[Round]:
    Round.objects.bulk_create(rounds)
    AuditPlan.objects.bulk_create([AuditPlan(round=round_) for round_ in rounds])
    RoundStage.objects.bulk_create(
        [RoundStage(round=round_, stage=stage) for round_ in rounds for stage in SEVEN_STAGES],
        batch_size=1_000,
    )
    deeds: list = [(round_, round_.enterprise.region, {}, {"state": round_.state}) for round_ in rounds]
    activity_records(by=by, at=at, verb="round_open", things=deeds)
    return rounds
