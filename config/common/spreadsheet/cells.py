"""What a cell of a real list means: a name, code, date, amount; or why not, and how to mend it."""

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass
from decimal import Context, Decimal
from typing import Literal

from django.utils.translation import gettext as _

Kind = Literal["text", "number", "date", "bool", "formula", "error", "empty"]
Value = str | Decimal | dt.date | dt.datetime | bool | None

_EXCEL_DIGITS = Context(prec=15)  # what Excel keeps and shows of a number
_DROPPED = ("Cc", "Cf", "Cs")  # control, invisible (zero-width, direction marks), broken
_NOT_KEPT_IN_NAMES = re.compile("[^（），：；！？～]+")
_CJK = r"\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff（），、。：；·()\U00020000-\U0003ffff"
_SPACE_INSIDE_CJK = re.compile(rf"(?<=[{_CJK}]) (?=[{_CJK}])")
_DASHES = re.compile(r"[-‐‑‒–—―−─]+")
_DOTS = re.compile(r"[·•・‧∙⋅]")
_UNKNOWN = re.compile(r"[-‐‑‒–—―−─/]+|无|企业未公示|空")
_DATES = (
    re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII),
    re.compile(r"(\d{4})/(\d{1,2})/(\d{1,2})", re.ASCII),
    re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日", re.ASCII),
    re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII),
)
_DECIMAL = re.compile(
    r"[+-]?((\d{1,3}(,\d{3})+|\d+)(\.\d+)?|\.\d+)(e[+-]?\d{1,3})?", re.ASCII | re.IGNORECASE
)
_SCIENTIFIC = re.compile(r"\d(\.\d+)?E\+?\d{1,3}", re.ASCII)
_LARGEST_EXPONENT = 30
_FIRST_YEAR, _LAST_YEAR = 1900, 2199


class CellProblem(Exception):
    """A cell that cannot be taken: why, and what the person has to do about it."""

    def __init__(self, reason: str, mend: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.mend = mend


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell as found. `column` counts from 1; `formula` is one without a stored value."""

    column: int
    kind: Kind
    value: Value = None

    def __str__(self) -> str:
        """The cell as the person saw it, for messages and marked copies."""
        return _shown(self.value)


def column_letters(number: int) -> str:
    """1 → A, 28 → AB."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def excel_number(written: str) -> Decimal:
    """The number stored as `written`: whole ones exact, others to Excel's 15 digits."""
    if written.lstrip("-").isdecimal():
        return Decimal(written)
    return Decimal(format(_EXCEL_DIGITS.create_decimal(written).normalize(), "f"))


def is_unknown(cell: Cell | str) -> bool:
    """Nothing is known here: empty, ／, -, —, 无, 企业未公示 and the like."""
    text = str(cell)
    if isinstance(cell, Cell) and cell.kind not in ("text", "empty"):
        return False
    tidy = _tidy(unicodedata.normalize("NFKC", text))
    return not tidy or _UNKNOWN.fullmatch(tidy) is not None


def as_text(cell: Cell) -> str:
    """Plain text in the usual forms of characters (NFKC), white space folded; empty is ""."""
    _refuse_without_value(cell)
    return _tidy(unicodedata.normalize("NFKC", str(cell)))


def as_name(cell: Cell) -> str:
    """A name as published, made readable: half-width letters, no spaces inside Chinese.

    （） stay as they were written; `name_key` is what two names are compared by.
    """
    _refuse_without_value(cell)
    return tidy_name(str(cell))


def tidy_name(text: str) -> str:
    """`as_name` for text that is not in a cell."""
    half = _NOT_KEPT_IN_NAMES.sub(lambda part: unicodedata.normalize("NFKC", part[0]), text)
    return _SPACE_INSIDE_CJK.sub("", _tidy(half))


def name_key(text: str) -> str:
    """The same for every way of writing a name: （） or (), ３Ｍ or 3m, spaces or none."""
    key = unicodedata.normalize("NFKC", tidy_name(text))
    key = _DOTS.sub("·", _DASHES.sub("-", key))
    return re.sub(r"\s+", "", key).casefold()


def as_code(cell: Cell) -> str:
    """A code: half-width, upper case, without spaces; empty is "". Numbers are refused.

    Excel keeps 15 digits of a number: an 18-digit code has then lost its last three for good.
    """
    _refuse_without_value(cell)
    if cell.kind == "empty":
        return ""
    if cell.kind != "text":
        raise _code_lost(cell)
    code = re.sub(r"\s+", "", as_text(cell)).upper()
    if _SCIENTIFIC.fullmatch(code):
        raise _code_lost(cell)
    return code


def as_date(cell: Cell) -> dt.date | None:
    """A day: an Excel date, 2023-01-02, 2023/1/2, 2023年1月2日 or 20230102; empty is None."""
    _refuse_without_value(cell)
    if isinstance(cell.value, dt.datetime):
        return cell.value.date()
    if isinstance(cell.value, dt.date):
        return cell.value
    text = re.sub(r"\s+", "", as_text(cell))
    if not text:
        return None
    for form in _DATES:
        if match := form.fullmatch(text):
            return _day(text, *map(int, match.groups()))
    raise _no_date(text)


def as_decimal(cell: Cell) -> Decimal | None:
    """An exact number: a numeric cell, 1,234.5, １２３, 6.64E-4; empty is None."""
    _refuse_without_value(cell)
    if isinstance(cell.value, Decimal):
        number = cell.value
    elif cell.kind in ("text", "empty"):
        text = as_text(cell).replace("\u2212", "-")
        if not text:
            return None
        if not _DECIMAL.fullmatch(text):
            raise _no_number(text)
        number = Decimal(text.replace(",", ""))
    else:
        raise _no_number(str(cell))
    if number and abs(number.adjusted()) > _LARGEST_EXPONENT:
        raise CellProblem(_("数字过大或过小，不像真实的数量。"), _("请核对原始数据和单位。"))
    return Decimal(format(number, "f"))


def _shown(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, dt.datetime):
        return value.isoformat(" ", "minutes")
    return value.isoformat() if isinstance(value, dt.date) else value


def _tidy(text: str) -> str:
    """Invisible and control characters dropped, then white space folded to single spaces."""
    if not text.isprintable():  # most cells are
        text = "".join(char for char in text if char.isspace() or unicodedata.category(char) not in _DROPPED)
    return " ".join(text.split())


def _refuse_without_value(cell: Cell) -> None:
    if cell.kind == "formula":
        raise CellProblem(
            _("单元格是公式，文件里没有保存它的计算结果。"),
            _("请在 Excel 中打开文件并保存一次；或复制该列，选择性粘贴为“数值”。"),
        )
    if cell.kind == "error":
        raise CellProblem(
            _("单元格是错误值 %(value)s。") % {"value": cell},
            _("请改正公式，或直接填写正确的内容。"),
        )


def _code_lost(cell: Cell) -> CellProblem:
    mend = _("请先把该列设为“文本”格式，再照原件重新填写完整代码（只改格式不能找回数字）。")
    if cell.kind == "number" and len(str(cell)) <= 15:
        return CellProblem(_("代码被存成了数字，开头的 0 可能已丢失。"), mend)
    if cell.kind in ("number", "text"):
        return CellProblem(_("代码被存成了数字，Excel 只保留 15 位，末尾几位已丢失。"), mend)
    return CellProblem(_("代码必须是文本，这里是日期或逻辑值。"), mend)


def _day(text: str, year: int, month: int, day: int) -> dt.date:
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise _no_date(text)
    try:
        return dt.date(year, month, day)
    except ValueError as error:
        raise _no_date(text) from error


def _no_date(text: str) -> CellProblem:
    mend = _("请写成 2023-01-02、2023/1/2、2023年1月2日 或 20230102，或把单元格设为日期格式。")
    return CellProblem(_("“%(text)s”不是一个日期。") % {"text": text}, mend)


def _no_number(text: str) -> CellProblem:
    mend = _("请只填数字，如 1234.5、1,234.5 或 6.64E-4；单位写在表头里。")
    return CellProblem(_("“%(text)s”不是一个数字。") % {"text": text}, mend)
