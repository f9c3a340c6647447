"""What the credit platform would be told today, and what it was told before."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import OuterRef, Prefetch, QuerySet, Subquery

from accounts.models import Region, User
from audits.models import Round
from enterprises.enums import DutyCode, ListingState, ListState, PenaltyState
from enterprises.models import Disclosure, Duty, Enterprise, Listing, Penalty
from reports.calculations.credit import CreditLine, Sent, Values
from reports.enums import CreditFlag, CreditKind, CreditState
from reports.models import CreditRow, CreditSending
from reports.selectors.annexes import in_chunks
from reports.selectors.territory import region_ids


def sendings_for(user: User) -> QuerySet[CreditSending]:
    return CreditSending.objects.visible_to(user).select_related(
        "region", "sent_by", "job__created_by", "csv_file", "xlsx_file"
    )


def sending_of_job(pk: int) -> CreditSending:
    return CreditSending.objects.select_related("region").get(pk=pk)


def rows_of(sending: CreditSending) -> QuerySet[CreditRow]:
    """New, changed, withdrawn and refused rows, those that could not be sent first."""
    return CreditRow.objects.filter(sending=sending).order_by("-reason", "pk")


def last_made(region: Region, kind: str, before: int) -> CreditSending | None:
    rows = CreditSending.objects.filter(region=region, kind=kind, state=CreditState.MADE, number__lt=before)
    return rows.order_by("-number").first()


def last_sent(sending: CreditSending) -> dict[int, Sent]:
    """The last word on each subject in the sendings before this one."""
    rows = CreditRow.objects.filter(
        sending__region=sending.region_id,
        sending__kind=sending.kind,
        sending__state=CreditState.MADE,
        sending__number__lt=sending.number,
    ).exclude(flag=CreditFlag.REFUSED)
    told = rows.order_by("sending__number", "pk").values_list("subject", "digest", "flag", "pk")
    return {
        subject: Sent(digest, flag == CreditFlag.WITHDRAWN, pk)
        for subject, digest, flag, pk in told.iterator()
    }


def values_sent(rows: list[int]) -> Iterator[CreditLine]:
    """What was said of these rows (ids of CreditRow)."""
    for row in CreditRow.objects.filter(pk__in=rows).order_by("pk"):
        yield CreditLine(row.subject, tuple(row.values))


def lines_today(region: Region, kind: str) -> Iterator[list[CreditLine]]:
    """Every row that stands in the region today, in batches of a constant number of queries."""
    return _lists(region) if kind == CreditKind.LISTS else _penalties(region)


def _lists(region: Region) -> Iterator[list[CreditLine]]:
    wanted = Listing.objects.filter(
        enterprise__region_id__in=region_ids(region), mandatory_list__state=ListState.PUBLISHED
    ).exclude(state=ListingState.REMOVED)
    ordered = wanted.order_by("mandatory_list__year", "mandatory_list", "number")
    related = ("mandatory_list", "added_by", "enterprise__industry", "region__city", "round__agency")
    due = Prefetch("duties", Duty.objects.filter(code=DutyCode.FINISH), to_attr="finish_duties")
    earlier = Round.objects.filter(
        enterprise=OuterRef("enterprise"), number__lt=OuterRef("round__number")
    ).order_by("-number")
    told = Disclosure.objects.filter(listing=OuterRef("pk"))
    for ids in in_chunks(ordered):
        rows = Listing.objects.filter(pk__in=ids).select_related(*related).prefetch_related(due)
        by_id = rows.annotate(
            last_year=Subquery(earlier.values("year")[:1]),
            last_accepted_on=Subquery(earlier.values("accepted_on")[:1]),
            proof=Subquery(told.values("url")[:1]),
        ).in_bulk()
        yield [CreditLine(pk, _listing_values(by_id[pk])) for pk in ids if pk in by_id]


def _listing_values(listing: Any) -> Values:
    round_ = getattr(listing, "round", None)
    paper, due = listing.paper, next(iter(listing.finish_duties), None)
    dates = [getattr(round_, name, None) for name in ("reported_on", "evaluated_on", "accepted_on")]
    return (
        listing.name,
        listing.uscc or listing.enterprise.uscc,
        _place(listing.region),
        "、".join(str(category.label) for category in listing.categories),
        _industry(listing.enterprise),
        paper.authority,
        _day(paper.on),
        paper.document_no,
        _day(due.due_on if due else None),
        *(_day(on) for on in dates),
        round_.agency.name if round_ and round_.agency else "",
        listing.proof or "",
        _last_round(listing),
    )


def _last_round(listing: Any) -> str:
    if not listing.last_year:
        return ""
    accepted = _day(listing.last_accepted_on)
    return f"{listing.last_year}年（{accepted}验收）" if accepted else f"{listing.last_year}年"


def _penalties(region: Region) -> Iterator[list[CreditLine]]:
    wanted = Penalty.objects.filter(
        order__enterprise__region_id__in=region_ids(region), state=PenaltyState.DECIDED
    )
    related = ("article", "decided_by__region", "order__enterprise__industry")
    for ids in in_chunks(wanted.order_by("decided_on", "pk")):
        rows = Penalty.objects.filter(pk__in=ids).select_related(*related, "order__enterprise__region__city")
        by_id = rows.in_bulk()
        yield [CreditLine(pk, _penalty_values(by_id[pk])) for pk in ids if pk in by_id]


def _penalty_values(penalty: Penalty) -> Values:
    order = penalty.order
    enterprise = order.enterprise
    return (
        enterprise.name,
        enterprise.uscc,
        _place(enterprise.region),
        penalty.article.act,
        _industry(enterprise),
        (penalty.decided_by.region or enterprise.region).bureau_name,
        _day(penalty.decided_on),
        penalty.document_no,
        _day(order.due_on),
        penalty.article.basis,
        f"{penalty.amount_yuan.normalize():f}",
        order.document_no,
        _day(order.issued_on),
        _day(order.met_on),
    )


def _place(region: Region) -> str:
    city = region.city
    return region.name if city is None or city.pk == region.pk else f"{city.name}{region.name}"


def _industry(enterprise: Enterprise) -> str:
    return enterprise.industry.name if enterprise.industry else ""


def _day(on: date | None) -> str:
    return on.isoformat() if on else ""
