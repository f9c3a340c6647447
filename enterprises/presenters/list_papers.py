"""The papers of a published list: the notice with its annex, and the letters to its enterprises. Always Chinese."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from pypdf import PdfReader, PdfWriter

from accounts.models import Level
from config.common.pdf import font_css, html_to_pdf
from config.common.wording import date_words
from enterprises.calculations.law_titles import basis_cited
from enterprises.calculations.listing_facts import facts_words
from enterprises.enums import DutyCode
from enterprises.facts import facts_of
from enterprises.models import Duty, Listing, MandatoryList
from enterprises.presenters.list_files import place_cells

ROWS_A_PART = 400  # about 150 MB in the child that typesets them, however long the list is
_CSS = settings.BASE_DIR / "templates/documents/gongwen.css"
Invited = Mapping[int, dict[str, Any]]
_OWN_CSS = "td, th { font-size: 8pt; padding: 0.6mm 0.8mm; } .annex { text-align: center; text-indent: 0; }"


def write_notice(mandatory_list: MandatoryList, entries: Sequence[Listing], target: Path) -> Iterator[int]:
    """The notice and its annex in parts that are joined at the end; yields how many rows are typeset."""
    facts = _head(mandatory_list) | {"duties": _common_duties(entries)}
    yield from typeset_in_parts("list_notice", facts, entries, target)


def write_letters(
    mandatory_list: MandatoryList, entries: Sequence[Listing], target: Path, invited: Invited
) -> None:
    """A letter for each entry, each on a page of its own; behind it the invitation of who has nobody acting."""
    with translation.override("zh-hans"):
        rows = [entry_words(entry) | {"invitation": invited.get(entry.pk)} for entry in entries]
    facts = _head(mandatory_list) | {"rows": rows}
    typeset("list_letters", facts, target)


def _head(mandatory_list: MandatoryList) -> dict[str, Any]:
    with translation.override("zh-hans"):
        return {"list": mandatory_list, "published_on": date_words(mandatory_list.published_on)}


def typeset_in_parts(
    template: str, facts: dict[str, Any], entries: Sequence[Listing], target: Path
) -> Iterator[int]:
    """A long table in parts that are joined at the end; yields how many rows are typeset.

    The template gets `rows`, `total`, the number of its `page` and whether it is the `first`.
    """
    parts: list[Path] = []
    pages = 0
    for start in range(0, max(len(entries), 1), ROWS_A_PART):
        some = entries[start : start + ROWS_A_PART]
        part = target.with_name(f"{target.stem}-{start}.pdf")
        with translation.override("zh-hans"):
            rows = [entry_words(entry) for entry in some]
        place = {"first": start == 0, "page": pages, "total": len(entries), "rows": rows}
        pages += typeset(template, facts | place, part)
        parts.append(part)
        yield start + len(some)
    _join(parts, target)


def typeset(template: str, facts: dict[str, Any], target: Path) -> int:
    """Make one document of ours; returns its number of pages."""
    css = "\n".join([font_css(), _CSS.read_text("utf-8"), _OWN_CSS])
    with translation.override("zh-hans"):
        html = render_to_string(f"enterprises/documents/{template}.html", facts | {"css": css})
    return html_to_pdf(html, target).pages


def page_count(path: Path) -> int:
    return len(PdfReader(path).pages)


def entry_words(entry: Listing) -> dict[str, Any]:
    """Table A of the domain: what is published about one enterprise, with the duties that this begins."""
    city, county = place_cells(entry)
    if entry.region.level == Level.COUNTY and entry.place_as_published:
        county = entry.place_as_published  # resolved since; the paper says what was published
    begun = [duty for duty in entry.duties.all() if duty.regime.base_event == "list_published"]
    duties = sorted(begun, key=lambda duty: (duty.due_on, duty.pk))
    finish = next((duty.due_on for duty in duties if duty.code == DutyCode.FINISH), None)
    said = [entry.reason, facts_words(facts_of(entry.facts))]
    industry = entry.enterprise.industry
    return {
        "number": entry.number,
        "name": entry.name,
        "uscc": entry.uscc or entry.enterprise.uscc,
        "city": city,
        "county": county,
        "industry": industry.name if industry else entry.enterprise.industry_as_published,
        "categories": "、".join(str(category.label) for category in entry.categories),
        "reason": "；".join(words for words in said if words),
        "due": date_words(finish),
        "duties": [_duty(duty) for duty in duties],
    }


def _duty(duty: Duty) -> dict[str, str]:
    label = str(DutyCode(duty.code).label)
    return {"label": label, "due": date_words(duty.due_on), "basis": basis_cited(duty.regime.basis)}


def _common_duties(entries: Sequence[Listing]) -> list[dict[str, str]]:
    """The duties of the list, each once, soonest first."""
    duties = [duty for entry in entries for duty in entry.duties.all()]
    begun = [duty for duty in duties if duty.regime.base_event == "list_published"]
    found = {(duty.due_on, duty.code): duty for duty in begun}
    with translation.override("zh-hans"):
        return [_duty(found[key]) for key in sorted(found)]


def _join(parts: Sequence[Path], target: Path) -> None:
    writer = PdfWriter()
    for part in parts:
        writer.append(part)
    writer.write(target)
