"""Open data: each file as a table of columns, from which the CSV and its dictionary are made."""

import csv
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from xml.sax.saxutils import escape

from django.http import StreamingHttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from config.common.privacy import without_people
from config.common.spreadsheet.shield import shield
from enterprises.models import Disclosure, MandatoryList
from operations.services.mail_words import absolute
from reports.presenters.public_site import category_words, disclosed_sets, entry_row, place_words

Values = dict[str, Any]


@dataclass(frozen=True)
class Column:
    """One column: its name for programs, its heading, what it means."""

    code: str
    heading: Any
    meaning: Any


_YEAR = Column("year", gettext_lazy("名单年度"), gettext_lazy("企业列入名单的年度，四位数字"))
_NAME = Column("name", gettext_lazy("企业名称"), gettext_lazy("名单公布时的名称"))
_USCC = Column("uscc", gettext_lazy("统一社会信用代码"), gettext_lazy("18 位；公布时没有的为空"))
_CITY = Column("city", gettext_lazy("设区市"), gettext_lazy("名单公布时所在的设区市"))
_COUNTY = Column("county", gettext_lazy("县（市、区）"), gettext_lazy("名单公布时所在的县；未落实到县的为空"))
_INDUSTRY = Column("industry", gettext_lazy("行业"), gettext_lazy("GB/T 4754 的行业名称"))
_CATEGORIES = Column("categories", gettext_lazy("类别"), gettext_lazy("双超、双有、高耗能，多类以顿号分隔"))
_WHO = (_YEAR, _NAME, _USCC, _CITY, _COUNTY)

LISTS = (
    *_WHO,
    Column("list", gettext_lazy("名单"), gettext_lazy("名单的标题")),
    Column("document_no", gettext_lazy("文号"), gettext_lazy("公布名单的文号；后来增列的为修订的文号")),
    Column("published_on", gettext_lazy("公布日期"), gettext_lazy("公布或增列的日期，法定期限自次日起算")),
    Column("number", gettext_lazy("序号"), gettext_lazy("在名单中的序号")),
    _INDUSTRY,
    _CATEGORIES,
    Column("reason", gettext_lazy("入列原因"), gettext_lazy("公布的原因")),
    Column("state", gettext_lazy("状态"), gettext_lazy("在列、移出、免予审核、缓期、转入下一批")),
    Column("finish_on", gettext_lazy("完成期限"), gettext_lazy("应完成审核并报送报告的日期")),
    Column("told_on", gettext_lazy("公示日期"), gettext_lazy("企业公布信息的日期；未公示的为空")),
    Column("accepted_on", gettext_lazy("验收通过日期"), gettext_lazy("未验收的为空")),
)
DISCLOSURES = (
    *_WHO,
    Column("disclosed_on", gettext_lazy("公示日期"), gettext_lazy("企业公布信息的日期")),
    Column("where", gettext_lazy("公示载体"), gettext_lazy("在哪里公布")),
    Column("url", gettext_lazy("公示网址"), gettext_lazy("没有网址的为空")),
    Column("check", gettext_lazy("核对情况"), gettext_lazy("主管部门是否已核对；退回的不在此列")),
    Column("category", gettext_lazy("类别"), gettext_lazy("这一项属于哪一类企业应公示的内容")),
    Column("field", gettext_lazy("项目"), gettext_lazy("应公示的项目，一行一项；不含法定代表人姓名")),
    Column("text", gettext_lazy("公示的内容"), gettext_lazy("企业公布的原文，隐去电话、邮箱和人名")),
)
RESULTS = (
    *_WHO,
    _INDUSTRY,
    _CATEGORIES,
    Column("evaluated_on", gettext_lazy("评估通过日期"), gettext_lazy("审核报告评估通过的日期")),
    Column("accepted_on", gettext_lazy("验收通过日期"), gettext_lazy("清洁生产审核验收通过的日期")),
    Column("level_before", gettext_lazy("审核前水平"), gettext_lazy("清洁生产水平等级；未评定的为空")),
    Column("level_after", gettext_lazy("审核后水平"), gettext_lazy("清洁生产水平等级；未评定的为空")),
    Column("measures_done", gettext_lazy("实施方案数"), gettext_lazy("已实施的清洁生产方案，项")),
)


def list_values(entries: Iterable[Any]) -> Iterator[Values]:
    for entry in entries:
        row = entry_row(entry)
        yield row | {"categories": "、".join(row["categories"]), "state": row["state"].label}


def disclosure_values(disclosures: Iterable[Disclosure], personal: frozenset[str]) -> Iterator[Values]:
    """One row for each field; a disclosure whose content is not known has one row."""
    for row in disclosures:
        names = [row.listing.enterprise.legal_representative]
        same = _who(row.listing) | {
            "disclosed_on": row.disclosed_on,
            "where": without_people(row.place, names),
            "url": row.url,
            "check": row.get_state_display(),
        }
        sets = disclosed_sets(row, personal)
        if not sets:
            yield same
        for part in sets:
            for one in part["rows"]:
                yield same | {"category": part["title"], "field": one["term"], "text": one["value"]}


def result_values(rounds: Iterable[Any]) -> Iterator[Values]:
    for row in rounds:
        industry = row.enterprise.industry
        yield _who(row.listing) | {
            "industry": industry.name if industry else row.enterprise.industry_as_published,
            "categories": "、".join(category_words(row.listing)),
            "evaluated_on": row.evaluated_on,
            "accepted_on": row.accepted_on,
            "level_before": row.get_level_before_display(),
            "level_after": row.get_level_after_display(),
            "measures_done": row.measures_done,
        }


def _who(listing: Any) -> Values:
    city, county = place_words(listing.region)
    return {
        "year": listing.mandatory_list.year,
        "name": listing.name,
        "uscc": listing.uscc or listing.enterprise.uscc,
        "city": city,
        "county": county,
    }


class _Line:
    """A file that hands each written line on."""

    def write(self, line: str) -> str:
        return line


def csv_answer(name: str, columns: tuple[Column, ...], rows: Iterable[Values]) -> StreamingHttpResponse:
    """The rows as a download, line after line: no more than one row is in memory."""
    answer = StreamingHttpResponse(csv_lines(columns, rows), content_type="text/csv; charset=utf-8")
    disposition = content_disposition_header(as_attachment=True, filename=name)
    answer.headers["Content-Disposition"] = disposition or "attachment"
    return answer


def csv_lines(columns: tuple[Column, ...], rows: Iterable[Values]) -> Iterator[str]:
    """UTF-8 with BOM for spreadsheets; nothing in it starts a formula."""
    write: Callable[[list[str]], str] = csv.writer(_Line()).writerow  # type: ignore[assignment, arg-type]
    yield "\ufeff" + write([str(column.heading) for column in columns])
    for row in rows:
        yield write([_cell(row.get(column.code)) for column in columns])


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, int) else shield(str(value))


def dictionary() -> list[Values]:
    """The files and what each column means, for the page that explains them."""
    files = (
        (_("审核名单"), _("每份名单一个文件，一行一家企业"), LISTS),
        (_("信息公示"), _("一行一个公示项目"), DISCLOSURES),
        (_("验收结果"), _("一行一轮通过验收的强制性审核"), RESULTS),
    )
    return [
        {
            "title": title,
            "note": note,
            "columns": [
                {"code": one.code, "heading": one.heading, "meaning": one.meaning} for one in columns
            ],
        }
        for title, note, columns in files
    ]


_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_SITE_PAGES = (
    "public_home",
    "public_lists",
    "public_disclosures",
    "public_results",
    "public_agreements",
    "public_statistics",
    "public_technologies",
    "public_honours",
    "public_data",
)


def sitemap_index(parts: int) -> str:
    """The map of maps (sitemaps.org): absolute addresses of its parts."""
    return _site_map("sitemapindex", "sitemap", (_at("sitemap_part", part) for part in range(parts)))


def sitemap_of(lists: Iterable[MandatoryList], enterprises: Iterable[int]) -> str:
    """Absolute addresses: with lists also the fixed pages, else those of enterprises."""
    pages = [_at(name) for name in _SITE_PAGES] if lists else []
    rows = [_at("public_list", one.pk) for one in lists]
    return _site_map("urlset", "url", [*pages, *rows, *(_at("public_enterprise", pk) for pk in enterprises)])


def _at(name: str, *args: int) -> str:
    return absolute(reverse(f"reports:{name}", args=args))


def _site_map(root: str, item: str, addresses: Iterable[str]) -> str:
    rows = "".join(f"<{item}><loc>{escape(one)}</loc></{item}>\n" for one in addresses)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="{_SITEMAP}">\n{rows}</{root}>\n'
