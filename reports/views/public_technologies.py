"""The technology library and the honours on the public site."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from config.common.listing import plain_page
from measures.presenters.honours import honour_rows
from measures.presenters.technologies import technology_rows
from measures.selectors.honours import honours_public
from measures.selectors.technologies import found_by, technologies_public, technology_words
from reports.presenters import public_site as words
from reports.views.public_site import _page, public_page

CHOSEN = ("industry", "target")


@public_page("q", "industry", "target", "page")
def public_technologies(request: HttpRequest) -> HttpResponse:
    """What is to be spread, and how far it is taken up; the money of few enterprises is not shown."""
    known = technology_words(CHOSEN)
    wanted = {name: request.GET[name] for name in CHOSEN if request.GET.get(name)}
    if any(value not in known[name] for name, value in wanted.items()):
        raise Http404
    rows = found_by(technologies_public(), request.GET.get("q", ""), wanted)
    labels = {"industry": _("行业"), "target": _("削减对象")}
    choices = {name: (labels[name], [(word, word) for word in known[name]]) for name in CHOSEN}
    return _page(
        request,
        "public_technologies",
        list=plain_page(rows, request.GET, present=lambda page: technology_rows(page, None)),
        search=words.filter_fields(request.GET, **choices),
    )


@public_page("page")
def public_honours(request: HttpRequest) -> HttpResponse:
    """Who was honoured, by which document, and whose honour was taken back."""
    rows = plain_page(honours_public(), request.GET, present=honour_rows)
    return _page(request, "public_honours", list=rows)
