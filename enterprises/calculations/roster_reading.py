"""One row of a roster: what each cell says, and what is wrong with it. Pure."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from config.common import uscc
from config.common.document_no import document_no_tidy
from config.common.spreadsheet.cells import (
    Cell,
    CellProblem,
    as_code,
    as_date,
    as_name,
    as_text,
    column_letters,
    is_unknown,
)
from config.common.spreadsheet.columns import Columns
from config.common.spreadsheet.reading import Row
from enterprises.calculations.roster_columns import HEADINGS, LONGEST
from enterprises.enums import Category, Scale

BAD, WARNED = "bad", "warned"
_CONTENT = ("name", "uscc", "old_code", "industry", "county", "city", "categories", "address")
_OLD_CODE = re.compile(r"[0-9A-Z]{8}-?[0-9X]")
_PERMIT = re.compile(r"[0-9A-Z]{21,22}")
_BETWEEN = re.compile(r"[\s、,;/+&和与及|]+")
_PARTS = re.compile(r"双超|双有|高耗能|双高")

_BY_WORD = {
    Category.OVER_LIMIT: (
        "双超",
        "第一类",
        "第一类重点企业",
        "一类",
        "Ⅰ类",
        "I类",
        "1类",
        "双超企业",
        "超标超总量",
    ),
    Category.TOXIC: (
        "双有",
        "第二类",
        "第二类重点企业",
        "二类",
        "Ⅱ类",
        "II类",
        "2类",
        "双有企业",
        "有毒有害",
    ),
    Category.ENERGY: ("高耗能", "双高", "超能耗", "超能耗限额", "高耗能企业", "第三类", "超单位产品能耗限额"),
}


def _word_key(text: str) -> str:
    return unicodedata.normalize("NFKC", text).upper()


_CATEGORIES = {_word_key(word): category for category, words in _BY_WORD.items() for word in words} | {
    category.value: category for category in Category
}
_SCALES = {
    word: scale
    for scale, words in {
        Scale.LARGE: ("大型", "大", "大型企业"),
        Scale.MEDIUM: ("中型", "中", "中型企业"),
        Scale.SMALL: ("小型", "小", "小型企业"),
        Scale.MICRO: ("微型", "微", "微型企业"),
    }.items()
    for word in words
}


@dataclass
class RowReading:
    """A row as read: `values` by column key (texts, lists; dates in ISO form), `problems` in order."""

    sheet: str
    row: int
    values: dict[str, Any] = field(default_factory=dict)
    problems: list[dict[str, str]] = field(default_factory=list)

    def say(self, level: str, code: str, key: str, reason: str, mend: str = "", value: str = "") -> None:
        """Add one problem; `key` is the column it stands in, empty for the row as a whole."""
        self.problems.append(
            {"level": level, "code": code, "key": key, "value": value, "reason": reason, "mend": mend}
        )

    @property
    def is_bad(self) -> bool:
        return any(problem["level"] == BAD for problem in self.problems)

    @property
    def is_warned(self) -> bool:
        return any(problem["level"] == WARNED for problem in self.problems)


def is_blank(row: Row, columns: Columns) -> bool:
    """Whether a row names nothing: at most its running number or the list's own facts are filled."""
    return all(not as_shown(row, columns, key).strip() for key in _CONTENT)


def as_shown(row: Row, columns: Columns, key: str) -> str:
    return str(columns.cell(row, key))


def read_row(row: Row, columns: Columns) -> RowReading:
    """Read every known column of a row; a cell that cannot be taken becomes a problem with its mend."""
    reading = RowReading(row.sheet, row.number)
    for key, read in _READERS.items():
        cell = columns.cell(row, key)
        try:
            reading.values[key] = read(reading, cell)
        except CellProblem as problem:
            reading.values[key] = _NOTHING.get(key, "")
            reading.say(BAD, f"{key}_cell", key, problem.reason, problem.mend, str(cell))
    _check_lengths(reading)
    return reading


def _text(reading: RowReading, cell: Cell) -> str:
    return "" if is_unknown(cell) else as_text(cell)


def _place(reading: RowReading, cell: Cell) -> str:
    return "" if is_unknown(cell) else as_name(cell)


def _name(reading: RowReading, cell: Cell) -> str:
    name = "" if is_unknown(cell) else as_name(cell)
    if not name:
        mend = _("请填写企业全称；如这一行是说明或合计，请删去。")
        reading.say(BAD, "name_missing", "name", _("没有企业名称。"), mend, str(cell))
    return name


def _uscc(reading: RowReading, cell: Cell) -> str:
    if is_unknown(cell):
        mend = _("请补填 18 位代码；确实没有的可以留空，按名称和地点登记。")
        reading.say(WARNED, "uscc_missing", "uscc", _("没有统一社会信用代码。"), mend, str(cell))
        return ""
    code = uscc.normalise(as_code(cell))
    wrong = uscc.check(code)
    if wrong is None:
        return code
    if wrong == "check_digit":
        mend = _("已按公布的代码保留；查实后请改正。")
        reading.say(WARNED, "uscc_check_digit", "uscc", uscc.sentence(wrong, code), mend, str(cell))
        return code
    if _OLD_CODE.fullmatch(code):
        reading.values["old_code"] = code
        reason = _("“%(code)s”是九位组织机构代码，不是统一社会信用代码。") % {"code": code}
        mend = _("已记入组织机构代码；请补填统一社会信用代码。")
        reading.say(WARNED, "uscc_missing", "uscc", reason, mend, str(cell))
        return ""
    mend = _("请照营业执照填写 18 位代码；查不到的请留空。")
    reading.say(BAD, f"uscc_{wrong}", "uscc", uscc.sentence(wrong, code), mend, str(cell))
    return ""


def _old_code(reading: RowReading, cell: Cell) -> str:
    """Nine characters; the one taken over from the wrong column stays when this one is empty."""
    if is_unknown(cell):
        return str(reading.values.get("old_code", ""))
    code = as_code(cell)
    if _OLD_CODE.fullmatch(code):
        return code
    reason = _("组织机构代码应为 9 位，“%(code)s”不是。") % {"code": code}
    reading.say(WARNED, "old_code_form", "old_code", reason, _("未采用；请核对后补填。"), str(cell))
    return ""


def _document_no(reading: RowReading, cell: Cell) -> str:
    number = "" if is_unknown(cell) else document_no_tidy(as_text(cell))
    return number or _missing_fact(reading, "document_no", cell)


def _authority(reading: RowReading, cell: Cell) -> str:
    name = "" if is_unknown(cell) else as_name(cell)
    return name or _missing_fact(reading, "authority", cell)


def _published_on(reading: RowReading, cell: Cell) -> str:
    on: date | None = None if is_unknown(cell) else as_date(cell)
    return on.isoformat() if on else _missing_fact(reading, "published_on", cell)


def _missing_fact(reading: RowReading, key: str, cell: Cell) -> str:
    reason = _("“%(heading)s”为空。") % {"heading": HEADINGS[key]}
    reading.say(WARNED, f"{key}_missing", key, reason, _("导入时可以为空，公布名单前必须补齐。"), str(cell))
    return ""


def _categories(reading: RowReading, cell: Cell) -> list[str]:
    text = "" if is_unknown(cell) else as_text(cell)
    mend = _("请填写“双超”“双有”或“高耗能”；同属几类的用顿号隔开，如“双超、双有”。")
    if not text:
        reading.say(BAD, "category_missing", "categories", _("没有类别。"), mend, str(cell))
        return []
    found, unknown = categories_in(text)
    if unknown:
        reason = _("认不出类别“%(words)s”。") % {"words": "、".join(unknown)}
        reading.say(BAD, "category_unknown", "categories", reason, mend, str(cell))
    return found


def categories_in(text: str) -> tuple[list[str], list[str]]:
    """The categories a cell names (双超双有, 双超、双有, 第一类 …), and the words that name none."""
    found: set[Category] = set()
    unknown: list[str] = []
    for word in filter(None, _BETWEEN.split(unicodedata.normalize("NFKC", text))):
        category = _CATEGORIES.get(_word_key(word))
        parts = _PARTS.findall(word)
        if category:
            found.add(category)
        elif parts and not _PARTS.sub("", word).strip("()企业类"):
            found |= {_CATEGORIES[_word_key(part)] for part in parts}
        else:
            unknown.append(word)
    return [category.value for category in Category if category in found], unknown


def _permits(reading: RowReading, cell: Cell) -> list[str]:
    if is_unknown(cell):
        return []
    words = [as_code(cell)] if cell.kind != "text" else _BETWEEN.split(as_text(cell).upper())
    numbers = list(dict.fromkeys(word for word in words if word))
    wrong = [number for number in numbers if not _PERMIT.fullmatch(number)]
    if wrong:
        reason = _("排污许可证编号应为 22 位，“%(numbers)s”不是。") % {"numbers": "、".join(wrong)}
        reading.say(WARNED, "permit_form", "permits", reason, _("未采用；请核对后补填。"), str(cell))
    return [number for number in numbers if number not in wrong]


def _scale(reading: RowReading, cell: Cell) -> str:
    text = "" if is_unknown(cell) else as_text(cell)
    if text and text not in _SCALES:
        reason = _("认不出规模“%(text)s”。") % {"text": text}
        mend = _("未采用；请填写大型、中型、小型或微型。")
        reading.say(WARNED, "scale_unknown", "scale", reason, mend, text)
    return _SCALES.get(text, Scale.UNKNOWN).value


def _check_lengths(reading: RowReading) -> None:
    for key, most in LONGEST.items():
        value = reading.values[key]
        if len(value) > most:
            reason = _("内容有 %(count)d 字，最多 %(most)d 字。") % {"count": len(value), "most": most}
            reading.say(BAD, "too_long", key, reason, _("请写得短一些。"), value[:80] + "…")
            reading.values[key] = value[:most]


_NOTHING: dict[str, Any] = {"categories": [], "permits": []}
_READERS: dict[str, Callable[[RowReading, Cell], Any]] = {
    "name": _name,
    "uscc": _uscc,
    "old_code": _old_code,
    "industry": _text,
    "county": _place,
    "city": _place,
    "document_no": _document_no,
    "authority": _authority,
    "published_on": _published_on,
    "categories": _categories,
    "reason": _text,
    "address": _place,
    "permits": _permits,
    "legal_representative": _place,
    "scale": _scale,
}


def problem_shown(problem: dict[str, str], sheet: str, row: int, columns: Columns | None) -> dict[str, Any]:
    """A problem as told to people and programs: sheet, row as Excel numbers it, column by its heading, cell."""
    key = problem["key"]
    column = columns.by_key.get(key) if columns else None
    heading = columns.headings[key] if columns and key in columns else HEADINGS.get(key, "")
    return {
        "level": problem["level"],
        "code": problem["code"],
        "sheet": sheet,
        "row": row,
        "column": heading,
        "cell": f"{column_letters(column)}{row}" if column else "",
        "value": problem["value"],
        "reason": problem["reason"],
        "mend": problem["mend"],
    }
