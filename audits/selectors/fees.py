"""Reads of the fee ledger: what is owed and paid, and the rate in force for a bureau."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Q, QuerySet, Sum

from accounts.models import Region, User
from audits.models import FeeRate, ReviewFee


@dataclass(frozen=True)
class FeeSums:
    """What a selection of fees comes to."""

    paid_n: int
    paid_yuan: Decimal
    open_n: int
    open_yuan: Decimal


def fees_for(user: User) -> QuerySet[ReviewFee]:
    """An officer's territory, or an expert's own; each with expert, review and payer."""
    related = (
        "seat__expert",
        "seat__review__round__enterprise",
        "seat__review__round__agency",
        "payer",
        "rate",
    )
    return ReviewFee.objects.visible_to(user).select_related(*related)


def fees_owed(user: User) -> QuerySet[ReviewFee]:
    """What the officer's own bureau has not paid yet."""
    return ReviewFee.objects.visible_to(user).filter(paid_on__isnull=True, payer=user.region_id)


def fee_sums(fees: QuerySet[ReviewFee]) -> FeeSums:
    """Number and money of a filtered list, paid and not yet; one query."""
    paid, owed = Q(paid_on__isnull=False), Q(paid_on__isnull=True)
    found = fees.order_by().aggregate(
        paid_n=Count("pk", filter=paid),
        paid_yuan=Sum("amount_yuan", filter=paid),
        open_n=Count("pk", filter=owed),
        open_yuan=Sum("amount_yuan", filter=owed),
    )
    zero = Decimal(0)
    paid_yuan, open_yuan = found["paid_yuan"] or zero, found["open_yuan"] or zero
    return FeeSums(found["paid_n"], paid_yuan, found["open_n"], open_yuan)


def fee_years(user: User) -> list[int]:
    days = ReviewFee.objects.visible_to(user).dates("earned_on", "year", order="DESC")
    return [day.year for day in days]


def rate_on(on: date, bureau: Region) -> FeeRate | None:
    """The rate in force for a bureau on a day: its own, else the city's, the province's, the platform's reference."""
    places = [bureau.pk, bureau.city_id, bureau.province_id]
    known = FeeRate.objects.filter(effective_from__lte=on).order_by("-effective_from")
    for place in places:
        own = known.filter(region_id=place).first() if place else None
        if own is not None:
            return own
    return known.filter(region__isnull=True).first()


def own_rates(user: User) -> QuerySet[FeeRate]:
    """The versions of this officer's own bureau, newest first."""
    return FeeRate.objects.filter(region=user.region).order_by("-effective_from")


def rates_for(user: User) -> QuerySet[FeeRate]:
    """All versions that have to do with a bureau: its own, those of the bureaus above it, the reference."""
    region = user.region
    places = [region.pk, region.city_id, region.province_id] if region else []
    applies = Q(region__isnull=True) | Q(region_id__in=[place for place in places if place])
    return (
        FeeRate.objects.filter(applies).select_related("region", "set_by").order_by("-effective_from", "-pk")
    )
