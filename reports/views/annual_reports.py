"""Annual reports: list, ask for one, look at it, fetch its files."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone

from config.common.access import Permission, needs
from config.common.errors import Refused
from config.common.forms import add_refusal
from config.common.http import list_answer, page_or_part
from config.common.tables import table_page
from operations.presenters import job_bar
from operations.services.attachments import attachment_read
from reports.documents.formats import FORMATS
from reports.forms import AnnualReportForm
from reports.presenters.annual_reports import report_context, report_files
from reports.selectors import reports as reads
from reports.services.annual_reports import report_request, report_title
from reports.tables import REPORTS


@needs(Permission.REPORTS_READ)
def annual_report_list(request: HttpRequest) -> HttpResponse:
    return list_answer(request, "reports/annual_report_list.html", {"list": table_page(request, REPORTS)})


@needs(Permission.REPORTS_MAKE)
def annual_report_create(request: HttpRequest) -> HttpResponse:
    at = timezone.now()
    this_year = timezone.localtime(at).year
    choices = {"regions": reads.regions_for(request.user), "this_year": this_year}
    first = {"region": request.GET.get("region") or request.user.region_id, "year": request.GET.get("year")}
    form = AnnualReportForm(request.POST or None, initial=first, **choices)
    if request.method == "POST" and form.is_valid():
        wanted = form.cleaned_data
        since = wanted["since"] or wanted["year"]
        try:
            report = report_request(
                region=wanted["region"], year=wanted["year"], since=since, by=request.user, at=at
            )
        except Refused as error:
            add_refusal(form, error)
        else:
            return redirect("reports:annual_report_detail", pk=report.pk)
    status = 422 if form.errors else 200
    return TemplateResponse(request, "reports/annual_report_create.html", {"form": form}, status=status)


@needs(Permission.REPORTS_READ)
def annual_report_detail(request: HttpRequest, pk: int) -> HttpResponse:
    report = get_object_or_404(reads.report_for(request.user, pk))
    context = {
        "report": report,
        "title": report_title(report.region.name, report.since, report.year),
        "files": report_files(report),
        "job": job_bar(report.job, request.user) if report.job and not report.finished_at else None,
        **(report_context(report) if report.finished_at else {}),
    }
    return page_or_part(request, "reports/annual_report_detail.html", context, part="making")


@needs(Permission.REPORTS_READ)
def annual_report_download(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """A finished file, checked against its SHA-256, as a download."""
    report = get_object_or_404(reads.reports_for(request.user), pk=pk, finished_at__isnull=False)
    form = FORMATS.get(kind)
    if form is None:
        raise Http404
    attachment = getattr(report, f"{form.kind}_file")
    return HttpResponse(
        attachment_read(attachment),
        content_type=form.content_type,
        headers={"Content-Disposition": f'attachment; filename="{attachment.name}"'},
    )
