"""Opening a voluntary round."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from audits.forms.rounds import VoluntaryForm
from audits.services.voluntary import voluntary_open
from config.common.access import Permission, needs
from config.common.errors import Refused
from config.common.forms import add_refusal, sent
from enterprises.selectors.enterprises import enterprise_for


@needs(Permission.ROUNDS_VOLUNTEER)
def voluntary_create(request: HttpRequest, pk: int) -> HttpResponse:
    enterprise = get_object_or_404(enterprise_for(request.user, pk))
    form = VoluntaryForm(sent(request), initial={"opened_on": timezone.localdate()})
    error = None
    if request.method == "POST" and form.is_valid():
        try:
            made = voluntary_open(
                enterprise=enterprise, by=request.user, at=timezone.now(), **form.cleaned_data
            )
        except Refused as refused:
            error = refused
            add_refusal(form, refused)
        else:
            messages.success(request, _("自愿性审核轮次已开启，请报送审核计划。"))
            return redirect("audits:round_detail", made.pk)
    context = {"form": form, "enterprise": enterprise, "error": error}
    status = 422 if form.is_bound else 200
    return TemplateResponse(request, "audits/voluntary_create.html", context, status=status)
