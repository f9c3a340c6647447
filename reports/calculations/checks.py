"""Whether a report adds up: province = Σ cities = Σ counties, and each table = the totals. Every unit is named."""

from collections.abc import Iterable, Mapping, Sequence

from django.utils.translation import gettext as _

from config.common.errors import Problem
from config.common.wording import number_words
from reports.facts import FIGURE_BY_CODE, REPEATED, Figures, Indicator, Row, Value

# An enterprise listed in two cities or two years is one enterprise in the totals, and so in its first row only.
Entries = Mapping[str, Value]


def sums_agree(figures: Figures) -> list[Problem]:
    """Each table of the report adds up to its totals; by category after what is counted twice is taken off."""
    tables = (
        (_("分地区表"), figures.by_place),
        (_("分行业表"), figures.by_industry),
        (_("分类别表"), figures.by_category),
        (_("分年度表"), figures.by_year),
    )
    problems = []
    for title, rows in tables:
        place = f"{figures.place.name}·{title}"
        problems += _differences("table_sum", place, _added(rows), entries_of(figures.totals), figures)
    return problems


def unit_agrees(row: Row, unit: Figures) -> list[Problem]:
    """A unit's own figures, computed for it alone, are what the table above says of it."""
    return _differences("unit_figures", row.name, entries_of(unit.totals), entries_of(row), unit)


def entries_of(row: Row) -> dict[str, Value]:
    """Figures and indicators of a row in one mapping."""
    return {**row.values, **row.benefits}


def _added(rows: Iterable[Row]) -> dict[str, Value]:
    sums: dict[str, Value] = {}
    for row in rows:
        sign = -1 if row.code == REPEATED else 1
        for code, value in entries_of(row).items():
            sums[code] = sums.get(code, 0) + sign * value
    return sums


def _differences(code: str, place: str, found: Entries, wanted: Entries, figures: Figures) -> list[Problem]:
    return [
        Problem(
            code,
            _("%(place)s：%(figure)s合计 %(found)s，应为 %(wanted)s，不相符。")
            % {
                "place": place,
                "figure": _label(name, figures.indicators),
                "found": number_words(found.get(name, 0)),
                "wanted": number_words(value),
            },
        )
        for name, value in wanted.items()
        if found.get(name, 0) != value
    ]


def _label(code: str, indicators: Sequence[Indicator]) -> str:
    kind = FIGURE_BY_CODE.get(code)
    if kind:
        return str(kind.label)
    return next((indicator.name for indicator in indicators if indicator.code == code), code)
