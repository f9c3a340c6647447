"""Files for everybody: open data, the notices of lists, and what robots are told."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from config.common.access import public
from config.common.downloads import attachment_answer
from config.common.kept import kept_page
from config.common.rates import rate_limited
from operations.services.attachments import attachment_read
from operations.services.mail_words import absolute
from reports.presenters import public_data as data
from reports.presenters import public_site as words
from reports.selectors import public_site as reads
from reports.views.public_site import LAW, _page, public_page

_BATCH = 500
_ROBOTS = """User-agent: *
Disallow: /
Allow: /public/
Allow: /static/
Disallow: /public/search/
Disallow: /public/language/
Disallow: /public/*?
Allow: /public/*?page=
Crawl-delay: 1
"""


def public_file(view: Callable[..., HttpResponseBase]) -> Any:
    """A download for everybody: counted apart from pages, sent only when it is new."""
    kept = kept_page(stored=False)(require_safe(view))
    return public(because=LAW)(rate_limited("public_file")(kept))


@public_page()
def public_data(request: HttpRequest) -> HttpResponse:
    """The files and what their columns mean."""
    lists = words.list_rows(reads.public_lists())
    return _page(request, "public_data", lists=lists, files=data.dictionary())


@public_file
def public_list_csv(request: HttpRequest, pk: int) -> HttpResponseBase:
    one = get_object_or_404(reads.public_lists(), pk=pk)
    entries = reads.public_entries(mandatory_list=one).iterator(_BATCH)
    return data.csv_answer(f"{one.title}.csv", data.LISTS, data.list_values(entries))


@public_file
def public_disclosures_csv(request: HttpRequest) -> HttpResponseBase:
    rows = data.disclosure_values(reads.public_disclosures().iterator(_BATCH), reads.personal_labels())
    return data.csv_answer(_("信息公示.csv"), data.DISCLOSURES, rows)


@public_file
def public_results_csv(request: HttpRequest) -> HttpResponseBase:
    rows = data.result_values(reads.public_results().iterator(_BATCH))
    return data.csv_answer(_("验收结果.csv"), data.RESULTS, rows)


@public_file
def public_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """The notice by which a list was published."""
    paper = get_object_or_404(reads.public_papers(), pk=pk)
    return attachment_answer(attachment_read(paper.file), paper.file.name, content_type="application/pdf")


@public(because="robots ask before they crawl")
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    text = f"{_ROBOTS}Sitemap: {absolute(reverse('reports:sitemap'))}\n"
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


@public_page()
def sitemap(request: HttpRequest) -> HttpResponse:
    """The parts of the map of the public site: one of its pages and lists, others of so many enterprises each."""
    return HttpResponse(data.sitemap_index(reads.sitemap_parts()), content_type="application/xml")


@public_page()
def sitemap_part(request: HttpRequest, part: int) -> HttpResponse:
    if part >= reads.sitemap_parts():
        raise Http404
    lists = reads.public_lists() if part == 0 else ()
    enterprises = reads.sitemap_enterprises(part) if part else ()
    return HttpResponse(data.sitemap_of(lists, enterprises), content_type="application/xml")
