"""Voluntary agreements on the public site: who signed, what was promised, what was delivered."""

from django.http import HttpRequest, HttpResponse

from config.common.listing import plain_page
from enterprises.selectors.agreements import agreements_public
from reports.presenters.public_agreements import agreement_rows
from reports.presenters.public_site import filter_fields
from reports.selectors.public_site import found_by
from reports.views.public_site import _page, public_page


@public_page("q", "page")
def public_agreements(request: HttpRequest) -> HttpResponse:
    rows, text = agreements_public(), request.GET.get("q", "")
    if text:
        rows = found_by(rows, text, "enterprise__")
    return _page(
        request,
        "public_agreements",
        list=plain_page(rows, request.GET, present=agreement_rows),
        search=filter_fields(request.GET),
    )
