"""The rows of each table and their order: those a reader expects, then those that have something in them."""

from collections.abc import Collection, Iterable

from django.utils.translation import gettext as _

from enterprises.enums import Category
from reports.facts import (
    EARLIER,
    KEY_INDUSTRIES,
    OTHER_INDUSTRY,
    REPEATED,
    UNKNOWN_INDUSTRY,
    UNRESOLVED,
    VOLUNTARY,
    Period,
)

Names = list[tuple[str, str]]


def place_names(units: Iterable[tuple[str, str, bool]], found: Collection[str], unresolved: str) -> Names:
    """Units (code, name, still in force) in their order; an abolished one only where it has something.

    What could not be resolved to a unit is a row of its own, named `unresolved`.
    """
    names = [(code, name) for code, name, current in units if current or code in found]
    return names + ([(UNRESOLVED, unresolved)] if UNRESOLVED in found else [])


def industry_names(found: Collection[str]) -> Names:
    """The plan's six industries, then other key industries, then the rest and the unknown."""
    special = {OTHER_INDUSTRY: _("其他行业"), UNKNOWN_INDUSTRY: _("未落实到行业")}
    others = sorted(code for code in found if code not in KEY_INDUSTRIES and code not in special)
    names = [(code, code) for code in (*KEY_INDUSTRIES, *others)]
    return names + [(code, name) for code, name in special.items() if code in found]


def category_names(found: Collection[str]) -> Names:
    """The three categories of the law; an enterprise in two counts in both, and once in the deduction."""
    names = [(category.value, str(category.label)) for category in Category]
    special = {VOLUNTARY: _("自愿性审核"), REPEATED: _("减：兼属多类重复计入")}
    return names + [(code, name) for code, name in special.items() if code in found]


def year_names(period: Period, found: Collection[str]) -> Names:
    """Every year of the period; what stands over from before has a row of its own."""
    earlier = [(EARLIER, _("%(year)s年以前") % {"year": period.since})] if EARLIER in found else []
    return earlier + [(str(year), _("%(year)s年") % {"year": year}) for year in period.years]
