"""Anybody who holds a statement of results may ask whether it was issued and still stands."""

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from reports.presenters import public_site, statements
from reports.selectors.public_site import public_province
from reports.selectors.statements import statement_numbered
from reports.views.public_site import public_page


@public_page("number")
def public_statements(request: HttpRequest) -> HttpResponse:
    """Whose a number is, what for, as of when, and whether it stands; nothing else of it."""
    asked = statements.number_typed(request.GET.get("number", ""))
    found = statement_numbered(asked) if asked else None
    context = public_site.frame(request, public_province()) | {
        "asked": asked,
        "found": statements.public_answer(found) if found else None,
    }
    status = 404 if asked and found is None else 200
    return TemplateResponse(request, "reports/public_statements.html", context, status=status)
