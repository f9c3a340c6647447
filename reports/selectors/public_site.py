"""What everybody may read: published lists, disclosures that stand, audits that were accepted.

The reader is the public: every query starts from `.public()`, which takes no user.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from accounts.models import Level, Region
from audits.models import Round
from enterprises.enums import Category, DocumentKind, DutyCode, ListingState, ListState
from enterprises.models import (
    AmendmentItem,
    Disclosure,
    DisclosureField,
    Duty,
    Enterprise,
    ListAmendment,
    ListDocument,
    Listing,
    MandatoryList,
)
from enterprises.selectors.search import FLAGS, matching
from measures.enums import STANDING
from measures.models import Measure
from reports.selectors.progress import reached

SITEMAP_ENTERPRISES = 5_000


def public_province() -> Region | None:
    """The province this site speaks for: that of the newest published list."""
    newest = MandatoryList.objects.public().select_related("region").order_by("-published_on", "-pk").first()
    return newest.region if newest else Region.objects.filter(level=Level.PROVINCE).order_by("code").first()


def public_lists() -> QuerySet[Any]:
    """Published lists, newest first, each with how many enterprises stand on it."""
    standing = Count("listings", filter=~Q(listings__state=ListingState.REMOVED))
    rows: QuerySet[Any] = MandatoryList.objects.public().annotate(entries=standing)
    return rows.order_by("-year", "-batch", "pk")


def public_years() -> list[int]:
    """The years of published lists, newest first."""
    years = MandatoryList.objects.public().order_by("-year").values_list("year", flat=True).distinct()
    return list(years)


def public_entries(**of: MandatoryList | Enterprise) -> QuerySet[Any]:
    """Entries (`mandatory_list=`, `enterprise=`) with what was published, newest list first, by number."""
    rows: QuerySet[Any] = Listing.objects.public().filter(**of)
    finish = Duty.objects.filter(listing=OuterRef("pk"), code=DutyCode.FINISH)
    told = Disclosure.objects.public().filter(listing=OuterRef("pk"))
    accepted = Round.objects.public().filter(listing=OuterRef("pk"))
    rows = rows.order_by("-mandatory_list__year", "mandatory_list", "number", "pk")
    related = rows.select_related("mandatory_list", "added_by", "region__city", "enterprise__industry")
    return related.annotate(
        finish_on=Subquery(finish.values("due_on")[:1]),
        told_on=Subquery(told.values("disclosed_on")[:1]),
        accepted_on=Subquery(accepted.values("accepted_on")[:1]),
    )


def public_amendments(mandatory_list: MandatoryList) -> list[ListAmendment]:
    """Issued amendments of a list with their items, oldest first."""
    items = Prefetch("items", AmendmentItem.objects.select_related("enterprise").order_by("pk"))
    rows = ListAmendment.objects.filter(mandatory_list=mandatory_list, state=ListState.PUBLISHED)
    return list(rows.prefetch_related(items).order_by("number"))


def public_papers(**of: MandatoryList) -> QuerySet[ListDocument]:
    """Notices of published lists (`mandatory_list=`) and of issued amendments, and lists as amended; letters are
    nobody else's.
    """
    issued = Q(amendment__isnull=True) | Q(amendment__state=ListState.PUBLISHED)
    rows = ListDocument.objects.filter(
        issued,
        kind__in=[DocumentKind.NOTICE, DocumentKind.WHOLE],
        mandatory_list__in=MandatoryList.objects.public(),
    )
    in_order = (F("amendment__number").asc(nulls_first=True), "pk")  # the list's own first on both databases
    return rows.filter(**of).select_related("file", "amendment", "mandatory_list").order_by(*in_order)


def public_enterprises(text: str = "") -> QuerySet[Enterprise]:
    """Enterprises on published lists, by name, former name, code or place."""
    rows: QuerySet[Enterprise] = Enterprise.objects.filter(
        Exists(Listing.objects.public().filter(enterprise=OuterRef("pk")))
    )
    if text:
        rows = rows.filter(_found(text, ""))
    listed = Count("listings", filter=Q(listings__mandatory_list__state=ListState.PUBLISHED))
    rows = rows.select_related("region__city", "industry").annotate(times=listed)
    return rows.order_by("pinyin", "pk")


def _found(text: str, prefix: str) -> Q:
    """By what people type; a text of nothing but white space finds nothing."""
    named = matching(text, prefix)
    if not named:
        return Q(pk__in=[])
    place = Q(**{f"{prefix}region__name__contains": text}) | Q(
        **{f"{prefix}region__city__name__contains": text}
    )
    return named | place


def former_names(enterprise: Enterprise) -> list[str]:
    return list(enterprise.former_names.values_list("name", flat=True))


def public_disclosures(enterprise: Enterprise | None = None) -> QuerySet[Any]:
    """Disclosures that stand, newest first."""
    rows: QuerySet[Any] = Disclosure.objects.public()
    if enterprise is not None:
        rows = rows.filter(listing__enterprise=enterprise)
    rows = rows.select_related("listing__mandatory_list", "listing__region__city", "listing__enterprise")
    return rows.order_by("-disclosed_on", "-pk")


def public_results(enterprise: Enterprise | None = None) -> QuerySet[Any]:
    """Accepted mandatory audits, newest first, each with how many measures were carried out."""
    done = (
        Measure.objects.filter(round=OuterRef("pk"), state__in=STANDING)
        .order_by()
        .values("round")
        .annotate(n=Count("pk"))
        .values("n")
    )
    rows: QuerySet[Any] = Round.objects.public()
    if enterprise is not None:
        rows = rows.filter(enterprise=enterprise)
    rows = rows.select_related(
        "listing__mandatory_list", "listing__region__city", "listing__enterprise", "enterprise__industry"
    )
    return rows.annotate(measures_done=Coalesce(Subquery(done), 0)).order_by("-accepted_on", "-pk")


def personal_labels() -> frozenset[str]:
    """Fields of a disclosure that name a person: the enterprise publishes them, this site does not."""
    return frozenset(DisclosureField.objects.filter(personal=True).values_list("label", flat=True))


def in_year(rows: QuerySet[Any], year: int, prefix: str) -> QuerySet[Any]:
    return rows.filter(**{f"{prefix}mandatory_list__year": year})


def sitemap_parts() -> int:
    """One part for the pages and lists, and one for so many enterprises each."""
    return 1 + -(-public_enterprises().order_by().count() // SITEMAP_ENTERPRISES)


def sitemap_enterprises(part: int) -> list[int]:
    """The enterprises of a part (from 1) by id, so that a new one moves no other to another part."""
    first = (part - 1) * SITEMAP_ENTERPRISES
    rows = public_enterprises().order_by("pk").values_list("pk", flat=True)
    return list(rows[first : first + SITEMAP_ENTERPRISES])


def in_city(rows: QuerySet[Any], code: str, prefix: str = "") -> QuerySet[Any]:
    """A city with its counties, or what hangs at the province itself."""
    return rows.filter(Q(**{f"{prefix}region__city__code": code}) | Q(**{f"{prefix}region__code": code}))


def in_category(rows: QuerySet[Any], category: str, prefix: str = "") -> QuerySet[Any]:
    return rows.filter(**{f"{prefix}{FLAGS[Category(category)]}": True})


def found_by(rows: QuerySet[Any], text: str, prefix: str) -> QuerySet[Any]:
    """Rows of the enterprises that people look for; `prefix` leads to the enterprise."""
    return rows.filter(_found(text, prefix))


def cities_listed() -> list[tuple[str, str]]:
    """(code, name) of the cities that entries of published lists lie in."""
    places = (
        Listing.objects.public()
        .order_by()
        .annotate(code=Coalesce("region__city__code", "region__code"))
        .annotate(city=Coalesce("region__city__name", "region__name"))
        .values_list("code", "city")
        .distinct()
    )
    return sorted(places)


@dataclass(frozen=True)
class PublicCounts:
    """How far the entries of a year have come, as far as it is public."""

    place: str
    listed: int
    disclosed: int
    accepted: int


def counts_by_city(year: int, on: date) -> list[PublicCounts]:
    """One row for each city that has entries, in the order of the codes."""
    rows = _counted(year, on).annotate(
        code=Coalesce("region__city__code", "region__code"),
        city=Coalesce("region__city__name", "region__name"),
    )
    grouped = rows.values("code", "city").annotate(**_sums(on)).order_by("code")
    return [
        PublicCounts(row["city"], row["n_listed"], row["n_disclosed"], row["n_accepted"]) for row in grouped
    ]


def counts_by_category(year: int, on: date, categories: Sequence[tuple[str, str]]) -> list[PublicCounts]:
    """One row for each category; an entry in two is in both."""
    rows = _counted(year, on)
    found = []
    for code, label in categories:
        sums = in_category(rows, code).aggregate(**_sums(on))
        found.append(PublicCounts(label, sums["n_listed"], sums["n_disclosed"], sums["n_accepted"]))
    return found


def _sums(on: date) -> dict[str, Count]:
    return {f"n_{code}": count for code, count in reached(on).items() if code in PublicCounts.__annotations__}


def _counted(year: int, on: date) -> QuerySet[Any]:
    return Listing.objects.public().standing(on).filter(mandatory_list__year=year).order_by()
