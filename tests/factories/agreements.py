"""Voluntary agreements for tests, brought to a state by walking the real services."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

from accounts.models import User
from config.common.access import Role
from enterprises.enums import AgreementState
from enterprises.models import AgreementDelivery, Enterprise, VoluntaryAgreement
from enterprises.rules.agreements import AgreementPaper, AgreementTerms, TargetTerms
from enterprises.services.agreement_deliveries import delivery_check, delivery_report
from enterprises.services.agreements import agreement_create, agreement_move
from operations.services.attachments import attachment_keep
from tests.factories.accounts import make_user, now, system
from tests.factories.audits import today
from tests.factories.enterprises import make_enterprise, make_representative

_numbers = count(1)


def agreement_terms(enterprise: Enterprise, **changes: Any) -> AgreementTerms:
    """Two promises from the January two years ago to the end of the next year."""
    year = today().year
    starts, ends = date(year - 2, 1, 1), date(year + 1, 12, 31)
    values: dict[str, Any] = {
        "bureau": enterprise.region,
        "starts_on": starts,
        "ends_on": ends,
        "pledge": "在达标排放之外进一步削减化学需氧量，节约新鲜水。",
        "incentives": ("funds", "permits"),
        "targets": (
            TargetTerms("化学需氧量", "t/a", Decimal(180), Decimal(120), date(year - 1, 12, 31)),
            TargetTerms("新鲜水用量", "万m³/a", Decimal(50), Decimal("42.5"), ends),
        ),
    }
    return AgreementTerms(**(values | changes))


def make_agreement(
    state: str = AgreementState.SIGNED,
    *,
    enterprise: Enterprise | None = None,
    by: User | None = None,
    document_no: str = "",
    **changes: Any,
) -> VoluntaryAgreement:
    """A draft, or one signed in the January of its first year."""
    plant, who = enterprise or make_enterprise(), by or system()
    terms = agreement_terms(plant, **changes)
    row = agreement_create(enterprise=plant, terms=terms, by=who, at=now())
    if state == AgreementState.DRAFT:
        return row
    number = document_no or f"并环协〔{terms.starts_on.year}〕{next(_numbers)}号"
    on = min(terms.starts_on + timedelta(days=9), today())
    paper = AgreementPaper(number, on)
    return agreement_move(agreement=row, move="sign", version=row.version, paper=paper, by=system(), at=now())


def make_delivery(
    agreement: VoluntaryAgreement,
    *values: str,
    year: int | None = None,
    checked: bool = True,
    by: User | None = None,
    name: str = "监测报告.pdf",
) -> AgreementDelivery:
    """The report on a year (default: the last one), sent by the platform, with a value for each target."""
    rows = AgreementDelivery.objects.select_related("agreement__enterprise__region", "agreement__bureau")
    row = rows.get(agreement=agreement, year=year or today().year - 1)
    who = by or system()
    proof = attachment_keep(content=b"%PDF-1.7 proof", name=name, kind="pdf", by=who, at=now())
    given = dict(zip(agreement.targets.values_list("pk", flat=True), map(Decimal, values), strict=True))
    delivery_report(delivery=row, version=row.version, values=given, proof=proof, by=who, at=now())
    if checked:
        delivery_check(delivery=row, version=row.version, by=system(), at=now())
    return row


def parties(agreement: VoluntaryAgreement) -> tuple[User, User]:
    """The enterprise's person, and an officer of the bureau that signs."""
    return make_representative(agreement.enterprise), make_user(Role.COUNTY, agreement.bureau)
