"""What measures achieved, added up."""

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from accounts.models import Level
from config.common.access import Permission, needs
from measures.forms.rollup import RollupForm
from measures.presenters import rollup as shown
from measures.selectors import rollup as reads


@needs(Permission.MEASURES_READ)
def effect_summary(request: HttpRequest) -> HttpResponse:
    """The reader's effects by indicator; of one indicator by place and by year."""
    indicators = reads.rolled_indicators()
    form = RollupForm(request.GET, indicators=indicators)
    chosen = form.cleaned_data if form.is_valid() else {}
    year = chosen.get("year")
    one = next((row for row in indicators if row.code == chosen.get("indicator")), None)
    context = {"form": form, "year": year, "heading": one.words if one else _("效益汇总"), "one": one}
    if one is None:
        rolled = reads.effects_rolled(request.user, ("indicator",), year=year)
        context["rows"] = shown.indicator_rows(rolled, indicators, year)
    else:
        rolled = reads.effects_rolled(request.user, ("place", "year"), indicator=one.pk, year=year)
        regions = {row.pk: row for row in reads.places([group.keys[0] for group in rolled])}
        region = request.user.region
        by_city = region is None or region.level == Level.PROVINCE
        context["places"] = shown.place_rows(rolled, regions, by_city)
        context["years"] = shown.year_rows(rolled)
        context["total"] = shown.total_row(rolled)
    return TemplateResponse(request, "measures/effect_summary.html", context)
