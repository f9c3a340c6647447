"""Score sheets in words: rows of the list, the facts and rows of one sheet."""

from itertools import groupby
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from audits.calculations.sheets import SheetTerms
from audits.enums import Mark, Outcome, ReviewKind, SheetState
from audits.models import ScoreSheet
from config.common.wording import Light, number_words


def mark_light(mark: str) -> Light:
    """Certain or to be checked, for everybody who reads the row."""
    return Light("done" if mark == Mark.LAW else "soon", str(Mark(mark).label))


def sheet_light(sheet: ScoreSheet) -> Light:
    tone = "done" if sheet.state == SheetState.PUBLISHED else "todo"
    return Light(tone, str(SheetState(sheet.state).label))


def edition_words(sheet: ScoreSheet) -> str:
    return _("第 %(n)d 版") % {"n": sheet.edition}


def sheet_rows(sheets: list[Any]) -> list[dict[str, Any]]:
    """Rows of sheets_listed."""
    return [
        {
            "href": reverse("audits:sheet_detail", args=[sheet.pk]),
            "name": sheet.name,
            "kind": ReviewKind(sheet.kind).label,
            "edition": edition_words(sheet),
            "state": sheet_light(sheet),
            "effective_from": sheet.effective_from,
            "basis": sheet.basis,
            "mark": mark_light(sheet.mark),
            "items": sheet.items_n,
            "reviews": sheet.reviews_n,
        }
        for sheet in sheets
    ]


def sheet_facts(sheet: ScoreSheet) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = [
        {"term": _("类别"), "value": ReviewKind(sheet.kind).label},
        {"term": _("版次"), "value": edition_words(sheet)},
        {"term": _("依据"), "value": sheet.basis},
        {"term": _("核对"), "value": "", "light": mark_light(sheet.mark)},
        {"term": _("启用日期"), "value": sheet.effective_from},
        {"term": _("分差提示"), "value": _("%(n)s 分") % {"n": number_words(sheet.spread_limit)}},
    ]
    if sheet.copied_from:
        rows.append({"term": _("由哪一版复制"), "value": sheet.copied_from.trail_name})
    if sheet.published_by:
        rows.append({"term": _("发布人"), "value": sheet.published_by.name})
    return rows


def sections(terms: SheetTerms) -> list[dict[str, Any]]:
    """Items under their sections, each with its sum."""
    made = []
    for name, rows in groupby(terms.items, key=lambda row: row.section):
        items = list(rows)
        made.append(
            {
                "name": name,
                "total": number_words(sum(row.maximum for row in items)),
                "items": [
                    {
                        "title": row.title,
                        "maximum": number_words(row.maximum),
                        "is_bonus": row.is_bonus,
                        "mark": mark_light(row.mark),
                    }
                    for row in items
                ],
            }
        )
    return made


def veto_lines(terms: SheetTerms) -> list[dict[str, Any]]:
    return [{"text": row.text, "mark": mark_light(row.mark)} for row in terms.vetoes]


def threshold_lines(terms: SheetTerms) -> list[dict[str, Any]]:
    """Which scores have which outcome, from the best down."""
    return [
        {
            "from": _("%(score)s 分及以上") % {"score": number_words(row.from_score)},
            "outcome": Outcome(row.outcome).label,
            "mark": mark_light(row.mark),
        }
        for row in sorted(terms.thresholds, key=lambda row: -row.from_score)
    ]
