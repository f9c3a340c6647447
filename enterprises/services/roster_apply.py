"""Registering a confirmed preview: all of it in one transaction, or nothing."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Model
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Region, User
from accounts.services.activity import activity_record, activity_records
from config.common.access import Role
from config.common.document_no import is_document_no
from config.common.errors import Refused
from config.common.versions import guarded_update
from enterprises.calculations.keys import search_keys
from enterprises.calculations.roster_matching import DETAILS
from enterprises.enums import RosterState, RowState
from enterprises.models import (
    Enterprise,
    EnterpriseName,
    EnterprisePlacement,
    Listing,
    MandatoryList,
    RosterImport,
    RosterRow,
)
from enterprises.selectors.roster_sites import YearLists, sites_load
from enterprises.services.lists import category_flags, draft_touch, list_create, next_number
from enterprises.services.roster_sites import NAME_KEYS, SiteRegistrar

BATCH = 1_000
_CHANGEABLE = (
    *NAME_KEYS,
    "uscc",
    "site_no",
    "region_id",
    "region_as_published",
    "industry_id",
    "industry_as_published",
    *DETAILS,
)
_MASKED = "legal_representative"
Told = tuple[Any, int, dict[str, Any], dict[str, Any]]


class RosterApply:
    """One confirmed roster on its way into the registry and the draft list."""

    def __init__(self, roster: RosterImport, by: User, at: datetime) -> None:
        self.roster, self.by, self.at = roster, by, at
        self.on: date = timezone.localtime(at).date()
        self.regions = {region.pk: region for region in Region.objects.within(roster.region)}
        self.registrar: SiteRegistrar
        self.number = 0
        self.draft: MandatoryList

    @transaction.atomic
    def run(self, fence: Callable[[], None]) -> RosterImport:
        """Everything the preview showed as new or changed, in a fixed number of queries for 1,000 rows."""
        fence()
        roster = self.roster
        roster.refresh_from_db(fields=["version", "state"])
        if roster.state != RosterState.APPLYING:
            return roster
        self.draft = self._draft()
        self.registrar = SiteRegistrar(self.regions, self.by, self.at)
        self.number = next_number(self.draft)
        for rows in self._batches():
            self._apply(rows)
        guarded_update(
            roster,
            state=RosterState.APPLIED,
            mandatory_list=self.draft,
            applied_at=self.at,
            reason="",
        )
        activity_record(
            by=self.by,
            at=self.at,
            verb="roster_apply",
            thing=roster,
            region=roster.region,
            new=roster.counts | {"list": self.draft.title},
        )
        return roster

    def _draft(self) -> MandatoryList:
        """The draft the preview was made for, held; a new one where there was none."""
        lists = YearLists.load(self.roster.region, self.roster.year)
        found = lists.draft.pk if lists.draft else None
        if found != self.roster.facts["draft"] or not lists.takes_rows:
            raise _stale()
        draft = lists.draft or list_create(
            region=self.roster.region, year=self.roster.year, by=self.by, at=self.at
        )
        draft_touch(draft)
        if self.by.role != Role.CITY:
            self._fill(draft)
        return draft

    def _fill(self, draft: MandatoryList) -> None:
        """Take over number, authority and date on which the file agrees, where the draft has none."""
        facts = self.roster.facts["list"]
        filled: dict[str, Any] = {
            key: value for key, value in facts.items() if value and not getattr(draft, key)
        }
        number = filled.get("document_no", "")
        taken = MandatoryList.objects.filter(region=draft.region, document_no=number).exists()
        if number and (taken or not is_document_no(number)):
            del filled["document_no"]
        if "published_on" in filled:
            filled["published_on"] = date.fromisoformat(filled["published_on"])
        if filled:
            guarded_update(draft, **filled)
            activity_record(
                by=self.by, at=self.at, verb="list_update", thing=draft, region=draft.region, new=filled
            )

    def _batches(self) -> Iterator[Sequence[RosterRow]]:
        wanted = RosterRow.objects.filter(
            roster=self.roster, state__in=[RowState.NEW, RowState.CHANGED]
        ).order_by("pk")
        last = 0
        while rows := list(wanted.filter(pk__gt=last)[:BATCH]):
            last = rows[-1].pk
            yield rows

    def _apply(self, rows: Sequence[RosterRow]) -> None:
        self._check_fresh(rows)
        enterprises = {row.pk: row.enterprise_id for row in rows if row.enterprise_id is not None}
        enterprises |= self._register([row for row in rows if row.enterprise_id is None])
        self._change([row for row in rows if row.state == RowState.CHANGED])
        self._list([row for row in rows if not row.values.get("listing_id")], enterprises)
        self._relist([row for row in rows if {"categories", "reason"} & row.changes.keys()])

    def _check_fresh(self, rows: Sequence[RosterRow]) -> None:
        """Refuse when what the preview compared with has changed since."""
        sites = sites_load(
            usccs=[row.values["uscc"] for row in rows],
            name_keys=[row.values["name_key"] for row in rows],
            province=self.roster.region,
            year=self.roster.year,
        )
        for row in rows:
            values = row.values
            known = sites.candidates(values["uscc"], values["name_key"])
            # what this very import has registered a moment ago is no surprise
            if {site.id for site in known if site.id <= self.registrar.newest} != set(values["known"]):
                raise _stale()
            site = next((site for site in known if site.id == row.enterprise_id), None)
            listing = site.listing if site else None
            if site and site.version != values["version"]:
                raise _stale()
            if (listing.id if listing else None) != values.get("listing_id"):
                raise _stale()

    def _register(self, rows: Sequence[RosterRow]) -> dict[int, int]:
        """New sites with their placements and permits; returns row → enterprise."""
        made = self.registrar.register([row.values for row in rows])
        return {row.pk: enterprise.pk for row, enterprise in zip(rows, made, strict=True)}

    def _change(self, rows: Sequence[RosterRow]) -> None:
        """Registered sites brought to what the list says; former names and places stay findable."""
        touched = [row for row in rows if row.changes.keys() - {"categories", "reason"}]
        _guard(Enterprise, {row.enterprise_id: row.values["version"] for row in touched})
        sites = Enterprise.objects.in_bulk([row.enterprise_id for row in touched])
        pairs = [(sites[row.enterprise_id or 0], row) for row in touched]
        self._rename(pairs)
        numbers = iter(
            self.registrar.site_numbers([r.values["uscc"] for _e, r in pairs if "uscc" in r.changes])
        )
        for enterprise, row in pairs:
            _set_changes(enterprise, row, numbers)
        Enterprise.objects.bulk_update(sites.values(), _CHANGEABLE, batch_size=BATCH)
        self._replace([enterprise for enterprise, row in pairs if "region" in row.changes])
        self.registrar.permits_add((enterprise, row.values) for enterprise, row in pairs)
        self._tell("enterprise_update", [(e, e.region_id, *_old_and_new(r.changes)) for e, r in pairs])

    def _rename(self, pairs: Sequence[tuple[Enterprise, RosterRow]]) -> None:
        EnterpriseName.objects.bulk_create(
            EnterpriseName(
                enterprise=enterprise,
                name=enterprise.name,
                name_key=search_keys(enterprise.name).name_key,
                until=self.on,
            )
            for enterprise, row in pairs
            if "name" in row.changes
        )

    def _replace(self, moved: Sequence[Enterprise]) -> None:
        """A place now known more exactly corrects the placement; it is no move."""
        regions = {enterprise.pk: enterprise.region_id for enterprise in moved}
        rows = list(EnterprisePlacement.objects.filter(enterprise__in=regions, to_on__isnull=True))
        for row in rows:
            row.region_id = regions[row.enterprise_id]
        EnterprisePlacement.objects.bulk_update(rows, ["region"], batch_size=BATCH)
        drafts = list(Listing.objects.filter(mandatory_list=self.draft, enterprise__in=regions))
        for listing in drafts:
            listing.region_id = regions[listing.enterprise_id]
        Listing.objects.bulk_update(drafts, ["region"], batch_size=BATCH)

    def _list(self, rows: Sequence[RosterRow], enterprises: dict[int, int]) -> None:
        """New entries of the draft, numbered in the order of the file."""
        listings = [
            Listing(
                mandatory_list=self.draft,
                enterprise_id=enterprises[row.pk],
                number=self.number + place,
                name=row.values["name"],
                region_id=row.values.get("listing_region_id") or row.values["region_id"],
                reason=row.values["reason"],
                **category_flags(row.values["categories"]),
            )
            for place, row in enumerate(rows)
        ]
        self.number += len(listings)
        made = Listing.objects.bulk_create(listings)
        title, place = self.draft.title, self.draft.region_id
        told: list[Told] = [(e, place, {}, {"list": title, "categories": e.categories}) for e in made]
        self._tell("listing_add", told)

    def _relist(self, rows: Sequence[RosterRow]) -> None:
        """Entries of the draft whose categories or reason the file gives differently."""
        entries = [row for row in rows if row.values.get("listing_id")]
        _guard(Listing, {row.values["listing_id"]: row.values["listing_version"] for row in entries})
        listings = Listing.objects.in_bulk([row.values["listing_id"] for row in entries])
        for row in entries:
            listing = listings[row.values["listing_id"]]
            listing.reason = row.values["reason"] or listing.reason
            for name, flag in category_flags(row.values["categories"]).items():
                setattr(listing, name, flag)
        fields = ["reason", "over_limit", "toxic", "energy"]
        Listing.objects.bulk_update(listings.values(), fields, batch_size=BATCH)
        told: list[Told] = []
        for row in entries:
            listing = listings[row.values["listing_id"]]
            told.append((listing, self.draft.region_id, *_old_and_new(row.changes)))
        self._tell("listing_edit", told)

    def _tell(self, verb: str, things: Sequence[Told]) -> None:
        told: list[tuple[Any, Region | None, dict, dict]] = [
            (thing, self.regions.get(region_id, self.roster.region), old, new)
            for thing, region_id, old, new in things
        ]
        activity_records(by=self.by, at=self.at, verb=verb, things=told)


def _set_changes(enterprise: Enterprise, row: RosterRow, site_numbers: Iterator[int]) -> None:
    values, changes = row.values, row.changes
    if "name" in changes:
        for key in NAME_KEYS:
            setattr(enterprise, key, values[key])
    if "uscc" in changes:
        enterprise.uscc, enterprise.site_no = values["uscc"], next(site_numbers)
    if "region" in changes:
        enterprise.region_id, enterprise.region_as_published = values["region_id"], values["place"]
    if "industry" in changes:
        enterprise.industry_id = values["industry_id"]
        enterprise.industry_as_published = values["industry_as_published"]
    for key in DETAILS:
        if key in changes:
            setattr(enterprise, key, values[key])


def _old_and_new(changes: dict[str, list[Any]]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Old and new values for the trail; a person's name is masked."""
    shown = {name: [_masked(v) for v in pair] if name == _MASKED else pair for name, pair in changes.items()}
    return {name: pair[0] for name, pair in shown.items()}, {name: pair[1] for name, pair in shown.items()}


def _masked(name: str) -> str:
    return f"{name[:1]}**" if name else ""


def _guard(model: type[Model], versions: dict[Any, int]) -> None:
    """Raise the version of many rows if each still has the one that was read: one UPDATE for each version."""
    by_version: dict[int, list[int]] = defaultdict(list)
    for pk, version in versions.items():
        by_version[version].append(pk)
    for version, ids in by_version.items():
        rows = model._base_manager.filter(pk__in=ids, version=version)
        if rows.update(version=F("version") + 1) != len(ids):
            raise _stale()


def _stale() -> Refused:
    return Refused(_("预览之后，名单或企业信息有了变化，没有导入任何内容。请重新检查，再看一遍预览。"))
