"""Lists that were published before the platform was there: taken over as documents, with no clock of theirs running."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Max

from accounts.models import Region, User
from accounts.services.activity import activity_record, activity_records
from config.common.document_no import document_no_tidy
from enterprises.enums import ListState
from enterprises.models import Listing, MandatoryList
from enterprises.services.lists import category_flags, list_title, next_number


@dataclass(frozen=True)
class PastEntry:
    """An enterprise as an old list had it; `reported_on` is the day its audit report was handed in."""

    enterprise_id: int
    name: str
    uscc: str
    region_id: int
    categories: Sequence[str]
    reason: str
    reported_on: date | None


def past_list_create(
    *, region: Region, year: int, document_no: str, authority: str, published_on: date, by: User, at: datetime
) -> MandatoryList:
    """A list of an earlier year, published as its document says, marked imported. No duty begins, no round opens."""
    lists = MandatoryList.objects.filter(region=region, year=year)
    batch = (lists.aggregate(last=Max("batch"))["last"] or 0) + 1
    row = MandatoryList.objects.create(
        region=region,
        year=year,
        batch=batch,
        title=list_title(region, year, batch),
        state=ListState.PUBLISHED,
        document_no=document_no_tidy(document_no),
        authority=authority,
        published_on=published_on,
        published_by=by,
        published_at=at,
        imported=True,
        created_by=by,
        created_at=at,
    )
    new = {"year": year, "document_no": row.document_no, "published_on": published_on, "imported": True}
    activity_record(by=by, at=at, verb="past_list_create", thing=row, region=region, new=new)
    return row


def past_listings_write(
    *, mandatory_list: MandatoryList, entries: Sequence[PastEntry], by: User, at: datetime
) -> list[Listing]:
    """Entries of an imported list, numbered in the order they come."""
    first = next_number(mandatory_list)
    made = Listing.objects.bulk_create(
        Listing(
            mandatory_list=mandatory_list,
            enterprise_id=entry.enterprise_id,
            number=number,
            name=entry.name,
            uscc=entry.uscc,
            region_id=entry.region_id,
            reason=entry.reason,
            reported_on=entry.reported_on,
            **category_flags(entry.categories),
        )
        for number, entry in enumerate(entries, start=first)
    )
    new = {"list": mandatory_list.title, "imported": True}
    told: list[tuple[Any, Region | None, dict, dict]] = [
        (listing, mandatory_list.region, {}, new | {"categories": listing.categories}) for listing in made
    ]
    activity_records(by=by, at=at, verb="listing_add", things=told)
    return made
