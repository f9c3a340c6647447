"""Annual reports, sendings and statements for tests."""

from typing import Any

from accounts.models import Region, User
from config.common.access import Role
from enterprises.models import Enterprise
from operations.services.attachments import attachment_keep
from reports.calculations.snapshot import sha256_of, snapshot_of
from reports.enums import CreditState
from reports.facts import Period
from reports.models import AnnualReport, CreditSending, ResultStatement
from reports.rules import StatementTerms
from reports.selectors.figures import figures
from reports.selectors.progress import progress
from reports.selectors.statements import facts_of
from reports.services.statements import statement_issue
from tests.factories.accounts import make_user, now
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


def make_statement(enterprise: Enterprise, by: User | None = None, **terms: Any) -> ResultStatement:
    """A statement for a permit, issued by the officer of the enterprise's city or by another."""
    by = by or make_user(Role.CITY)
    values = {"purpose": "permit", "addressee": "太原市行政审批服务管理局", "file_no": "91140100P001"} | terms
    return statement_issue(
        enterprise=enterprise,
        terms=StatementTerms(**values),
        facts_read=sha256_of(facts_of(by, enterprise, today())),
        by=by,
        at=now(),
    )
