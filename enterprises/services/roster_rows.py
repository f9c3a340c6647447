"""From a row as read to a staged row: where it lies, which site it means, what it would do."""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import Level, Region
from config.common.access import Role
from config.common.spreadsheet.columns import Columns
from config.common.spreadsheet.reading import Row
from config.common.wording import listed
from enterprises.calculations.keys import search_keys
from enterprises.calculations.roster_matching import (
    FileIndex,
    SiteFacts,
    enterprise_changes,
    listing_changes,
    most_common,
    site_of,
    spot_of,
)
from enterprises.calculations.roster_reading import BAD, WARNED, RowReading, problem_shown, read_row
from enterprises.enums import RowState
from enterprises.models import Industry, RosterImport, RosterRow, SheetImport
from enterprises.selectors.places import IndustryTable, PlaceTable, RegionMatch
from enterprises.selectors.roster_sites import SiteTable, YearLists, sites_load

LIST_FACTS = ("document_no", "authority", "published_on")


class RowReader:
    """Reads rows and finds their place and industry, with the tables in memory."""

    def __init__(self, roster: SheetImport) -> None:
        self.places = PlaceTable.load(roster.region)
        self.industries = IndustryTable.load()
        by = roster.created_by
        self.territory = by.region if by.role == Role.CITY else None
        self._regions: dict[tuple[str, str], RegionMatch] = {}
        self._industries: dict[str, Industry | None] = {}

    def read(self, row: Row, columns: Columns) -> RowReading:
        reading = read_row(row, columns)
        self._place(reading)
        self._industry(reading)
        keys = search_keys(reading.values["name"])
        reading.values |= {"name_key": keys.name_key, "pinyin": keys.pinyin, "initials": keys.initials}
        return reading

    def _place(self, reading: RowReading) -> None:
        written = reading.values["city"], reading.values["county"]
        if written not in self._regions:
            self._regions[written] = self.places.find(*written)
        match = self._regions[written]
        city_alone = match.region.level == Level.CITY and not written[1]
        resolved = match.region.level == Level.COUNTY or city_alone
        # a county without a place is kept under its city, anything else as it was written
        kept = written[1] if match.region.level == Level.CITY else "".join(written)
        place = "" if resolved else kept
        reading.values |= {
            "region_id": match.region.pk,
            "region_path": match.region.path,
            "region_name": match.region.name,
            "place": place,
        }
        if match.note:
            key = "county" if written[1] or match.region.level == Level.CITY else "city"
            mend = _("公布的写法已保留；如能确定，请改成区域表中的名称或六位代码。") if place else ""
            reading.say(WARNED, "region_note", key, match.note, mend, "".join(written))
        if self.territory is not None and not self.territory.covers(match.region):
            self._outside(reading, self.territory, match.region)

    def _outside(self, reading: RowReading, territory: Region, region: Region) -> None:
        facts = {"place": region.name, "own": territory.name}
        reason = _("这一行归入%(place)s，不在您的辖区（%(own)s）内。") % facts
        mend = _("请只导入本辖区的企业，并写明设区市和县（市、区）。")
        reading.say(BAD, "outside", "city", reason, mend, reading.values["city"])

    def _industry(self, reading: RowReading) -> None:
        text = reading.values["industry"]
        if text not in self._industries:
            self._industries[text] = self.industries.find(text) if text else None
        industry = self._industries[text]
        reading.values |= {
            "industry_id": industry.pk if industry else None,
            "industry_name": industry.name if industry else "",
            "industry_as_published": "" if industry else text,
        }
        if text and industry is None:
            reason = _("行业“%(name)s”不在行业表中。") % {"name": text}
            mend = _("公布的写法已保留；如能确定，请改成 GB/T 4754 的名称或代码。")
            reading.say(WARNED, "industry_unknown", "industry", reason, mend, text)


class RowStager:
    """Decides batch after batch what each row would do; remembers which sites are taken."""

    def __init__(
        self, roster: RosterImport, lists: YearLists, index: FileIndex, facts: dict[str, Counter[str]]
    ) -> None:
        self.roster, self.lists, self.index = roster, lists, index
        self.usual = {key: most_common(facts[key]) for key in LIST_FACTS if len(facts[key]) > 1}
        self.taken: set[int] = set()

    def stage(self, batch: Sequence[tuple[Row, Columns, RowReading]]) -> list[RosterRow]:
        """The staged rows of a batch, not yet saved."""
        sites = sites_load(
            usccs=[reading.values["uscc"] for _row, _columns, reading in batch],
            name_keys=[reading.values["name_key"] for _row, _columns, reading in batch],
            province=self.roster.region,
            year=self.roster.year,
        )
        return [self._row(row, columns, reading, sites) for row, columns, reading in batch]

    def _row(self, row: Row, columns: Columns, reading: RowReading, sites: SiteTable) -> RosterRow:
        self._compare_facts(reading)
        self._find_double(reading)
        site: SiteFacts | None = None
        changes: dict[str, list[Any]] = {}
        state = RowState.BAD
        if not reading.is_bad:
            site, changes, state = self._decide(reading, sites)
        if reading.is_bad:
            site, changes, state = None, {}, RowState.BAD
        return RosterRow(
            roster=self.roster,
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

    def _compare_facts(self, reading: RowReading) -> None:
        """Number, authority and date belong to the whole list: a row that differs from most is told so."""
        for key, usual in self.usual.items():
            value = reading.values[key]
            if value and value != usual:
                reason = _("与其他行不一致：多数行是“%(usual)s”。") % {"usual": usual}
                mend = _("各行一致时才会填入名单；请核对后统一，或在名单页填写。")
                reading.say(WARNED, "fact_differs", key, reason, mend, value)

    def _find_double(self, reading: RowReading) -> None:
        if reading.is_bad:
            return
        first = self.index.first_of(reading.values)
        if first is not None and (first.sheet, first.row) != (reading.sheet, reading.row):
            place = (
                _("第 %(row)d 行") if first.sheet == reading.sheet else _("工作表“%(sheet)s”第 %(row)d 行")
            )
            where = place % {"sheet": first.sheet, "row": first.row}
            reason = _("重复行：与%(where)s是同一家企业（代码、名称、地点相同）。") % {"where": where}
            mend = _("请只保留一行；同属几类的写在同一格，如“双超、双有”；确是另一厂区的请写明不同的地址。")
            reading.say(BAD, "double", "name", reason, mend, reading.values["name"])
            return
        neighbour = self.index.neighbour_of(reading.values, reading.sheet, reading.row)
        if neighbour is not None:
            facts = {"row": neighbour.row, "name": neighbour.name}
            reason = _("与第 %(row)d 行“%(name)s”代码、地点相同而名称不同。") % facts
            mend = _("按同一代码的另一厂区登记；如是同一家，请只保留一行。")
            reading.say(WARNED, "other_name", "name", reason, mend, reading.values["name"])

    def _decide(
        self, reading: RowReading, sites: SiteTable
    ) -> tuple[SiteFacts | None, dict[str, list[Any]], RowState]:
        values = reading.values
        known = sites.candidates(values["uscc"], values["name_key"])
        free = [site for site in known if site.id not in self.taken]
        site = site_of(values, values["region_path"], free, self.index)
        values["known"] = [site.id for site in known]
        if site is None:
            self._tell_bearer(reading, sites)
            self._tell_namesake(reading, known)
            return self._new(reading)
        self.taken.add(site.id)
        return self._known(reading, site)

    def _new(self, reading: RowReading) -> tuple[None, dict[str, list[Any]], RowState]:
        if not self.lists.takes_rows:
            self._closed(reading)
        return None, {}, RowState.NEW

    def _known(
        self, reading: RowReading, site: SiteFacts
    ) -> tuple[SiteFacts, dict[str, list[Any]], RowState]:
        values, listing = reading.values, site.listing
        changes = enterprise_changes(site, values, values["region_path"])
        entry = listing_changes(listing, values) if listing else {}
        values |= {
            "version": site.version,
            "listing_region_id": values["region_id"] if "region" in changes else site.region_id,
            "listing_id": listing.id if listing else None,
            "listing_version": listing.version if listing else None,
        }
        if (listing is None and not self.lists.takes_rows) or (
            listing is not None and listing.published and (changes or entry)
        ):
            self._closed(reading, changes | entry)
        if changes or entry:
            return site, changes | entry, RowState.CHANGED
        return site, {}, RowState.SAME if listing else RowState.NEW

    def _closed(self, reading: RowReading, changes: dict[str, list[Any]] | None = None) -> None:
        """The year's list is published: identical rows are the same, others are refused."""
        published = self.lists.published
        facts = {
            "year": self.roster.year,
            "number": published.document_no if published else "",
            "fields": listed(change_words(name) for name in changes or {}),
        }
        if changes:
            reason = (
                _("%(year)d 年度名单（%(number)s）已经公布，这一行与公布的内容不同：%(fields)s。") % facts
            )
        else:
            reason = _("%(year)d 年度名单（%(number)s）已经公布，其中没有这家企业。") % facts
        mend = _("已公布的名单不能修改；需要补充的，请先新建下一批名单草稿，再导入。")
        reading.say(BAD, "list_published", "name", reason, mend, reading.values["name"])

    def _tell_bearer(self, reading: RowReading, sites: SiteTable) -> None:
        """A code that was given up, as by a merger, must not register its enterprise a second time."""
        code = reading.values["uscc"]
        bearer = sites.borne.get(code)
        if bearer is None or code in sites.by_code:
            return
        facts = {"name": bearer.name, "code": bearer.uscc or _("未登记")}
        reason = _("这个代码已不再使用：企业已并入或改为“%(name)s”（代码 %(code)s）。") % facts
        mend = _("请改用现在的名称和代码；确是另一家企业的，请先在企业页撤销合并。")
        reading.say(BAD, "code_given_up", "uscc", reason, mend, code)

    def _tell_namesake(self, reading: RowReading, known: Sequence[SiteFacts]) -> None:
        values = reading.values
        for site in known:
            if site.spot == spot_of(values) and site.uscc and values["uscc"] and site.uscc != values["uscc"]:
                reason = _("同名同地的企业已经登记，代码是 %(code)s。") % {"code": site.uscc}
                mend = _("按另一家企业登记；如是同一家，请先更正代码。")
                reading.say(WARNED, "namesake", "uscc", reason, mend, values["uscc"])
                return


def change_words(name: str) -> str:
    """A changed field in people's words."""
    return str(CHANGE_WORDS[name]()) if name in CHANGE_WORDS else name


CHANGE_WORDS: dict[str, Callable[[], str]] = {
    "name": lambda: _("企业名称"),
    "uscc": lambda: _("统一社会信用代码"),
    "region": lambda: _("所在区域"),
    "industry": lambda: _("所属行业"),
    "old_code": lambda: _("组织机构代码"),
    "address": lambda: _("地址"),
    "legal_representative": lambda: _("法定代表人"),
    "scale": lambda: _("规模"),
    "permits": lambda: _("排污许可证编号"),
    "categories": lambda: _("类别"),
    "reason": lambda: _("入列原因"),
}
