"""Figures of a snapshot in the words of an official paper: 51.24亿元, 1.08万吨/年, — for unknown."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from config.common.quantities import rounded
from config.common.wording import UNKNOWN, number_words

Entry = Mapping[str, Any]

_UNIT_WORDS = {
    "t/a": "吨/年",
    "kg/a": "千克/年",
    "tce/a": "吨标准煤/年",
    "万kWh/a": "万千瓦时/年",
    "万m³/a": "万立方米/年",
}
_LARGER = {"t/a": "万吨/年", "tce/a": "万吨标准煤/年", "万kWh/a": "亿千瓦时/年", "万m³/a": "亿立方米/年"}
_TEN_THOUSAND = Decimal(10_000)


def amount(value: object) -> Decimal:
    """The exact number behind a value of a snapshot."""
    return Decimal(str(value))


def short(number: Decimal, places: int = 2) -> str:
    """At most so many decimals, without zeros at the end and without separators: 13734, 1.08."""
    text = format(rounded(number, places), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def money(value: object) -> str:
    """万元, large totals in 亿元: 512400 → 51.24亿元."""
    wan = amount(value)
    return f"{short(wan / _TEN_THOUSAND)}亿元" if abs(wan) >= _TEN_THOUSAND else f"{short(wan)}万元"


def quantity(value: object, unit: str) -> str:
    """An indicator's amount with its unit in words, large ones in the next larger unit."""
    number = amount(value)
    if unit in _LARGER and abs(number) >= _TEN_THOUSAND:
        return f"{short(number / _TEN_THOUSAND)}{_LARGER[unit]}"
    return f"{short(number)}{_UNIT_WORDS.get(unit, unit)}"


def column_decimals(values: Iterable[object]) -> int:
    """How many decimals a column of a table is printed with: two as soon as one of its amounts has any."""
    numbers = [amount(value) for value in values if value not in (None, "")]
    return 0 if all(number == number.to_integral_value() for number in numbers) else 2


def cell(value: object) -> str:
    """A table's cell: 1,095; 512,400; 86.5; at most two decimals; — for unknown."""
    if value is None or value == "":
        return UNKNOWN
    number = amount(value)
    text = number_words(number, 2) if number != number.to_integral_value() else number_words(number, 0)
    return text.rstrip("0").rstrip(".") if "." in text else text


def percent(value: object) -> str:
    return UNKNOWN if value is None else f"{value}%"


def years(entry: Entry) -> str:
    """2010年 or 2003—2010年."""
    since, year = entry["since"], entry["year"]
    return f"{year}年" if since == year else f"{since}—{year}年"


def day(iso: str) -> str:
    """2010-12-31 → 2010年12月31日"""
    year, month, number = iso.split("-")
    return f"{year}年{int(month)}月{int(number)}日"
