"""Making a report inside a test, through the same job as everywhere."""

from accounts.models import User
from operations.models import Job
from operations.runner import run_job
from reports.models import AnnualReport
from reports.services.annual_reports import report_request
from tests.factories.accounts import now
from tests.integration.reports import world


def asked_for(by: User, code: str = world.SHANXI, *, year: int = 2010, since: int = 2009) -> AnnualReport:
    return report_request(region=world.region(code), year=year, since=since, by=by, at=now(), dispatch=False)


def made(by: User, code: str = world.SHANXI, *, year: int = 2010, since: int = 2009) -> AnnualReport:
    """A finished report."""
    report = asked_for(by, code, year=year, since=since)
    job = run(report)
    assert job.state == "done", job.reason
    report.refresh_from_db()
    return report


def run(report: AnnualReport) -> Job:
    assert report.job_id is not None
    job = run_job(report.job_id)
    assert job is not None
    return job
