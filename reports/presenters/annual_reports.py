"""Annual reports for people: list rows, the page from the snapshot, its files."""

from dataclasses import replace
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from config.common.wording import Light, is_english, name_words, number_words, percent_words, unit_words
from operations.models import JobState
from reports.calculations.snapshot import Snapshot
from reports.documents.tables import BENEFITS, DIMENSIONS, MONEY, PROGRESS, TableSpec, body
from reports.documents.words import cell, money
from reports.facts import FIGURE_BY_CODE
from reports.models import AnnualReport
from reports.services.annual_reports import report_title

_FILES = (
    ("pdf", gettext_lazy("PDF 报告")),
    ("xlsx", gettext_lazy("Excel 附表")),
    ("json", gettext_lazy("JSON 数据")),
)
_SHOWN = (
    "listed",
    "disclosed",
    "started",
    "reported",
    "evaluated",
    "accepted",
    "post_assessed",
    "overdue",
)


def report_row(report: AnnualReport) -> dict[str, Any]:
    """One line of the list."""
    return {
        "title": report_title(report.region.name, report.since, report.year),
        "region": report.region.name,
        "years": str(report.year) if report.since == report.year else f"{report.since}—{report.year}",
        "made_by": report.created_by.name,
        "created_at": report.created_at,
        "finished_at": report.finished_at,
        "state": _light(report),
        "href": reverse("reports:annual_report_detail", args=[report.pk]),
        "files": report_files(report),
    }


def _light(report: AnnualReport) -> Light:
    if report.finished_at:
        return Light("done", _("已完成"))
    job = report.job
    if job is None or job.state in {JobState.FAILED, JobState.CANCELLED}:
        return Light("late", _("没有完成"))
    return Light("soon", _("编制中"))


def report_files(report: AnnualReport) -> list[dict[str, Any]]:
    """The finished files with their sizes; none before the report is finished."""
    if not report.finished_at:
        return []
    return [
        {
            "kind": kind,
            "label": label,
            "size": getattr(report, f"{kind}_file").size,
            "href": reverse("reports:annual_report_download", args=[report.pk, kind]),
        }
        for kind, label in _FILES
    ]


def report_context(report: AnnualReport) -> dict[str, Any]:
    """The finished report's page, from its snapshot alone."""
    snapshot: Snapshot = report.snapshot or {}
    totals = snapshot["totals"]
    rounds = _url("audits:round_list", _years(report))
    measures = _url("measures:measure_list", _years(report))
    return {
        "stages": [
            {
                "label": FIGURE_BY_CODE[code].label,
                "value": totals[code],
                "of": totals["listed"],
                "href": rounds,
            }
            for code in _SHOWN
        ],
        "amounts": [
            _amount("measures_proposed_costly", totals, measures),
            _amount("measures_implemented_costly", totals, measures),
            _amount("measures_no_low_implemented", totals, measures),
            _money(_("实际投资"), totals["investment_wan"], measures),
            _money(_("年经济效益"), totals["economic_benefit_wan"], measures),
        ],
        "rates": _rates(snapshot),
        "benefits": [
            {
                "name": name_words(one["name"], one["english"]),
                "unit": unit_words(one["unit"]),
                "value": cell(totals["benefits"][one["code"]]),
            }
            for one in snapshot["indicators"]
            if totals["benefits"][one["code"]] != "0"
        ],
        "tables": _tables(snapshot),
    }


_TABLES = (PROGRESS, MONEY, BENEFITS)


def _tables(snapshot: Snapshot) -> list[dict[str, Any]]:
    totals = snapshot["totals"]
    return [
        {
            "key": key,
            "title": _(title),
            "heading": _(heading),
            "tables": [_table(spec, body(spec, snapshot[key], totals)) for spec in _TABLES],
        }
        for key, (title, heading) in DIMENSIONS.items()
    ]


def _table(spec: TableSpec, printed: dict[str, Any]) -> dict[str, Any]:
    """A table of the papers with its headings in the reader's language."""
    columns = [
        replace(one, heading=_(one.heading), unit=_(one.unit) if one.unit else "") for one in spec.columns
    ]
    return printed | {"title": _(spec.title), "columns": columns}


def _money(label: str, wan: Any, href: str) -> dict[str, Any]:
    if is_english():
        return {"label": label, "value": cell(wan), "unit": _("万元"), "href": href}
    words = money(wan)  # a large total in 亿元, as Chinese readers count
    return {"label": label, "value": f"{cell(wan)}万元" if words.endswith("万元") else words, "href": href}


def _amount(code: str, totals: dict[str, Any], href: str) -> dict[str, Any]:
    kind = FIGURE_BY_CODE[code]
    return {"label": kind.label, "value": number_words(totals[code]), "unit": kind.unit, "href": href}


def _rates(snapshot: Snapshot) -> list[dict[str, Any]]:
    rates = (
        (_("评估一次通过率"), snapshot["first_try_rate"]["evaluation"]),
        (_("验收一次通过率"), snapshot["first_try_rate"]["acceptance"]),
        (_("方案持续运行率"), snapshot["persistence"]["measures"]),
        (_("效益保持率"), snapshot["persistence"]["benefit"]),
    )
    return [
        {
            "term": term,
            "value": percent_words(rate["percent"]),
            "note": _("样本 %(n)s") % {"n": number_words(rate["sample"])} if rate["sample"] else "",
        }
        for term, rate in rates
    ]


def _years(report: AnnualReport) -> dict[str, Any]:
    """The lists filter by one year; a report on several opens the whole list."""
    return {"year": report.year} if report.since == report.year else {}


def _url(name: str, query: dict[str, Any]) -> str:
    return f"{reverse(name)}?{urlencode(query)}" if query else reverse(name)
