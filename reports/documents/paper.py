"""The paper itself: the report as HTML in the official layout, and as PDF."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from config.common.pdf import font_css, html_to_pdf
from reports.calculations.snapshot import Snapshot, sha256_of
from reports.documents import narrative
from reports.documents.annexes import Annexes
from reports.documents.charts import Series, bar_chart, line_chart
from reports.documents.tables import BENEFITS, DIMENSIONS, MONEY, PROGRESS, body, indicator_lines
from reports.documents.words import day, years
from reports.facts import EARLIER

TEMPLATE = "reports/documents/annual_report.html"
_CSS = settings.BASE_DIR / "templates/documents/gongwen.css"
_OWN_CSS = settings.BASE_DIR / "templates/reports/documents/annual_report.css"
_NUMERALS = "一二三四五六七八九十"


def write_pdf(snapshot: Snapshot, target: Path, _annexes: Annexes) -> None:
    """The paper as PDF; long row tables are in the workbook's annexes."""
    html_to_pdf(paper_html(snapshot), target)


def paper_html(snapshot: Snapshot) -> str:
    """The paper as one HTML document without anything to fetch."""
    with translation.override("zh-hans"):
        return render_to_string(TEMPLATE, _context(snapshot))


def _context(snapshot: Snapshot) -> dict[str, Any]:
    return {
        "css": "\n".join([font_css(), _CSS.read_text("utf-8"), _OWN_CSS.read_text("utf-8")]),
        "snapshot": snapshot,
        "sha256": sha256_of(snapshot),
        "years": years(snapshot),
        "as_of": day(snapshot["as_of"]),
        "made_on": day(snapshot["made_on"]),
        "opening": narrative.opening(snapshot),
        "results": narrative.results(snapshot),
        "reviews": narrative.reviews(snapshot),
        "persistence": narrative.persistence(snapshot),
        "imported": narrative.imported(snapshot),
        "sections": _sections(snapshot),
        "indicators": list(indicator_lines(snapshot)),
        "by_place": _place_chart(snapshot),
        "place_sentence": narrative.highest(_units(snapshot), "listed", "列入名单", "家"),
        "by_year": _year_chart(snapshot),
    }


def _sections(snapshot: Snapshot) -> list[dict[str, Any]]:
    """The tables in the order of the paper: each way of dividing, with its three sets of figures."""
    number = iter(range(1, 99))
    return [
        {
            "key": key,
            "numeral": _NUMERALS[at],
            "title": title,
            "heading": heading,
            "tables": [
                {
                    "caption": f"表{next(number)} {title}{spec.title}",
                    **body(spec, snapshot[key], snapshot["totals"]),
                }
                for spec in (PROGRESS, MONEY, BENEFITS)
            ],
        }
        for at, (key, (title, heading)) in enumerate(DIMENSIONS.items())
    ]


def _units(snapshot: Snapshot) -> list[dict[str, Any]]:
    return [row for row in snapshot["by_city"] if row["code"].isdigit()]


def _place_chart(snapshot: Snapshot) -> dict[str, Any]:
    units = _units(snapshot)
    labels = [row["name"].removesuffix("市") for row in units]
    return bar_chart(
        labels,
        [
            Series("列入名单（家次）", [row["listed"] for row in units]),
            Series("通过验收（家）", [row["accepted"] for row in units]),
        ],
    )


def _year_chart(snapshot: Snapshot) -> dict[str, Any] | None:
    """Only where there is more than one year to draw a line through."""
    rows = [row for row in snapshot["by_year"] if row["code"] != EARLIER]
    if len(rows) < 2:
        return None
    return line_chart(
        [str(row["year"]) for row in rows],
        [
            Series("列入名单（家次）", [row["listed"] for row in rows]),
            Series("通过验收（家）", [row["accepted"] for row in rows]),
        ],
    )
