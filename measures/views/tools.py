"""Tools that anybody may use."""

from django.http import HttpRequest, HttpResponse

from config.common.access import public
from config.common.http import page_or_part
from config.common.plug import hooks
from config.common.rates import rate_limited
from measures.forms import FeasibilityForm
from measures.presenters.feasibility import feasibility_page


@public(because="anybody may calculate; no data of anybody's is read or kept")
@rate_limited("tool")
def feasibility_tool(request: HttpRequest) -> HttpResponse:
    """The cash sheet and what comes of it; the address holds the sheet, so that it can be handed on."""
    form = FeasibilityForm(request.GET if "construction" in request.GET else None)
    found = feasibility_page(form.sheet) if form.is_bound and form.is_valid() else None
    context = {"form": form, "found": found}
    for frame in hooks("PUBLIC_FRAME"):
        context |= frame(request)
    return page_or_part(request, "measures/feasibility_tool.html", context, part="answer")
