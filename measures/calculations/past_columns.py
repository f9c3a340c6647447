"""The columns of a sheet of the past: table C, the list and the dates in front; headings say the units."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import product

from django.utils.translation import gettext as _

from config.common.spreadsheet.columns import ColumnSpec, heading_key
from config.common.wording import listed
from enterprises.calculations.roster_columns import COLUMNS as LIST_COLUMNS
from measures.enums import PAST_COSTLY, PastClass

Family = Mapping[str, int | str]

_YEARLY = ("", "/a", "/年")
_MASS: Family = {
    "t": 1,
    "吨": 1,
    "kg": "0.001",
    "千克": "0.001",
    "公斤": "0.001",
    "万t": 10_000,
    "万吨": 10_000,
}
_SMALL_MASS: Family = {"kg": 1, "千克": 1, "公斤": 1, "g": "0.001", "克": "0.001", "t": 1_000, "吨": 1_000}
_WATER: Family = {**_MASS, "m3": 1, "立方米": 1, "万m3": 10_000, "万立方米": 10_000}
_POWER: Family = {"万kwh": 1, "万千瓦时": 1, "万度": 1, "kwh": "0.0001", "千瓦时": "0.0001", "度": "0.0001"}
_FAMILIES: Mapping[str, Family] = {
    "万元": {"万元": 1, "元": "0.0001", "千元": "0.1", "亿元": 10_000},
    "t": _MASS,
    "kg": _SMALL_MASS,
    "万kwh": {**_POWER, "亿kwh": 10_000, "亿千瓦时": 10_000},
    "万m3": {"万m3": 1, "万立方米": 1, "m3": "0.0001", "立方米": "0.0001"},
}
_OF_WATER = ("water", "wastewater")
_LAST_BRACKET = re.compile(r"(.+)\(([^()]*)\)")
_CUTS = ("", "量", "削减", "削减量", "减排", "减排量")
_OTHER_NAMES = {
    "coal": ("节煤", "节约煤炭", "节约原煤"),
    "electricity": ("节电",),
    "gas": ("节约天然气", "节气"),
    "water": ("节水", "节约用水"),
    "materials": ("节约原辅料", "节约原辅材料", "节约原材料"),
    "cod": ("化学需氧量（COD）", "化学需氧量", "COD", "COD（化学需氧量）"),
    "ammonia_nitrogen": ("氨氮", "NH3-N"),
    "so2": ("二氧化硫", "SO2"),
    "nox": ("氮氧化物", "NOx"),
    "voc": ("挥发性有机物（VOCs）", "挥发性有机物", "VOCs", "VOC"),
    "wastewater": ("废水减排", "废水"),
    "solid_waste": ("一般工业固体废物", "一般固废", "固体废物"),
    "hazardous_waste": ("危险废物", "危废"),
    "co2": ("二氧化碳", "CO2"),
}


@dataclass(frozen=True)
class PastIndicator:
    """An indicator as a sheet may name it."""

    code: str
    name: str
    unit: str


@dataclass(frozen=True)
class AmountColumn(ColumnSpec):
    """A column of amounts: `unit` is what they are kept in, the heading may give another one of its family."""

    unit: str = ""
    counted_in: str = ""

    def names(self) -> set[str]:
        return self._names

    @cached_property
    def _names(self) -> set[str]:
        bases = self.bases
        ends = ["", *(f"({unit}{yearly})" for unit, yearly in product(self._family, _YEARLY))]
        return {f"{base}{end}" for base, end in product(bases, ends)}

    @cached_property
    def bases(self) -> set[str]:
        """The heading without its unit."""
        return {heading_key(name) for name in (self.heading, *self.aliases)}

    @property
    def _family(self) -> Family:
        return _WATER if self.counted_in in _OF_WATER else _FAMILIES[_plain_unit(self.unit)]

    def factor(self, heading: str) -> Decimal:
        """What one unit of the heading is in ours; 1 where it gives none."""
        found = _LAST_BRACKET.fullmatch(heading_key(heading))
        written = self._family.get(_plain_unit(found[2])) if found else None
        return Decimal(str(written or 1))

    def refuses(self, heading: str) -> str:
        """An amount is read in a unit that can be turned into ours; a heading without one is in ours."""
        found = _LAST_BRACKET.fullmatch(heading_key(heading))
        if not found or _plain_unit(found[2]) in self._family:
            return ""
        facts = {"heading": heading, "unit": self.unit, "units": listed(self.units())}
        return _("“%(heading)s”的单位不能换算成 %(unit)s。请换算后改写表头，可用的单位：%(units)s。") % facts

    def units(self) -> list[str]:
        return list(self._family)


def _plain_unit(text: str) -> str:
    return heading_key(text).removesuffix("/a").removesuffix("/年")


def _column(key: str, heading: str, *aliases: str, required: bool = False) -> ColumnSpec:
    return ColumnSpec(key, heading, aliases, required)


EVENTS: tuple[ColumnSpec, ...] = (
    _column("year", "年度", "名单年度", "年份", "入列年度", "列入年度", "审核年度", required=True),
    _column("disclosed_on", "公示日期", "信息公示日期", "公布信息日期", "企业公示日期", "公示时间"),
    _column("started_on", "启动日期", "审核启动日期", "启动审核日期", "开展审核日期", "启动时间"),
    _column("reported_on", "报送报告日期", "审核报告日期", "报告日期", "报送审核报告日期", "审核完成日期"),
    _column("evaluated_on", "评估日期", "评估通过日期", "通过评估日期", "评估时间"),
    _column("accepted_on", "验收日期", "验收通过日期", "通过验收日期", "验收时间"),
    _column("acceptance", "验收结论", "验收结果", "是否通过验收"),
    _column("post_assessed_on", "后评估日期", "后评估时间"),
    _column("proposed_on", "方案提出日期"),
    _column("implemented_on", "方案完成日期", "方案实施完成日期"),
    _column("level_before", "审核前水平", "审核前清洁生产水平", "审核前等级"),
    _column("level_after", "审核后水平", "审核后清洁生产水平", "审核后等级"),
)
DATES = (
    "disclosed_on",
    "started_on",
    "reported_on",
    "evaluated_on",
    "accepted_on",
    "post_assessed_on",
    "proposed_on",
    "implemented_on",
)
COUNTS = ("proposed", "implemented")
MONEY = ("planned", "invested")

_CLASS_WORDS = {
    PastClass.NO: ("无费",),
    PastClass.LOW: ("低费",),
    PastClass.NO_LOW: ("无/低费", "无低费", "无、低费"),
    PastClass.MEDIUM: ("中费",),
    PastClass.HIGH: ("高费",),
    PastClass.MEDIUM_HIGH: ("中/高费", "中高费", "中、高费"),
}
_COUNT_WORDS = {"proposed": "提出", "implemented": "实施"}
_MONEY_WORDS = {"planned": ("计划投资",), "invested": ("实际投资", "投资", "完成投资")}


def class_key(cost_class: str, what: str) -> str:
    return f"{cost_class}_{what}"


def _counts(cost_class: PastClass) -> Iterable[ColumnSpec]:
    words = _CLASS_WORDS[cost_class]
    for what, verb in _COUNT_WORDS.items():
        forms = [
            f"{form}{end}"
            for word in words
            for form in (f"{verb}{word}方案", f"{verb}{word}", f"{word}方案{verb}", f"{word}{verb}")
            for end in ("", "数", "（项）", "（个）", "数（项）", "数（个）")
        ]
        yield ColumnSpec(class_key(cost_class, what), forms[0], tuple(forms[1:]))


def _money(cost_class: PastClass) -> Iterable[AmountColumn]:
    words = _CLASS_WORDS[cost_class]
    for what, verbs in _MONEY_WORDS.items():
        if what == "planned" and cost_class not in PAST_COSTLY:
            continue
        forms = [f"{word}{middle}{verb}" for word in words for middle in ("", "方案") for verb in verbs]
        if cost_class == PastClass.MEDIUM_HIGH:
            forms.append(verbs[0])  # table C itself speaks of the medium- and high-cost ones alone
        yield AmountColumn(class_key(cost_class, what), forms[0], tuple(forms[1:]), unit="万元")


_RESULTS: tuple[ColumnSpec, ...] = tuple(
    column for one in PastClass for column in (*_counts(one), *_money(one))
)
_BENEFIT = AmountColumn("benefit_wan", "经济效益", ("年经济效益", "实际经济效益"), unit="万元/a")


def past_columns(indicators: Iterable[PastIndicator]) -> tuple[ColumnSpec, ...]:
    """All columns, those of the indicators by the table of indicators."""
    effects = [_effect(one) for one in indicators]
    return (*LIST_COLUMNS, *EVENTS, *_RESULTS, _BENEFIT, *effects)


def _effect(indicator: PastIndicator) -> AmountColumn:
    stems = dict.fromkeys((indicator.name, *_OTHER_NAMES.get(indicator.code, ())))
    names = [f"{stem}{end}" for stem in stems for end in _CUTS]
    return AmountColumn(
        effect_key(indicator.code),
        names[0],
        tuple(names[1:]),
        unit=indicator.unit,
        counted_in=indicator.code,
    )


def effect_key(code: str) -> str:
    return f"effect_{code}"


def shown_heading(column: ColumnSpec) -> str:
    """The heading with its unit, as the template has it."""
    return f"{column.heading}（{column.unit}）" if isinstance(column, AmountColumn) else column.heading


def wrong_units(
    columns: Sequence[ColumnSpec], unknown: Iterable[tuple[int, str]]
) -> list[tuple[int, str, AmountColumn]]:
    """Headings that name an amount of ours in a unit that cannot be turned into its own: (column, heading, ours)."""
    by_base = {
        base: column for column in columns if isinstance(column, AmountColumn) for base in column.bases
    }
    found = []
    for number, heading in unknown:
        match = _LAST_BRACKET.fullmatch(heading_key(heading))
        if match and match[1] in by_base:
            found.append((number, heading, by_base[match[1]]))
    return found
