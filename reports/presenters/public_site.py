"""Words for the public: the frame of the site, its rows and filters. No person is named anywhere."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.models import Level, Region
from audits.models import Round
from config.common.privacy import without_people
from config.common.wording import Light, listed, percent_of
from enterprises.enums import AmendmentKind, Category, DisclosureState, ListingState
from enterprises.models import Disclosure, Enterprise, ListAmendment, ListDocument, Listing
from reports.selectors.public_site import PublicCounts, public_province

Row = dict[str, Any]
_MENU = (
    ("reports:public_lists", "reports:public_list", lambda: _("审核名单")),
    ("reports:public_disclosures", "", lambda: _("信息公示")),
    ("reports:public_results", "", lambda: _("验收结果")),
    ("reports:public_agreements", "", lambda: _("自愿协议")),
    ("reports:public_statistics", "", lambda: _("统计")),
    ("reports:public_technologies", "", lambda: _("技术目录")),
    ("reports:public_honours", "", lambda: _("荣誉与试点")),
    ("reports:public_data", "", lambda: _("开放数据")),
    ("measures:feasibility_tool", "", lambda: _("可行性计算")),
)
_ENTRY_TONES = {
    ListingState.LISTED: "ok",
    ListingState.REMOVED: "done",
    ListingState.EXEMPTED: "done",
    ListingState.DEFERRED: "paused",
    ListingState.ROLLED_OVER: "paused",
}


def frame(request: HttpRequest, province: Region | None) -> Row:
    """What every public page shows around its content."""
    here = request.resolver_match.view_name if request.resolver_match else ""
    other = "en" if get_language() != "en" else "zh-hans"
    query = request.GET.urlencode()
    place = province.name if province else ""
    return {
        "platform_name": _("%(place)s清洁生产审核信息公开") % {"place": place},
        "bureau_name": province.bureau_name if province else "",
        "public_menu": [
            {"label": label(), "url": reverse(name), "active": here in {name, child}}
            for name, child, label in _MENU
        ],
        "other_language": other,
        "language_url": reverse("reports:public_language", args=[other]),
        "here": f"{request.path}?{query}" if query else request.path,
    }


def frame_of(request: HttpRequest) -> Row:
    """The frame, for the public pages of other apps."""
    return frame(request, public_province())


def list_rows(lists: Sequence[Any]) -> list[Row]:
    return [
        {
            "title": row.title,
            "href": reverse("reports:public_list", args=[row.pk]),
            "csv_href": reverse("reports:public_list_csv", args=[row.pk]),
            "year": row.year,
            "document_no": row.document_no,
            "authority": row.authority,
            "published_on": row.published_on,
            "entries": row.entries,
        }
        for row in lists
    ]


def entry_rows(entries: Sequence[Any]) -> list[Row]:
    return [entry_row(entry) for entry in entries]


def entry_row(entry: Any) -> Row:
    """One entry of a published list, and how far it has come in public."""
    city, county = place_words(entry.region)
    industry = entry.enterprise.industry
    return {
        "number": entry.number,
        "name": entry.name,
        "href": reverse("reports:public_enterprise", args=[entry.enterprise_id]),
        "uscc": entry.uscc or entry.enterprise.uscc,
        "city": city,
        "county": county,
        "place": " ".join(filter(None, [city, county])),
        "industry": industry.name if industry else entry.enterprise.industry_as_published,
        "categories": category_words(entry),
        "reason": entry.reason,
        "state": Light(_ENTRY_TONES[ListingState(entry.state)], str(entry.get_state_display())),
        "state_reason": entry.state_reason,
        "finish_on": entry.finish_on,
        "told_on": entry.told_on,
        "accepted_on": entry.accepted_on,
        "year": entry.mandatory_list.year,
        "list": entry.mandatory_list.title,
        "list_href": reverse("reports:public_list", args=[entry.mandatory_list_id]),
        "document_no": entry.paper.document_no,
        "published_on": entry.listed_on,
    }


def category_words(entry: Listing) -> list[str]:
    return [str(category.label) for category in entry.categories]


def place_words(region: Region) -> tuple[str, str]:
    """City and county; what hangs higher up has the rest empty."""
    if region.level == Level.COUNTY:
        return (region.city.name if region.city else ""), region.name
    return region.name, ""


def paper_rows(papers: Sequence[ListDocument]) -> list[Row]:
    return [
        {
            "name": _paper_name(paper),
            "href": reverse("reports:public_paper", args=[paper.pk]),
            "pages": paper.pages,
        }
        for paper in papers
    ]


def _paper_name(paper: ListDocument) -> str:
    """Which document it is: a list and each of its amendments have notices of their own."""
    if paper.amendment is None:
        return f"{paper.get_kind_display()} · {paper.mandatory_list.document_no}"
    facts = {"number": paper.amendment.number, "document_no": paper.amendment.document_no}
    return f"{_('第 %(number)d 次修订（%(document_no)s）') % facts} · {paper.get_kind_display()}"


def amendment_rows(amendments: Sequence[ListAmendment]) -> list[Row]:
    return [
        {
            "document_no": row.document_no,
            "amended_on": row.amended_on,
            "reason": row.reason,
            "items": [
                {
                    "kind": str(AmendmentKind(item.kind).label),
                    "name": item.enterprise.name,
                    "reason": item.reason,
                }
                for item in row.items.all()
            ],
        }
        for row in amendments
    ]


def enterprise_rows(enterprises: Sequence[Any]) -> list[Row]:
    return [
        {
            "name": row.name,
            "href": reverse("reports:public_enterprise", args=[row.pk]),
            "uscc": row.uscc,
            "place": " ".join(filter(None, place_words(row.region))),
            "industry": row.industry.name if row.industry else row.industry_as_published,
            "times": row.times,
        }
        for row in enterprises
    ]


def enterprise_facts(enterprise: Enterprise, former: Sequence[str]) -> list[Row]:
    """What is said of an enterprise: nothing but what its lists say, too."""
    industry = enterprise.industry
    facts = [
        {"term": _("统一社会信用代码"), "value": enterprise.uscc},
        {"term": _("所在区域"), "value": " ".join(filter(None, place_words(enterprise.region)))},
        {"term": _("行业"), "value": industry.name if industry else enterprise.industry_as_published},
    ]
    return facts + ([{"term": _("曾用名"), "value": listed(former)}] if former else [])


def disclosure_rows(disclosures: Sequence[Disclosure]) -> list[Row]:
    return [
        {
            "pk": row.pk,
            "name": row.listing.name,
            "href": f"{reverse('reports:public_enterprise', args=[row.listing.enterprise_id])}#d{row.pk}",
            "place": " ".join(filter(None, place_words(row.listing.region))),
            "year": row.listing.mandatory_list.year,
            "list": row.listing.mandatory_list.title,
            "categories": category_words(row.listing),
            "disclosed_on": row.disclosed_on,
            "where": without_people(row.place, _names(row)),
            "url": row.url,
            "light": check_light(row),
        }
        for row in disclosures
    ]


def check_light(row: Disclosure) -> Light:
    checked = row.state == DisclosureState.CHECKED
    return Light("done", _("已核对")) if checked else Light("todo", _("待核对"))


def disclosed_sets(row: Disclosure, personal: frozenset[str]) -> list[Row]:
    """The fields of each category, without those that name a person and without what reaches one."""
    names = _names(row)
    return [
        {
            "title": str(Category(category).label),
            "rows": [
                {"term": label, "value": without_people(text, names)}
                for label, text in texts.items()
                if label not in personal
            ],
        }
        for category, texts in row.values.items()
    ]


def _names(row: Disclosure) -> list[str]:
    return [row.listing.enterprise.legal_representative]


def result_rows(rounds: Sequence[Any]) -> list[Row]:
    return [
        {
            "name": row.listing.name,
            "href": reverse("reports:public_enterprise", args=[row.enterprise_id]),
            "place": " ".join(filter(None, place_words(row.listing.region))),
            "industry": _industry(row),
            "year": row.listing.mandatory_list.year,
            "evaluated_on": row.evaluated_on,
            "accepted_on": row.accepted_on,
            "level_before": row.get_level_before_display(),
            "level_after": row.get_level_after_display(),
            "measures_done": row.measures_done,
        }
        for row in rounds
    ]


def _industry(row: Round) -> str:
    industry = row.enterprise.industry
    return str(industry.name) if industry else row.enterprise.industry_as_published


def count_rows(counts: Sequence[PublicCounts]) -> list[Row]:
    """Counts with their shares; a sum row is the caller's."""
    return [
        asdict(row)
        | {
            "disclosed_percent": percent_of(row.disclosed, row.listed),
            "accepted_percent": percent_of(row.accepted, row.listed),
        }
        for row in counts
    ]


def total_of(counts: Sequence[PublicCounts]) -> PublicCounts:
    return PublicCounts(
        _("合计"),
        sum(row.listed for row in counts),
        sum(row.disclosed for row in counts),
        sum(row.accepted for row in counts),
    )


def filter_fields(query: QueryDict, **choices: tuple[str, Sequence[tuple[str, str]]]) -> Row:
    """The search form of a list: the text that was asked for, and a choice for each of (label, options)."""
    fields = [
        {
            "name": name,
            "label": label,
            "options": [
                {"value": value, "label": words, "selected": query.get(name) == value}
                for value, words in options
            ],
        }
        for name, (label, options) in choices.items()
    ]
    return {"text": query.get("q", ""), "fields": fields, "used": bool(query)}
