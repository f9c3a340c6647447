"""Annual reports for tests that do not look at their documents."""

from accounts.models import Region, User
from operations.services.attachments import attachment_keep
from reports.calculations.snapshot import snapshot_of
from reports.enums import CreditState
from reports.facts import Period
from reports.models import AnnualReport, CreditSending
from reports.selectors.figures import figures
from reports.selectors.progress import progress
from tests.factories.accounts import now
from tests.factories.audits import today

KINDS = ("json", "pdf", "xlsx")


def make_report(region: Region, by: User, *, year: int = 2026, authority: str = "生态环境局") -> AnnualReport:
    """A finished report on one year of the place: real figures, stand-ins for its files."""
    period = Period.standing(year, year, today())
    found = figures(region, period.since, period.year, period.as_of)
    gone = progress(region, period.since, period.year, period.as_of)
    files = {
        f"{kind}_file": attachment_keep(
            content=f"{authority} {kind}".encode(), name=f"annual.{kind}", kind=kind, by=by, at=now()
        )
        for kind in KINDS
    }
    return AnnualReport.objects.create(
        region=region,
        year=year,
        since=year,
        snapshot=snapshot_of(found, gone, authority=authority, made_on=today()),
        created_by=by,
        created_at=now(),
        finished_at=now(),
        **files,
    )


def make_credit_sending(region: Region, by: User) -> CreditSending:
    """The next finished sending of a place with a stand-in for its file."""
    content = f"{region.name} credit".encode()
    file = attachment_keep(content=content, name="credit.csv", kind="csv", by=by, at=now())
    return CreditSending.objects.create(
        region=region,
        kind="lists",
        number=1,
        state=CreditState.MADE,
        csv_file=file,
        sha256=file.sha256,
        sent_by=by,
        sent_at=now(),
        finished_at=now(),
    )
