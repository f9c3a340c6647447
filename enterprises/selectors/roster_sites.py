"""The registered sites a batch of roster rows may mean, as facts: five queries, however many rows."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from django.db.models import Q

from accounts.models import Region
from enterprises.calculations.roster_matching import DETAILS, FormerSite, ListingFacts, SiteFacts
from enterprises.enums import ListState
from enterprises.models import Enterprise, EnterpriseCode, EnterpriseName, Listing, MandatoryList, Permit


@dataclass
class SiteTable:
    """Sites by code and by name; `borne` leads a code that is no longer registered to who bore it or took it over."""

    by_code: dict[str, list[SiteFacts]] = field(default_factory=lambda: defaultdict(list))
    by_name: dict[str, list[SiteFacts]] = field(default_factory=lambda: defaultdict(list))
    borne: dict[str, Enterprise] = field(default_factory=dict)

    def candidates(self, uscc: str, name_key: str) -> list[SiteFacts]:
        """Sites with that code, then those of that name; each once, oldest first."""
        found = {site.id: site for site in self.by_code.get(uscc, ())} if uscc else {}
        found |= {site.id: site for site in self.by_name.get(name_key, ()) if site.id not in found}
        return list(found.values())


def sites_load(
    *, usccs: Collection[str], name_keys: Collection[str], province: Region, year: int
) -> SiteTable:
    """The sites that bear one of the codes or names, with their entries in that year's lists."""
    wanted = Q(uscc__in=set(usccs) - {""}) | Q(name_key__in=set(name_keys))
    rows = list(Enterprise.objects.filter(wanted).select_related("region", "industry").order_by("pk"))
    ids = [row.pk for row in rows]
    permits = permits_of(ids)
    listings = _listings_of(ids, province, year)
    table = SiteTable(borne=_bearers(usccs))
    for row in rows:
        site = _facts(row, permits.get(row.pk, frozenset()), listings.get(row.pk))
        table.by_code[site.uscc].append(site)
        table.by_name[site.name_key].append(site)
    return table


def former_sites(
    *, name_keys: Collection[str], codes: Collection[str], province: Region
) -> dict[str, list[FormerSite]]:
    """Sites that once bore one of the names or codes, or bear an old code of nine characters: by that name or code."""
    within = Q(enterprise__region__path__startswith=province.path, enterprise__merged_into__isnull=True)
    wanted = set(codes) - {""}
    names = EnterpriseName.objects.filter(within, name_key__in=set(name_keys) - {""})
    borne = EnterpriseCode.objects.filter(within, code__in=wanted)
    found = [*names.values_list("name_key", "enterprise", "until")]
    found += borne.values_list("code", "enterprise", "until")
    old = Enterprise.objects.filter(region__path__startswith=province.path, old_code__in=wanted)
    triples = [*found, *((code, pk, None) for code, pk in old.values_list("old_code", "pk"))]
    rows = Enterprise.objects.select_related("region", "industry").in_bulk(
        [pk for _key, pk, _until in triples]
    )
    table: dict[str, list[FormerSite]] = defaultdict(list)
    for key, pk, until in triples:
        table[key].append(FormerSite(key, _facts(rows[pk], frozenset(), None), until))
    return table


def _bearers(usccs: Collection[str]) -> dict[str, Enterprise]:
    rows = EnterpriseCode.objects.filter(code__in=set(usccs) - {""}).select_related("enterprise")
    return {row.code: row.enterprise for row in rows}


def permits_of(ids: Iterable[int]) -> dict[int, frozenset[str]]:
    numbers: dict[int, set[str]] = defaultdict(set)
    rows = Permit.objects.filter(enterprise__in=ids).values_list("enterprise_id", "number")
    for enterprise_id, number in rows:
        numbers[enterprise_id].add(number)
    return {enterprise_id: frozenset(found) for enterprise_id, found in numbers.items()}


def _listings_of(ids: Iterable[int], province: Region, year: int) -> dict[int, ListingFacts]:
    """Entries of the year's lists; one of a published list counts before one of a draft."""
    rows = (
        Listing.objects.filter(enterprise__in=ids, mandatory_list__region=province, mandatory_list__year=year)
        .select_related("mandatory_list")
        .order_by("mandatory_list__state", "mandatory_list__batch")
    )
    return {
        row.enterprise_id: ListingFacts(
            id=row.pk,
            version=row.version,
            published=row.mandatory_list.state == ListState.PUBLISHED,
            name=row.name,
            categories=tuple(category.value for category in row.categories),
            reason=row.reason,
        )
        for row in rows
    }


def _facts(row: Enterprise, permits: frozenset[str], listing: ListingFacts | None) -> SiteFacts:
    return SiteFacts(
        id=row.pk,
        version=row.version,
        uscc=row.uscc,
        name=row.name,
        name_key=row.name_key,
        region_id=row.region_id,
        region_path=row.region.path,
        region_name=row.region.name,
        place=row.region_as_published,
        industry_id=row.industry_id,
        industry_name=row.industry.name if row.industry else row.industry_as_published,
        details={name: getattr(row, name) for name in DETAILS},
        permits=permits,
        listing=listing,
    )


@dataclass(frozen=True)
class YearLists:
    """The lists of a province's year: the draft that takes rows (the latest), and whether one is published."""

    draft: MandatoryList | None
    published: MandatoryList | None

    @classmethod
    def load(cls, province: Region, year: int) -> "YearLists":
        rows = list(MandatoryList.objects.filter(region=province, year=year).order_by("batch"))
        drafts = [row for row in rows if row.state == ListState.DRAFT]
        published = [row for row in rows if row.state == ListState.PUBLISHED]
        return cls(drafts[-1] if drafts else None, published[-1] if published else None)

    @property
    def takes_rows(self) -> bool:
        return self.draft is not None or self.published is None
