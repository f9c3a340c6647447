"""Registering a confirmed preview of the past: lists, rounds and results in one transaction, or nothing."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Region, User
from accounts.services.activity import activity_record, activity_records
from audits.models import Round
from audits.services.past_rounds import past_round_change, past_rounds_write, rounds_renumber
from config.common.errors import Refused
from config.common.versions import guarded_update
from enterprises.enums import RosterState, RowState
from enterprises.models import Enterprise, Listing, MandatoryList
from enterprises.selectors.roster_sites import sites_load
from enterprises.services.past_lists import PastEntry, past_list_create, past_listings_write
from enterprises.services.roster_sites import SiteRegistrar
from measures.calculations.past_matching import laid_over
from measures.models import PastImport, PastResult, PastRow
from measures.selectors.past import ListKey, ListTable, indicator_ids, known_entries
from measures.services.past_results import past_result_replace, past_results_write

BATCH = 500


class PastApply:
    """One confirmed sheet of the past on its way into the registry, the lists and the rounds."""

    def __init__(self, past: PastImport, by: User, at: datetime) -> None:
        self.past, self.by, self.at = past, by, at
        self.regions = {region.pk: region for region in Region.objects.within(past.region)}
        self.indicators = indicator_ids()
        self.lists: dict[ListKey, MandatoryList] = {}
        self.sites: dict[str, int] = {}
        self.registrar: SiteRegistrar

    @transaction.atomic
    def run(self, fence: Callable[[], None]) -> PastImport:
        """Everything the preview showed as new or changed, in a fixed number of queries for a batch of new rows."""
        fence()
        past = self.past
        past.refresh_from_db(fields=["version", "state"])
        if past.state != RosterState.APPLYING:
            return past
        self.registrar = SiteRegistrar(self.regions, self.by, self.at)
        self._lists()
        touched: set[int] = set()
        for rows in self._batches(RowState.NEW):
            touched |= self._add(rows)
        for rows in self._batches(RowState.CHANGED):
            self._change(rows)
        self._renumber(sorted(touched))
        guarded_update(past, state=RosterState.APPLIED, applied_at=self.at, reason="")
        new = past.counts | {"lists": [row.title for row in self.lists.values()]}
        activity_record(by=self.by, at=self.at, verb="past_apply", thing=past, region=past.region, new=new)
        return past

    def _lists(self) -> None:
        """The documents of the preview: those that were there then must be there now, and no others."""
        table = ListTable.load(self.past.region)
        for facts in self.past.facts["lists"]:
            key: ListKey = (facts["year"], facts["document_no"])
            there = table.imported.get(key)
            if (there.pk if there else None) != facts["id"] or facts["year"] in table.of_platform:
                raise _stale()
            self.lists[key] = there or past_list_create(
                region=self.past.region,
                year=facts["year"],
                document_no=facts["document_no"],
                authority=facts["authority"],
                published_on=date.fromisoformat(facts["published_on"]),
                by=self.by,
                at=self.at,
            )

    def _batches(self, state: RowState) -> Iterator[Sequence[PastRow]]:
        """Rows of the older lists first, each in the order of the file: rounds are numbered as they come."""
        rows = PastRow.objects.filter(past=self.past, state=state)
        order = list(rows.order_by("pk").values_list("values__published_on", "pk"))
        ids = [pk for _on, pk in sorted(order)]
        for start in range(0, len(ids), BATCH):
            found = PastRow.objects.in_bulk(ids[start : start + BATCH])
            yield [found[pk] for pk in ids[start : start + BATCH]]

    def _add(self, rows: Sequence[PastRow]) -> set[int]:
        """New entries with their rounds and results; returns the enterprises they are of."""
        self._check_fresh(rows)
        enterprises = self._enterprises(rows)
        by_list: dict[ListKey, list[PastRow]] = defaultdict(list)
        for row in rows:
            by_list[_key(row)].append(row)
        entries: list[tuple[Listing, dict[str, str]]] = []
        for key, group in by_list.items():
            made = past_listings_write(
                mandatory_list=self.lists[key],
                entries=[_entry(row, enterprises[row.pk]) for row in group],
                by=self.by,
                at=self.at,
            )
            entries += [(listing, row.values["said"]) for listing, row in zip(made, group, strict=True)]
        rounds = past_rounds_write(entries=entries, by=self.by, at=self.at)
        results = [(round_, said) for round_, (_listing, said) in zip(rounds, entries, strict=True)]
        past_results_write(entries=results, source=self.past, indicators=self.indicators)
        return set(enterprises.values())

    def _check_fresh(self, rows: Sequence[PastRow]) -> None:
        """Refuse when the sites the preview compared with are others now."""
        sites = sites_load(
            usccs=[row.values["uscc"] for row in rows],
            name_keys=[row.values["name_key"] for row in rows],
            province=self.past.region,
            year=0,
        )
        meant = [row.enterprise_id for row in rows if row.enterprise_id is not None]
        versions = dict(Enterprise.objects.filter(pk__in=meant).values_list("pk", "version"))
        for row in rows:
            found = sites.candidates(row.values["uscc"], row.values["name_key"])
            # what this very import has registered a moment ago is no surprise
            if {site.id for site in found if site.id <= self.registrar.newest} != set(row.values["known"]):
                raise _stale()
            if row.enterprise_id and versions.get(row.enterprise_id) != row.values["version"]:
                raise _stale()

    def _enterprises(self, rows: Sequence[PastRow]) -> dict[int, int]:
        """Row → enterprise; a new site is registered once, whichever of its years comes first."""
        new = {row.values["site"]: row for row in rows if row.enterprise_id is None}
        wanted = [(site, row.values) for site, row in new.items() if site not in self.sites]
        made = self.registrar.register([values for _site, values in wanted])
        self.sites |= {site: one.pk for (site, _values), one in zip(wanted, made, strict=True)}
        return {row.pk: row.enterprise_id or self.sites[row.values["site"]] for row in rows}

    def _change(self, rows: Sequence[PastRow]) -> None:
        """Other results for entries that were imported before; the list's own words stay."""
        ids = {row.enterprise_id or 0 for row in rows}
        known = known_entries(ids, [row.pk for row in self.lists.values()])
        rounds = Round.objects.select_related("enterprise__region").in_bulk(
            [row.values["round_id"] for row in rows]
        )
        results = {one.round_id: one for one in PastResult.objects.filter(round__in=rounds)}
        told: list[tuple[Any, Region | None, dict, dict]] = []
        for row in rows:
            entry = known.get((self.lists[_key(row)].pk, row.enterprise_id or 0))
            if entry is None or entry.round_version != row.values["round_version"]:
                raise _stale()
            said = laid_over(entry.said, row.values["said"])
            round_ = rounds[entry.round_id]
            past_round_change(round_=round_, version=entry.round_version, said=said)
            past_result_replace(
                result=results[round_.pk], said=said, source=self.past, indicators=self.indicators
            )
            Listing.objects.filter(pk=entry.listing.pk).update(reported_on=said.get("reported_on") or None)
            old, new = ({key: pair[side] for key, pair in row.changes.items()} for side in (0, 1))
            told.append((round_, round_.enterprise.region, old, new))
        activity_records(by=self.by, at=self.at, verb="past_result_change", things=told)

    def _renumber(self, enterprise_ids: Sequence[int]) -> None:
        for start in range(0, len(enterprise_ids), BATCH):
            part = enterprise_ids[start : start + BATCH]
            rounds_renumber(enterprise_ids=part, by=self.by, at=self.at)


def _key(row: PastRow) -> ListKey:
    year, number = row.values["list"]
    return year, number


def _entry(row: PastRow, enterprise_id: int) -> PastEntry:
    values = row.values
    reported = values["said"].get("reported_on")
    return PastEntry(
        enterprise_id=enterprise_id,
        name=values["name"],
        uscc=values["uscc"],
        region_id=values["region_id"],
        categories=values["categories"],
        reason=values["reason"],
        reported_on=date.fromisoformat(reported) if reported else None,
    )


def _stale() -> Refused:
    return Refused(_("预览之后，名单或企业信息有了变化，没有导入任何内容。请重新检查，再看一遍预览。"))
