"""Pages of the public site: lists, enterprises, disclosures, results, statistics. Nobody signs in here."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from config.common.access import View, public
from config.common.kept import kept_page
from config.common.listing import plain_page
from config.common.rates import rate_limited
from enterprises.enums import Category
from reports.presenters import public_site as words
from reports.selectors import public_site as reads

LAW = "清洁生产促进法 Art. 10, 17 and 27: lists, disclosures and results are published"
FIRST_ROWS = 5


def public_page(*params: str) -> Any:
    """A page for everybody: counted by address, kept until something public changes."""

    def decorate(view: View) -> View:
        kept = kept_page(params=params)(require_safe(view))
        return public(because=LAW)(rate_limited("public_page")(kept))

    return decorate


def _page(request: HttpRequest, name: str, **context: Any) -> TemplateResponse:
    frame = words.frame(request, reads.public_province())
    return TemplateResponse(request, f"reports/{name}.html", frame | context)


@public_page()
def public_home(request: HttpRequest) -> HttpResponse:
    """The search, the year's numbers, and what was published last."""
    years = reads.public_years()
    counts = reads.counts_by_city(years[0], timezone.localdate()) if years else []
    personal = {
        "disclosures": words.disclosure_rows(reads.public_disclosures()[:FIRST_ROWS]),
        "results": words.result_rows(reads.public_results()[:FIRST_ROWS]),
    }
    lists = words.list_rows(reads.public_lists()[:FIRST_ROWS])
    total = words.total_of(counts)
    return _page(
        request, "public_home", year=years[0] if years else None, total=total, lists=lists, **personal
    )


@public_page("page")
def public_lists(request: HttpRequest) -> HttpResponse:
    rows = plain_page(reads.public_lists(), request.GET, present=words.list_rows)
    return _page(request, "public_lists", list=rows)


@public_page("q", "city", "category", "page")
def public_list(request: HttpRequest, pk: int) -> HttpResponse:
    """One published list: its rows, its notice, its amendments."""
    mandatory_list = get_object_or_404(reads.public_lists(), pk=pk)
    cities = reads.cities_listed()
    rows = _narrowed(request, reads.public_entries(mandatory_list=mandatory_list), "", cities=cities)
    category = _choice(request, "category", Category.values)
    if category:
        rows = reads.in_category(rows, category)
    search = words.filter_fields(
        request.GET, city=(_("设区市"), cities), category=(_("类别"), Category.choices)
    )
    return _page(
        request,
        "public_list",
        one=mandatory_list,
        list=plain_page(rows, request.GET, present=words.entry_rows),
        search=search,
        papers=words.paper_rows(reads.public_papers(mandatory_list=mandatory_list)),
        amendments=words.amendment_rows(reads.public_amendments(mandatory_list)),
    )


@public_page("q", "page")
def public_search(request: HttpRequest) -> HttpResponse:
    """Enterprises on published lists by name, code or place."""
    text = request.GET.get("q", "")
    rows = plain_page(reads.public_enterprises(text), request.GET, present=words.enterprise_rows)
    return _page(request, "public_search", list=rows, text=text)


@public_page()
def public_enterprise(request: HttpRequest, pk: int) -> HttpResponse:
    """What was published of one enterprise: its entries, its disclosures, its accepted audits."""
    enterprise = get_object_or_404(reads.public_enterprises(), pk=pk)
    disclosures = list(reads.public_disclosures(enterprise))
    personal = reads.personal_labels()
    told = zip(words.disclosure_rows(disclosures), disclosures, strict=True)
    return _page(
        request,
        "public_enterprise",
        enterprise=enterprise,
        facts=words.enterprise_facts(enterprise, reads.former_names(enterprise)),
        entries=words.entry_rows(reads.public_entries(enterprise=enterprise)),
        disclosures=[row | {"sets": words.disclosed_sets(one, personal)} for row, one in told],
        results=words.result_rows(reads.public_results(enterprise)),
    )


@public_page("q", "year", "city", "page")
def public_disclosures(request: HttpRequest) -> HttpResponse:
    cities, years = reads.cities_listed(), _years()
    rows = _narrowed(request, reads.public_disclosures(), "listing__", cities=cities, years=years)
    return _page(
        request,
        "public_disclosures",
        list=plain_page(rows, request.GET, present=words.disclosure_rows),
        search=words.filter_fields(request.GET, year=(_("年度"), years), city=(_("设区市"), cities)),
    )


@public_page("q", "year", "city", "page")
def public_results(request: HttpRequest) -> HttpResponse:
    cities, years = reads.cities_listed(), _years()
    rows = _narrowed(request, reads.public_results(), "listing__", cities=cities, years=years)
    return _page(
        request,
        "public_results",
        list=plain_page(rows, request.GET, present=words.result_rows),
        search=words.filter_fields(request.GET, year=(_("年度"), years), city=(_("设区市"), cities)),
    )


@public_page("year")
def public_statistics(request: HttpRequest) -> HttpResponse:
    """How far the entries of one year have come, by city and by category."""
    years = _years()
    year = int(_choice(request, "year", [value for value, _label in years]) or (years[0][0] if years else 0))
    today = timezone.localdate()
    cities = reads.counts_by_city(year, today)
    return _page(
        request,
        "public_statistics",
        year=year,
        years=[{"label": label, "value": value, "active": value == str(year)} for value, label in years],
        total=words.count_rows([words.total_of(cities)])[0],
        cities=words.count_rows(cities),
        categories=words.count_rows(reads.counts_by_category(year, today, Category.choices)),
    )


@public(because="the language of the public site is chosen by a link, so that its pages need no form")
@require_safe
def public_language(request: HttpRequest, code: str) -> HttpResponse:
    """Remembers the language and leads back."""
    if not check_for_language(code) or code not in dict(settings.LANGUAGES):
        raise Http404
    wanted = request.GET.get("next", "")
    inside = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) and wanted.startswith("/public/")
    answer = redirect(wanted if inside else "reports:public_home")
    answer.set_cookie(
        settings.LANGUAGE_COOKIE_NAME, code, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
    )
    return answer


def _years() -> list[tuple[str, str]]:
    return [(str(year), str(year)) for year in reads.public_years()]


def _choice(request: HttpRequest, name: str, known: list[str]) -> str:
    """What was chosen; a page for a value that is not offered is not there."""
    value = request.GET.get(name, "")
    if value and value not in known:
        raise Http404
    return value


def _narrowed(
    request: HttpRequest, rows: Any, prefix: str, *, cities: list[tuple[str, str]], years: Any = ()
) -> Any:
    """The rows of the text, city and year that were asked for."""
    text = request.GET.get("q", "")
    city = _choice(request, "city", [code for code, _name in cities])
    year = _choice(request, "year", [value for value, _label in years]) if years else ""
    if text:
        rows = reads.found_by(rows, text, f"{prefix}enterprise__")
    if city:
        rows = reads.in_city(rows, city, prefix)
    return reads.in_year(rows, int(year), prefix) if year else rows
