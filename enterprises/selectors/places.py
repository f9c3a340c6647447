"""Names of places and industries as people write them → rows of the tables; never guessed."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Self

from django.utils.translation import gettext as _

from accounts.models import Level, Region, RegionChange
from config.common.wording import listed
from enterprises.calculations.keys import name_key
from enterprises.models import Industry

_UNKNOWN = frozenset({"", "/", "-", "--", "—", "——", "无", "不详", "未知", "企业未公示"})
_CITY_ENDS = ("市", "地区", "盟")
_COUNTY_ENDS = ("县", "区", "市")
_CODE = re.compile(r"\d{6}")


@dataclass(frozen=True)
class RegionMatch:
    """The nearest known place, and a sentence when it is not exactly what was written (empty: exact)."""

    region: Region
    note: str = ""


@dataclass
class PlaceTable:
    """One province's places in memory, so that ten thousand rows cost two queries."""

    province: Region
    cities: dict[str, Region] = field(default_factory=dict)
    by_code: dict[str, Region] = field(default_factory=dict)
    counties: dict[str, list[Region]] = field(default_factory=lambda: defaultdict(list))
    successors: dict[int, list[Region]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def load(cls, province: Region) -> Self:
        """Two queries: the places (old ones too) and what became of the old ones."""
        table = cls(province)
        regions = list(Region.objects.within(province).select_related("parent", "city"))
        by_id = {region.pk: region for region in regions}
        for region in regions:
            table.by_code[region.code] = region
            if region.level == Level.CITY:
                for name in _names(region.name, _CITY_ENDS):
                    table.cities[name] = region
            elif region.level == Level.COUNTY:
                for name in _names(region.name, _COUNTY_ENDS):
                    table.counties[name].append(region)
        for old_id, new_id in RegionChange.objects.filter(old__in=by_id).values_list("old_id", "new_id"):
            if new_id in by_id:
                table.successors[old_id].append(by_id[new_id])
        return table

    def find(self, city_text: str = "", county_text: str = "") -> RegionMatch:
        """The place written as city and county, by name (old names too) or six-digit code.

        What is ambiguous or unknown hangs at the nearest place that is certain, with a note.
        """
        city_name, county_name = self._tidy(city_text), self._tidy(county_text)
        city, rest = self._city(city_name)
        county_name = county_name or rest
        if city is None and city_name:
            return self._unknown_city(city_name, county_name)
        if not county_name:
            note = _("未写明县（市、区）。") if city else _("未写明设区市和县（市、区）。")
            return RegionMatch(city or self.province, note)
        return self._county(county_name, city)

    def candidates(self, hung: Region, text: str) -> list[Region]:
        """The current places below `hung` that a published text may mean: every one of that name, every heir."""
        names = [word for word in re.split(r"[\s/、，,·-]+", self._tidy(text)) if word]
        found: dict[int, Region] = {}
        for name in names:
            rest = self._city(name)[1] or name
            coded = [self.by_code[rest]] if self._is_county_code(rest) else []
            for county in [*self.counties.get(rest, []), *coded]:
                found |= {heir.pk: heir for heir in self._heirs(county)}
        return sorted(filter(hung.may_mean, found.values()), key=lambda region: region.code)

    def _heirs(self, region: Region) -> list[Region]:
        """The place itself while it stands, else all that it became."""
        if region.effective_to is None:
            return [region]
        return [heir for next_ in self.successors.get(region.pk, []) for heir in self._heirs(next_)]

    def _tidy(self, text: str) -> str:
        """Half-width, no white space, without the province's own name in front."""
        plain = name_key(text)
        if plain in _UNKNOWN or plain == self.province.code:
            return ""
        stem = self.province.name.removesuffix("省").removesuffix("市")
        for start in (self.province.name, stem):
            rest = plain.removeprefix(start)
            if rest != plain and (not rest or self._begins_known(rest)):
                # a municipality's only city bears the province's name: 上海市
                return plain if plain in self.cities else rest
        return plain

    def _begins_known(self, text: str) -> bool:
        return text in self.counties or any(text.startswith(name) for name in self.cities)

    def _city(self, name: str) -> tuple[Region | None, str]:
        """The city a text names, and what stands behind it (太原市小店区 → 太原市, 小店区)."""
        region = self.by_code.get(name)
        if region is not None and region.level == Level.CITY:
            return region, ""
        if name in self.cities:
            return self.cities[name], ""
        for known in sorted(self.cities, key=len, reverse=True):
            rest = name.removeprefix(known)
            if rest != name and rest in self.counties:
                return self.cities[known], rest
        return None, ""

    def _unknown_city(self, city_name: str, county_name: str) -> RegionMatch:
        """A county may stand in the city's column; anything else leaves only the province certain."""
        known = city_name in self.counties or self._is_county_code(city_name)
        if known and county_name not in self.counties.keys() - {city_name}:
            found = self._county(city_name, None)
            unread = county_name not in {"", city_name}
            return RegionMatch(
                found.region, _unknown_note(county_name, found.region) if unread else found.note
            )
        if self._is_county_code(county_name):
            found = self._county(county_name, None)
            return RegionMatch(found.region, found.note or _unknown_city_note(city_name))
        return RegionMatch(self.province, _unknown_city_note(city_name))

    def _is_county_code(self, text: str) -> bool:
        region = self.by_code.get(text)
        return region is not None and region.level == Level.COUNTY

    def _county(self, name: str, city: Region | None) -> RegionMatch:
        city, name = self._city_in_front(name, city)
        if _CODE.fullmatch(name):
            return self._by_code(name, city)
        everywhere = self.counties.get(name, [])
        here = [county for county in everywhere if city is None or county.parent_id == city.pk]
        current = [county for county in here if county.effective_to is None]
        choice = current if city is not None and current else here
        matches = {match.region.pk: match for match in map(self._current, choice)}
        if len(matches) == 1:
            return next(iter(matches.values()))
        hung = city or self.province
        return RegionMatch(hung, _county_note(name, hung, choice or everywhere, ambiguous=bool(choice)))

    def _city_in_front(self, name: str, city: Region | None) -> tuple[Region | None, str]:
        """太原市小店区 in the county's column."""
        written, rest = self._city(name)
        if rest and written is not None and city in {None, written}:
            return written, rest
        return city, name

    def _by_code(self, code: str, city: Region | None) -> RegionMatch:
        region = self.by_code.get(code)
        hung = city or self.province
        if region is None:
            note = _("区域代码“%(code)s”不在区域表中，归入%(place)s。")
            return RegionMatch(hung, note % {"code": code, "place": hung})
        if city is not None and not city.covers(region):
            note = _("代码%(code)s是%(region)s，不在%(place)s，归入%(place)s。")
            return RegionMatch(city, note % {"code": code, "region": region, "place": city})
        return self._current(region)

    def _current(self, region: Region) -> RegionMatch:
        """The place itself, or what became of it when that is one place."""
        now = region
        while now.effective_to is not None:
            heirs = self.successors.get(now.pk, [])
            if len(heirs) != 1:
                hung = region.parent or self.province
                names = listed(heir.name for heir in heirs)
                note = _("“%(old)s”已撤销，分属%(names)s，无法确定是哪一个，归入%(place)s。")
                return RegionMatch(hung, note % {"old": region, "names": names or "—", "place": hung})
            now = heirs[0]
        if now is region:
            return RegionMatch(region)
        return RegionMatch(now, _("“%(old)s”现为%(new)s。") % {"old": region, "new": now})


def _names(name: str, ends: tuple[str, ...]) -> set[str]:
    """The name, and without its last word where two characters remain (沁县 keeps its 县)."""
    stems = {name.removesuffix(end) for end in ends if name.endswith(end)}
    return {name} | {stem for stem in stems if len(stem) > 1}


def _unknown_city_note(name: str) -> str:
    return _("设区市“%(name)s”不在本省区域表中，归入省本级。") % {"name": name}


def _county_note(name: str, hung: Region, known: Iterable[Region], *, ambiguous: bool) -> str:
    where = listed(dict.fromkeys(str(county.parent) for county in known))
    facts = {"name": name, "place": hung, "where": where}
    if ambiguous:
        return _("“%(name)s”在%(where)s都有，请写明设区市；暂归入%(place)s。") % facts
    if where:
        return _("%(place)s没有“%(name)s”（它属于%(where)s），归入%(place)s。") % facts
    return _unknown_note(name, hung)


def _unknown_note(name: str, hung: Region) -> str:
    return _("“%(name)s”不在区域表中，归入%(place)s。") % {"name": name, "place": hung}


def region_resolve(province: Region, city_text: str, county_text: str) -> RegionMatch:
    """One place; for many rows load a PlaceTable once."""
    return PlaceTable.load(province).find(city_text, county_text)


_INDUSTRY_CODE = re.compile(r"[a-t]?(\d{2,4})|[a-t]")
_CODE_AND_NAME = re.compile(r"([a-t]?\d{2,4}|[a-t])[\s:.、,-]*(\D.*)")
_NAME_AND_CODE = re.compile(r"(\D+?)\(?([a-t]?\d{2,4})\)?")


@dataclass
class IndustryTable:
    """The industries in memory: ten thousand rows cost one query."""

    by_id: dict[int, Industry] = field(default_factory=dict)
    by_code: dict[str, Industry] = field(default_factory=dict)
    by_name: dict[str, list[Industry]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def load(cls) -> Self:
        """One query; of a code that stands in several editions the newest counts."""
        table = cls()
        for industry in Industry.objects.order_by("edition", "code"):
            table.by_id[industry.pk] = table.by_code[industry.code.lower()] = industry
            table.by_name[_industry_key(industry.name)].append(industry)
        return table

    def find(self, text: str) -> Industry | None:
        """The industry a text names by code (2521, C2521), name, or both where they agree; else None."""
        plain = unicodedata.normalize("NFKC", text).strip().lower()
        if _INDUSTRY_CODE.fullmatch(plain):
            return self._code(plain)
        named = self._name(plain)
        if named is not None:
            return named
        both = _CODE_AND_NAME.fullmatch(plain)
        code, name = both.groups() if both else ("", "")
        if not both and (turned := _NAME_AND_CODE.fullmatch(plain)):
            name, code = turned.groups()
        return self._agreeing(code, name) if code else None

    def _code(self, text: str) -> Industry | None:
        return self.by_code.get(text) or self.by_code.get(text.lstrip("abcdefghijklmnopqrst"))

    def _name(self, text: str) -> Industry | None:
        """The one industry of that name; of 教育 (section and division) the division, which is the same."""
        found = {industry.code: industry for industry in self.by_name.get(_industry_key(text), [])}
        if not found:
            return None
        deepest = max(found.values(), key=lambda industry: len(industry.code))
        above = self._ancestors(deepest)
        return deepest if all(code in above for code in found) else None

    def _ancestors(self, industry: Industry) -> set[str]:
        codes = {industry.code}
        parent_id = industry.parent_id
        while parent_id is not None:
            parent = self.by_id[parent_id]
            codes.add(parent.code)
            parent_id = parent.parent_id
        return codes

    def _agreeing(self, code: str, name: str) -> Industry | None:
        by_code, by_name = self._code(code), self._name(name)
        if by_code is not None and by_name is not None and by_code.code != by_name.code:
            return None
        return by_code


def _industry_key(name: str) -> str:
    """Names of the editions differ in 及 and 和."""
    return name_key(name).replace("及", "和")


def industry_resolve(text: str) -> Industry | None:
    """One industry; for many rows load an IndustryTable once."""
    return IndustryTable.load().find(text)
