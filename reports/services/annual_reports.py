"""The annual report as a row: asked for beside its job, finished once with its files and its hash."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Region, User
from accounts.services.activity import activity_record
from config.common.errors import Refused
from operations.models import JobState
from operations.runner import JobHandle
from operations.services.attachments import attachment_keep
from operations.services.jobs import job_enqueue
from reports.calculations.snapshot import Snapshot, sha256_of
from reports.models import AnnualReport
from reports.rules import check_report_region, check_report_years
from reports.selectors.reports import has_anything

TASK = "reports.tasks.make_annual_report"


def report_check(*, region: Region, year: int, since: int, by: User, at: datetime) -> None:
    """Refused, with the sentence, where no such report can be made."""
    check_report_region(by, region)
    check_report_years(since, year, timezone.localtime(at).year)
    _check_anything(region, year)


@transaction.atomic
def report_request(
    *, region: Region, year: int, since: int, by: User, at: datetime, dispatch: bool = True
) -> AnnualReport:
    """Ask for a report: its row and its job in one transaction. One that is being made is given again."""
    report_check(region=region, year=year, since=since, by=by, at=at)
    Region.objects.select_for_update().get(pk=region.pk)  # two clicks at once make one report
    pending = AnnualReport.objects.filter(
        region=region,
        year=year,
        since=since,
        created_by=by,
        finished_at__isnull=True,
        job__state__in=[JobState.QUEUED, JobState.RUNNING],
    )
    if dispatch and (report := pending.first()):
        return report
    report = AnnualReport.objects.create(region=region, year=year, since=since, created_by=by, created_at=at)
    report.job = job_enqueue(
        task=TASK,
        title=report_title(region.name, since, year),
        by=by,
        at=at,
        dedupe_key=job_key(report),
        dispatch=dispatch,
        report_id=report.pk,
    )
    report.save(update_fields=["job"])
    return report


def job_key(report: AnnualReport) -> str:
    return f"annual_report:{report.pk}"


def report_title(place: str, since: int, year: int) -> str:
    """山西省2003—2010年强制性清洁生产审核年度报告"""
    years = str(year) if since == year else f"{since}—{year}"
    return _("%(place)s%(years)s年清洁生产审核工作报告") % {"place": place, "years": years}


@dataclass(frozen=True)
class ReportFile:
    """One finished document of a report: its kind and its bytes, already stored under their hash."""

    name: str
    kind: str
    content: bytes


@transaction.atomic
def report_finish(
    *, report: AnnualReport, snapshot: Snapshot, files: Mapping[str, ReportFile], job: JobHandle, at: datetime
) -> AnnualReport:
    """Freeze the figures and tie the files to them, all at once; the second of two attempts changes nothing."""
    job.fence()
    if AnnualReport.objects.filter(pk=report.pk, finished_at__isnull=False).exists():
        return AnnualReport.objects.get(pk=report.pk)
    kept = {
        f"{kind}_file": attachment_keep(
            content=file.content, name=file.name, kind=file.kind, by=job.by, at=at
        )
        for kind, file in files.items()
    }
    digest = sha256_of(snapshot)
    AnnualReport.objects.filter(pk=report.pk).update(snapshot=snapshot, sha256=digest, finished_at=at, **kept)
    report.refresh_from_db()
    activity_record(
        by=job.by, at=at, verb="report_make", thing=report, region=report.region, new={"sha256": digest}
    )
    return report


def _check_anything(region: Region, year: int) -> None:
    if not has_anything(region, year):
        raise Refused(
            _(
                "%(name)s到%(year)s年底还没有公布过名单，也没有开展过审核，没有可编入报告的数字。"
                "请先在“强制性审核名单”中导入或起草名单并公布，或改选别的区域、年度。"
            )
            % {"name": region.name, "year": year}
        )
