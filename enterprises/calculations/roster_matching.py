"""Which registered site a roster row means, and what it would change. Pure; the sites come in as facts."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from enterprises.calculations.keys import name_key


@dataclass(frozen=True)
class ListingFacts:
    """An entry of that province's and year's lists."""

    id: int
    version: int
    published: bool
    name: str
    categories: tuple[str, ...]
    reason: str


@dataclass(frozen=True)
class SiteFacts:
    """A registered site as the matching sees it; `listing` is its entry of that year, if any."""

    id: int
    version: int
    uscc: str
    name: str
    name_key: str
    region_id: int
    region_path: str
    region_name: str
    place: str
    industry_id: int | None
    industry_name: str
    details: dict[str, str]
    permits: frozenset[str]
    listing: ListingFacts | None = None

    @property
    def spot(self) -> tuple[str, int, str]:
        return self.name_key, self.region_id, name_key(self.place)


@dataclass(frozen=True)
class FormerSite:
    """A site found by what it was once called: `key` a name or a code, borne until then (None: it still bears it)."""

    key: str
    site: SiteFacts
    until: date | None


def spot_of(values: dict[str, Any]) -> tuple[str, int, str]:
    """Name and place of a row: what makes two rows of one code the same site."""
    return values["name_key"], values["region_id"], name_key(values["place"])


def addresses_differ(one: str, other: str) -> bool:
    """Whether both are known and differ; an unknown address contradicts nothing."""
    return bool(one and other) and name_key(one) != name_key(other)


@dataclass(frozen=True)
class Seen:
    """Where in the file a site was named first."""

    sheet: str
    row: int
    uscc: str
    name: str
    address: str


@dataclass
class FileIndex:
    """The sites one file names, so that duplicates and renames are told apart in any order of rows."""

    spots: dict[tuple[str, int, str], list[Seen]] = field(default_factory=lambda: defaultdict(list))
    codes: dict[tuple[str, int, str], list[Seen]] = field(default_factory=lambda: defaultdict(list))

    def add(self, values: dict[str, Any], sheet: str, row: int) -> None:
        """Remember a readable row; a row that repeats an earlier one is not remembered."""
        if self.first_of(values) is None:
            seen = Seen(sheet, row, values["uscc"], values["name"], values["address"])
            self.spots[spot_of(values)].append(seen)
            if values["uscc"]:
                _name, region_id, place = spot_of(values)
                self.codes[(values["uscc"], region_id, place)].append(seen)

    def first_of(self, values: dict[str, Any]) -> Seen | None:
        """The first row that names the same site, perhaps this row itself."""
        for seen in self.spots.get(spot_of(values), ()):
            same_code = not seen.uscc or not values["uscc"] or seen.uscc == values["uscc"]
            if same_code and not addresses_differ(seen.address, values["address"]):
                return seen
        return None

    def neighbour_of(self, values: dict[str, Any], sheet: str, row: int) -> Seen | None:
        """An earlier row with the same code and place, but another name."""
        _name, region_id, place = spot_of(values)
        for seen in self.codes.get((values["uscc"], region_id, place), ()) if values["uscc"] else ():
            if (seen.sheet, seen.row) == (sheet, row):
                return None
            if name_key(seen.name) != values["name_key"]:
                return seen
        return None

    def names(self, site: SiteFacts) -> bool:
        """Whether some row of the file names this registered site under its present name, place and address."""
        return any(
            (seen.uscc == site.uscc or not seen.uscc or not site.uscc)
            and not addresses_differ(seen.address, site.details["address"])
            for seen in self.spots.get(site.spot, ())
        )


def site_of(
    values: dict[str, Any], path: str, sites: Sequence[SiteFacts], index: FileIndex
) -> SiteFacts | None:
    """The registered site a row means, of those not yet taken by an earlier row; None: a new site.

    In this order: same name and place; the same code and name at a place known more or less exactly;
    the same code and place under a new name; the same name and place at a corrected address.
    """
    spot = spot_of(values)
    here = [site for site in sites if site.spot == spot and _codes_agree(site, values)]
    here.sort(key=lambda site: site.uscc != values["uscc"])
    exact = [site for site in here if not addresses_differ(site.details["address"], values["address"])]
    if exact:
        return exact[0]
    free = [site for site in sites if not index.names(site)]
    near = [site for site in free if _is_nearby(site, values, path)]
    if len(near) == 1:
        return near[0]
    renamed = [site for site in free if _is_renamed(site, values)]
    if renamed:
        return renamed[0]
    return next((site for site in here if site in free), None)


def _codes_agree(site: SiteFacts, values: dict[str, Any]) -> bool:
    return not site.uscc or not values["uscc"] or site.uscc == values["uscc"]


def _is_nearby(site: SiteFacts, values: dict[str, Any], path: str) -> bool:
    """The same code and name; one of the two places is only known as the other's city or province."""
    same = bool(values["uscc"]) and site.uscc == values["uscc"] and site.name_key == values["name_key"]
    apart = site.region_id == values["region_id"] or site.place or values["place"]
    within = site.region_path.startswith(path) or path.startswith(site.region_path)
    return same and not apart and within


def _is_renamed(site: SiteFacts, values: dict[str, Any]) -> bool:
    _name, region_id, place = spot_of(values)
    return (
        bool(values["uscc"])
        and site.uscc == values["uscc"]
        and site.spot[1:] == (region_id, place)
        and not addresses_differ(site.details["address"], values["address"])
    )


DETAILS = ("old_code", "address", "legal_representative", "scale")


def enterprise_changes(site: SiteFacts, values: dict[str, Any], path: str) -> dict[str, list[Any]]:
    """What the row would change in the registered site: field → [now, then]. An empty cell changes nothing."""
    changes: dict[str, list[Any]] = {}
    if values["name_key"] != site.name_key:
        changes["name"] = [site.name, values["name"]]
    if values["uscc"] and not site.uscc:
        changes["uscc"] = [site.uscc, values["uscc"]]
    if values["region_id"] != site.region_id and path.startswith(site.region_path):
        changes["region"] = [site.region_name, values["region_name"]]
    if values["industry_id"] and values["industry_id"] != site.industry_id:
        changes["industry"] = [site.industry_name, values["industry_name"]]
    elif not site.industry_id and values["industry_as_published"] not in {"", site.industry_name}:
        changes["industry"] = [site.industry_name, values["industry_as_published"]]
    for key in DETAILS:
        if values[key] and values[key] != site.details[key]:
            changes[key] = [site.details[key], values[key]]
    if set(values["permits"]) - site.permits:
        changes["permits"] = [sorted(site.permits), sorted(site.permits | set(values["permits"]))]
    return changes


def listing_changes(listing: ListingFacts, values: dict[str, Any]) -> dict[str, list[Any]]:
    """What the row would change in the entry of the draft list."""
    changes: dict[str, list[Any]] = {}
    if tuple(values["categories"]) != listing.categories:
        changes["categories"] = [list(listing.categories), values["categories"]]
    if values["reason"] and values["reason"] != listing.reason:
        changes["reason"] = [listing.reason, values["reason"]]
    return changes


def most_common(counts: dict[str, int]) -> str:
    """The value most rows give; the first of equals; empty when none gives one."""
    return max(counts, key=lambda value: counts[value], default="")


def agreed(counts: dict[str, int]) -> str:
    """The one value all rows that give one agree on, else empty."""
    return next(iter(counts)) if len(counts) == 1 else ""
