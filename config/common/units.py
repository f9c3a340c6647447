"""Units that measure the same thing, and how one amount is said in another of them.

Each row is a unit, what it measures, and how much of the first unit of that kind it is. Heat follows
GB/T 2589-2020: 1 kgce is 29,307.6 kJ. A yearly amount ends in /a and converts like the amount itself.
"""

from collections.abc import Sequence
from decimal import Decimal, localcontext

from django.utils.translation import gettext as _

from config.common.errors import Problem, Refused
from config.common.quantities import DECIMALS, plain, rounded

_KWH_MJ = Decimal("3.6")
_KGCE_MJ = Decimal("29.3076")
UNITS: dict[str, tuple[str, Decimal]] = {
    "g": ("mass", Decimal("0.001")),
    "kg": ("mass", Decimal(1)),
    "t": ("mass", Decimal(1_000)),
    "万t": ("mass", Decimal(10_000_000)),
    "kWh": ("electricity", Decimal(1)),
    "MWh": ("electricity", Decimal(1_000)),
    "万kWh": ("electricity", Decimal(10_000)),
    "亿kWh": ("electricity", Decimal(100_000_000)),
    "m³": ("volume", Decimal(1)),
    "万m³": ("volume", Decimal(10_000)),
    "MJ": ("heat", Decimal(1)),
    "GJ": ("heat", Decimal(1_000)),
    "kgce": ("heat", _KGCE_MJ),
    "tce": ("heat", _KGCE_MJ * 1_000),
    "元": ("money", Decimal("0.0001")),
    "万元": ("money", Decimal(1)),
    "亿元": ("money", Decimal(10_000)),
}
_YEARLY = "/a"


def alternatives(unit: str) -> list[str]:
    """The units an amount in `unit` may be given in, itself first; only itself where it is not in the table."""
    bare, yearly = _split(unit)
    if bare not in UNITS:
        return [unit]
    kind = UNITS[bare][0]
    others = [name for name, (measures, _factor) in UNITS.items() if measures == kind and name != bare]
    return [unit, *(f"{name}{yearly}" for name in others)]


def converts(given: str, wanted: str) -> bool:
    (one, one_yearly), (other, other_yearly) = _split(given), _split(wanted)
    if given == wanted:
        return True
    if one not in UNITS or other not in UNITS or one_yearly != other_yearly:
        return False
    return UNITS[one][0] == UNITS[other][0]


def converted(amount: Decimal, given: str, wanted: str) -> Decimal:
    """The amount in another unit, to six decimals half up; refused where the two measure different things."""
    if not converts(given, wanted):
        could = "、".join(alternatives(wanted))
        sentence = _("“%(given)s”不能换算为“%(wanted)s”；请改用：%(could)s。") % {
            "given": given,
            "wanted": wanted,
            "could": could,
        }
        raise Refused(sentence, [Problem("unit", sentence)])
    if given == wanted:
        return amount
    with localcontext(prec=60):
        factor = UNITS[_split(given)[0]][1] / UNITS[_split(wanted)[0]][1]
        return plain(rounded(amount * factor, DECIMALS))


def unit_choices(unit: str) -> Sequence[tuple[str, str]]:
    return [(name, name) for name in alternatives(unit)]


def _split(unit: str) -> tuple[str, str]:
    bare = unit.strip().removesuffix(_YEARLY)
    return bare, _YEARLY if unit.strip().endswith(_YEARLY) else ""
