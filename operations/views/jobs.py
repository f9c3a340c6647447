"""Pages of jobs."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from config.common.access import Permission, needs
from config.common.http import list_answer, page_or_part
from config.common.tables import table_page
from operations import selectors
from operations.presenters import job_row
from operations.services import jobs
from operations.tables import JOBS


@needs(Permission.JOBS_READ)
def job_list(request: HttpRequest) -> HttpResponse:
    return list_answer(request, "operations/job_list.html", {"list": table_page(request, JOBS)})


@needs(Permission.JOBS_READ)
def job_detail(request: HttpRequest, pk: int) -> HttpResponse:
    job = get_object_or_404(selectors.jobs_for(request.user), pk=pk)
    context = {"job": job_row(job, request.user)}
    return page_or_part(request, "operations/job_detail.html", context, part="bar")


@needs(Permission.JOBS_READ)
@require_POST
def job_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    job = get_object_or_404(selectors.jobs_for(request.user), pk=pk, created_by=request.user)
    jobs.job_cancel(job=job, by=request.user, at=timezone.now())
    return redirect("operations:job_detail", pk=pk)


@needs(Permission.JOBS_READ)
@require_POST
def job_retry(request: HttpRequest, pk: int) -> HttpResponse:
    job = get_object_or_404(selectors.jobs_for(request.user), pk=pk, created_by=request.user)
    jobs.job_retry(job=job, by=request.user, at=timezone.now())
    return redirect("operations:job_detail", pk=pk)
