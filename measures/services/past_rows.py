"""From a row of the past as read to a staged row: which list it is of, which site it means, what it would do."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from config.common.access import Role
from config.common.spreadsheet.columns import Columns, ColumnSpec
from config.common.spreadsheet.reading import Row
from config.common.wording import date_words, listed
from enterprises.calculations.roster_matching import (
    FileIndex,
    FormerSite,
    SiteFacts,
    addresses_differ,
    most_common,
    site_of,
    spot_of,
)
from enterprises.calculations.roster_reading import BAD, WARNED, RowReading, problem_shown
from enterprises.enums import RowState
from enterprises.models import MandatoryList
from enterprises.selectors.roster_sites import SiteTable, former_sites, sites_load
from enterprises.services.roster_rows import LIST_FACTS, RowReader
from enterprises.services.sheet_check import Read
from measures.calculations.past_former import bearers_then, codes_of
from measures.calculations.past_matching import changes_of, said_of
from measures.calculations.past_reading import PastReading
from measures.models import PastImport, PastRow
from measures.selectors.past import KnownEntry, ListKey, ListTable, known_entries

_LATER_THAN_LIST = ("reported_on", "evaluated_on", "accepted_on", "post_assessed_on")
_NOT_OF_THE_PAST = {f"{key}_missing" for key in LIST_FACTS}


class PastReader(RowReader):
    """Reads a row as a list's and as table C's; a place must be known, for figures are added up by it."""

    def __init__(self, past: PastImport, specs: Sequence[ColumnSpec], today: date) -> None:
        super().__init__(past)
        self.specs = {spec.key: spec for spec in specs}
        self.today = today

    def read(self, row: Row, columns: Columns) -> RowReading:
        reading = super().read(row, columns)
        reading.problems = [one for one in reading.problems if one["code"] not in _NOT_OF_THE_PAST]
        self._require_place(reading)
        PastReading(reading, row, columns, self.specs, self.today).read()
        if not reading.is_bad:
            reading.values["said"] = said_of(reading.values)
        return reading

    def _require_place(self, reading: RowReading) -> None:
        """Unknown or ambiguous: refused at its cell with what it may mean, never guessed."""
        values = reading.values
        written = "".join((values["city"], values["county"]))
        if written and not values["place"]:
            return
        reading.problems = [one for one in reading.problems if one["code"] != "region_note"]
        key = "county" if values["county"] else "city"
        if not written:
            reason = _("没有写明设区市和县（市、区）。")
            reading.say(BAD, "place_missing", key, reason, _("请填写名称或六位代码。"))
            return
        hung = self.places.by_code.get(
            values["region_path"].rstrip("/").rpartition("/")[2], self.places.province
        )
        heirs = self.places.candidates(hung, values["place"])
        facts = {"written": written, "names": listed(heir.full_name for heir in heirs)}
        if len(heirs) > 1:
            reason = _("“%(written)s”可能是%(names)s，无法确定是哪一个。") % facts
        else:
            reason = _("“%(written)s”不在本省的区域表中。") % facts
        mend = _("请填写设区市和县（市、区）现在的名称，或六位代码。")
        reading.say(BAD, "place_unknown", key, reason, mend, written)


@dataclass
class ListFacts:
    """What the rows of one document say of it as a whole."""

    rows: int = 0
    authority: Counter[str] = field(default_factory=Counter)
    published_on: Counter[str] = field(default_factory=Counter)


@dataclass
class FileFacts:
    """What the first walk gathers: the documents of each year, and the sites each names."""

    numbers: dict[int, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    lists: dict[ListKey, ListFacts] = field(default_factory=lambda: defaultdict(ListFacts))
    index: dict[ListKey, FileIndex] = field(default_factory=lambda: defaultdict(FileIndex))
    unnumbered: list[tuple[dict[str, Any], str, int]] = field(default_factory=list)

    def note(self, reading: RowReading) -> None:
        values = reading.values
        if not values["year"]:
            return
        if number := values["document_no"]:
            self.numbers[values["year"]][number] += 1
            facts = self.lists[values["year"], number]
            facts.rows += 1
            for key in ("authority", "published_on"):
                if values[key]:
                    getattr(facts, key)[values[key]] += 1
        if not reading.is_bad and number:
            self.index[values["year"], number].add(values, reading.sheet, reading.row)
        elif not reading.is_bad:
            self.unnumbered.append((values, reading.sheet, reading.row))

    def settle(self) -> None:
        """All numbers are known: rows without one join the only document of their year."""
        for values, sheet, row in self.unnumbered:
            self.index[self.key_of(values)].add(values, sheet, row)

    def key_of(self, values: Mapping[str, Any]) -> ListKey:
        """The row's document; one that names none is of the year's only one."""
        numbers = self.numbers.get(values["year"], Counter())
        only = next(iter(numbers)) if len(numbers) == 1 else ""
        return values["year"], values["document_no"] or only


class PastStager:
    """Decides batch after batch what each row would do; remembers the sites each list has taken."""

    def __init__(self, past: PastImport, lists: ListTable, file: FileFacts) -> None:
        self.past, self.lists, self.file = past, lists, file
        self.former: Mapping[str, list[FormerSite]] = {}
        self.taken: dict[ListKey, set[int | str]] = defaultdict(set)
        self.fresh: dict[tuple[str, int, str], list[dict[str, Any]]] = defaultdict(list)
        self.fresh_codes: dict[tuple[str, int, str], list[dict[str, Any]]] = defaultdict(list)

    def stage(self, batch: Sequence[Read]) -> list[PastRow]:
        sites = sites_load(
            usccs=[reading.values["uscc"] for _row, _columns, reading in batch],
            name_keys=[reading.values["name_key"] for _row, _columns, reading in batch],
            province=self.past.region,
            year=0,
        )
        self.former = former_sites(
            name_keys=[reading.values["name_key"] for _row, _columns, reading in batch],
            codes=[code for _row, _columns, reading in batch for code in codes_of(reading.values)],
            province=self.past.region,
        )
        ids = {site.id for group in sites.by_code.values() for site in group}
        ids |= {one.site.id for group in self.former.values() for one in group}
        known = known_entries(ids, [row.pk for row in self.lists.imported.values()])
        return [self._row(row, columns, reading, sites, known) for row, columns, reading in batch]

    def _row(
        self,
        row: Row,
        columns: Columns,
        reading: RowReading,
        sites: SiteTable,
        known: Mapping[tuple[int, int], KnownEntry],
    ) -> PastRow:
        self._check_list(reading)
        self._find_double(reading)
        site: SiteFacts | None = None
        changes: dict[str, list[str]] = {}
        state = RowState.BAD
        if not reading.is_bad:
            site = self._site(reading, sites)
            changes, state = self._compare(reading, site, known)
        if reading.is_bad:
            site, changes, state = None, {}, RowState.BAD
        return PastRow(
            past=self.past,
            sheet=reading.sheet,
            row=reading.row,
            state=state,
            warned=reading.is_warned,
            cells={key: str(columns.cell(row, key)) for key in columns.by_key},
            values=reading.values,
            changes=changes,
            problems=[problem_shown(p, reading.sheet, reading.row, columns) for p in reading.problems],
            enterprise_id=site.id if site else None,
        )

    # ---- the list ----------------------------------------------------------------------------

    def _check_list(self, reading: RowReading) -> None:
        """Which document the row is of; refused where the platform has its own, or the facts do not agree."""
        values = reading.values
        if not values["year"]:
            return
        ours = self.lists.of_platform.get(values["year"])
        if ours is not None:
            facts = {"year": ours.year, "title": ours.title}
            reason = _("%(year)d 年度的名单已在平台上（“%(title)s”），不能再作为往年名单导入。") % facts
            reading.say(BAD, "list_here", "year", reason, _("请删去这一年度的行。"), str(values["year"]))
            return
        key = self.file.key_of(values)
        values["list"] = list(key)
        if not key[1]:
            reason = _("没有文号，这一年度又有不止一个文号，不知道属于哪一份名单。")
            if not self.file.numbers.get(values["year"]):
                reason = _("没有文号。")
            reading.say(BAD, "document_no_missing", "document_no", reason, _("请填写名单的文号。"))
            return
        imported = self.lists.imported.get(key)
        self._check_number(reading, key, imported)
        self._check_facts(reading, key, imported)
        self._check_days(reading)

    def _check_number(self, reading: RowReading, key: ListKey, imported: MandatoryList | None) -> None:
        other = self.lists.by_number.get(key[1])
        years = [year for year, numbers in self.file.numbers.items() if key[1] in numbers]
        if (other and other != imported) or len(years) > 1:
            reason = _("文号“%(number)s”同时用于几个年度的名单。") % {"number": key[1]}
            mend = _("一个文号只属于一份名单，请核对年度和文号。")
            reading.say(BAD, "number_taken", "document_no", reason, mend, key[1])
        if imported is None and self.past.created_by.role == Role.CITY:
            facts = {"year": key[0], "number": key[1]}
            reason = _("省里还没有导入 %(year)d 年度的名单（%(number)s）。") % facts
            mend = _("请等省里导入这份名单后，再补充本市的结果。")
            reading.say(BAD, "city_first", "year", reason, mend, str(key[0]))

    def _check_facts(self, reading: RowReading, key: ListKey, imported: MandatoryList | None) -> None:
        """Authority and day belong to the document: given once for all its rows, and nowhere otherwise."""
        for name in ("authority", "published_on"):
            usual = self._usual(key, name, imported)
            value = reading.values[name]
            if not value and not usual:
                heading = self._words(name)
                reason = _("整份名单都没有%(what)s。") % {"what": heading}
                reading.say(BAD, f"{name}_unknown", name, reason, _("请至少在一行填写。"))
            elif value and value != usual:
                reason = _("与同一文号的其他行不一致：应为“%(usual)s”。") % {"usual": usual}
                reading.say(BAD, "fact_differs", name, reason, _("请核对后统一。"), value)
            reading.values[name] = usual

    def _usual(self, key: ListKey, name: str, imported: MandatoryList | None) -> str:
        if imported is not None:
            return (
                imported.published_on.isoformat()
                if name == "published_on" and imported.published_on
                else (imported.authority)
            )
        counts: Counter[str] = getattr(self.file.lists[key], name)
        return most_common(counts)

    def _words(self, name: str) -> str:
        return {"authority": _("发布机关"), "published_on": _("公布日期")}[name]

    def _check_days(self, reading: RowReading) -> None:
        """A round begins with its list: what is handed in or passed before it cannot be of it."""
        values = reading.values
        if not values["published_on"]:
            return
        published = date.fromisoformat(values["published_on"])
        if abs(published.year - values["year"]) > 1:
            facts = {"day": date_words(published), "year": values["year"]}
            reason = _("%(day)s 公布的名单不会是 %(year)d 年度的。") % facts
            reading.say(BAD, "year_differs", "published_on", reason, _("请核对年度和公布日期。"))
        for key, text in values["days"].items():
            on = date.fromisoformat(text)
            if on < published and key in (*_LATER_THAN_LIST, "started_on", "disclosed_on"):
                facts = {"day": date_words(on), "published": date_words(published)}
                reason = _("%(day)s 早于名单公布日期 %(published)s。") % facts
                level = BAD if key in _LATER_THAN_LIST else WARNED
                reading.say(level, "before_list", key, reason, _("请核对。"), text)

    # ---- the site ----------------------------------------------------------------------------

    def _find_double(self, reading: RowReading) -> None:
        if reading.is_bad:
            return
        first = self.file.index[self.file.key_of(reading.values)].first_of(reading.values)
        if first is not None and (first.sheet, first.row) != (reading.sheet, reading.row):
            facts = {"sheet": first.sheet, "row": first.row}
            reason = _("重复行：与工作表“%(sheet)s”第 %(row)d 行是同一份名单上的同一家企业。") % facts
            reading.say(BAD, "double", "name", reason, _("请只保留一行。"), reading.values["name"])

    def _site(self, reading: RowReading, sites: SiteTable) -> SiteFacts | None:
        """The registered site, or (`values["site"]`) the new one that rows of several years share."""
        values = reading.values
        key: ListKey = (values["list"][0], values["list"][1])
        found = sites.candidates(values["uscc"], values["name_key"])
        values["known"] = [site.id for site in found]
        free = [site for site in found if site.id not in self.taken[key]]
        site = site_of(values, values["region_path"], free, self.file.index[key]) or self._renamed(
            reading, key
        )
        if site is not None:
            self.taken[key].add(site.id)
            values["version"] = site.version
            return site
        values["site"] = self._fresh(values, f"{reading.sheet}!{reading.row}", self.taken[key])
        self.taken[key].add(values["site"])
        return None

    def _renamed(self, reading: RowReading, key: ListKey) -> SiteFacts | None:
        """The one site that bore the name or code when the list was published; of several none is guessed."""
        values = reading.values
        borne = [site for site in bearers_then(values, self.former) if site.id not in self.taken[key]]
        if len(borne) > 1:
            facts = {"names": listed(f"“{site.name}”" for site in borne)}
            reason = _("%(names)s都曾用这个名称或代码，不能确定是哪一家。") % facts
            reading.say(BAD, "former_unclear", "name", reason, _("请填写统一社会信用代码。"), values["name"])
            return None
        if borne:
            reason = _("按曾用的名称或代码，归入现名“%(name)s”的企业。") % {"name": borne[0].name}
            mend = _("如不是同一家企业，请填写统一社会信用代码。")
            reading.say(WARNED, "former_name", "name", reason, mend, values["name"])
        return borne[0] if borne else None

    def _fresh(self, values: dict[str, Any], place: str, taken: set[int | str]) -> str:
        name, region_id, spot = spot_of(values)
        by_code = (values["uscc"], region_id, spot)
        same = [one for one in self.fresh[name, region_id, spot] if _agree(one, values)]
        if values["uscc"]:
            same += [one for one in self.fresh_codes[by_code] if _agree(one, values)]
        for one in same:
            if one["site"] not in taken:
                return str(one["site"])
        seen = {"site": place, "uscc": values["uscc"], "address": values["address"]}
        self.fresh[name, region_id, spot].append(seen)
        if values["uscc"]:
            self.fresh_codes[by_code].append(seen)
        return place

    def _compare(
        self, reading: RowReading, site: SiteFacts | None, known: Mapping[tuple[int, int], KnownEntry]
    ) -> tuple[dict[str, list[str]], RowState]:
        """New on its list, the same as it was imported, or with other results."""
        values = reading.values
        imported = self.lists.imported.get((values["list"][0], values["list"][1]))
        entry = known.get((imported.pk, site.id)) if imported and site else None
        if entry is None:
            return {}, RowState.NEW
        self._check_words(reading, entry)
        changes = changes_of(entry.said, values["said"])
        values |= {
            "listing_id": entry.listing.pk,
            "round_id": entry.round_id,
            "round_version": entry.round_version,
        }
        return changes, RowState.CHANGED if changes else RowState.SAME

    def _check_words(self, reading: RowReading, entry: KnownEntry) -> None:
        """What the list published stays as it was imported; only results may be filled in and corrected."""
        values, listing = reading.values, entry.listing
        told = {
            "name": listing.name == values["name"],
            "categories": [one.value for one in listing.categories] == values["categories"],
            "reason": not values["reason"] or listing.reason == values["reason"],
        }
        for key, agrees in told.items():
            if not agrees:
                reason = _("与已导入的名单（%(number)s）不一致。") % {"number": values["list"][1]}
                mend = _("名单公布的内容导入后不再改动，只能补充和更正结果；请照已导入的填写。")
                reading.say(BAD, "list_words", key, reason, mend)


def _agree(one: Mapping[str, Any], values: Mapping[str, Any]) -> bool:
    """Whether a new site named before may be this row's."""
    codes = not one["uscc"] or not values["uscc"] or one["uscc"] == values["uscc"]
    return codes and not addresses_differ(one["address"], values["address"])


def lists_found(file: FileFacts, lists: ListTable, used: Iterable[ListKey]) -> list[dict[str, Any]]:
    """The documents a confirmed import writes or adds to, oldest first, as the preview keeps them."""
    found = []
    for year, number in sorted(set(used)):
        imported = lists.imported.get((year, number))
        facts = file.lists[year, number]
        found.append(
            {
                "year": year,
                "document_no": number,
                "authority": imported.authority if imported else most_common(facts.authority),
                "published_on": imported.published_on.isoformat()
                if imported and imported.published_on
                else most_common(facts.published_on),
                "id": imported.pk if imported else None,
                "rows": facts.rows,
            }
        )
    return sorted(found, key=lambda one: (one["published_on"], one["document_no"]))
