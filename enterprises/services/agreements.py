"""Voluntary agreements: drafted by either party, signed by the bureau, closed by a document."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services.activity import activity_record
from config.common.errors import Problem, Refused
from config.common.kept import edition_bump
from config.common.lifecycles import Move
from config.common.versions import guarded_update
from enterprises.enums import AgreementState
from enterprises.gates.agreement_delivery import delivery_problems, missing_problems
from enterprises.lifecycle import AGREEMENT
from enterprises.models import AgreementDelivery, AgreementTarget, Enterprise, VoluntaryAgreement
from enterprises.rules.agreements import (
    AgreementPaper,
    AgreementTerms,
    TargetTerms,
    check_draft,
    check_move,
    check_party,
    check_terms,
    paper_problems,
    report_due_on,
    signing_problems,
)
from enterprises.selectors.agreements import acts_for, audit_owed_until, plant_people, target_facts
from operations.facts import Telling
from operations.services.notices import people_tell


@transaction.atomic
def agreement_create(
    *, enterprise: Enterprise, terms: AgreementTerms, by: User, at: datetime
) -> VoluntaryAgreement:
    """Begin an agreement: what the enterprise offers, or what the bureau proposes to it."""
    check_party(by, enterprise, represents=acts_for(by, enterprise))
    check_terms(terms, enterprise)
    agreement = VoluntaryAgreement.objects.create(
        enterprise=enterprise, created_by=by, created_at=at, moved_by=by, moved_at=at, **_columns(terms)
    )
    _targets_write(agreement, terms.targets)
    _record(agreement, "agreement_create", by, at, new=_told(terms))
    return agreement


@transaction.atomic
def agreement_edit(
    *, agreement: VoluntaryAgreement, version: int, terms: AgreementTerms, by: User, at: datetime
) -> VoluntaryAgreement:
    """Change a draft; its targets are replaced as a whole."""
    check_party(by, agreement.enterprise, represents=acts_for(by, agreement.enterprise))
    check_draft(agreement)
    check_terms(terms, agreement.enterprise)
    guarded_update(agreement, version=version, **_columns(terms))
    agreement.targets.all().delete()
    _targets_write(agreement, terms.targets)
    _record(agreement, "agreement_edit", by, at, new=_told(terms))
    return agreement


@transaction.atomic
def agreement_move(
    *,
    agreement: VoluntaryAgreement,
    move: str,
    version: int,
    paper: AgreementPaper,
    by: User,
    at: datetime,
) -> VoluntaryAgreement:
    """Bring an agreement along one move of the table, by the document that does so."""
    step = AGREEMENT.move(move)
    if step is None:
        raise Refused(_("没有“%(move)s”这个办理事项。") % {"move": move})
    check_party(by, agreement.enterprise, represents=acts_for(by, agreement.enterprise))
    check_move(agreement, step, paper, by)
    problems = _move_problems(agreement, step, paper, timezone.localtime(at).date())
    if problems:
        raise Refused(_("不能“%(move)s”，请先处理下列问题。") % {"move": step.label}, problems)
    before = agreement.state
    moved = {"state": step.to_state, "moved_by": by, "moved_at": at}
    number = paper.document_no.strip()
    try:
        with transaction.atomic():
            guarded_update(agreement, version=version, **moved, **_by_document(step, paper))
    except IntegrityError as error:
        raise Refused(_("协议编号“%(number)s”已被使用，请核对。") % {"number": number}) from error
    if step.to_state == AgreementState.SIGNED:
        _deliveries_open(agreement)
    told = {"state": step.to_state, "document_no": number, "on": paper.on}
    _record(agreement, "agreement_move", by, at, old={"state": before}, new=told, note=paper.reason.strip())
    if step.sets:
        edition_bump()
        _tell(agreement, step, at)
    return agreement


def _move_problems(
    agreement: VoluntaryAgreement, step: Move, paper: AgreementPaper, today: date
) -> list[Problem]:
    """By document or not, signed by whom the law lets sign, closed by what the reports say."""
    if not step.sets:
        return []
    problems = paper_problems(agreement, paper, today)
    if step.name == "sign":
        problems += signing_problems(agreement, paper, audit_owed_until(agreement.enterprise))
    if step.name == "deliver":
        problems += delivery_problems(target_facts(agreement))
    if step.name == "miss":
        problems += missing_problems(target_facts(agreement), today)
    return problems


def _by_document(step: Move, paper: AgreementPaper) -> dict[str, Any]:
    number = paper.document_no.strip()
    if step.sets == "signed_on":
        return {"document_no": number, "signed_on": paper.on}
    if step.sets == "closed_on":
        reason = paper.reason.strip()[:300]
        return {"closed_document_no": number, "closed_on": paper.on, "closed_reason": reason}
    return {}


def _deliveries_open(agreement: VoluntaryAgreement) -> None:
    """From now on a report is owed on every year of the period."""
    years = range(agreement.starts_on.year, agreement.ends_on.year + 1)
    AgreementDelivery.objects.bulk_create(
        AgreementDelivery(agreement=agreement, year=year, due_on=report_due_on(year)) for year in years
    )


def _targets_write(agreement: VoluntaryAgreement, targets: Sequence[TargetTerms]) -> None:
    AgreementTarget.objects.bulk_create(
        AgreementTarget(
            agreement=agreement,
            number=number,
            name=one.name.strip(),
            unit=one.unit.strip(),
            baseline=one.baseline,
            target=one.target,
            due_on=one.due_on,
        )
        for number, one in enumerate(targets, start=1)
    )


def _columns(terms: AgreementTerms) -> dict[str, Any]:
    return {
        "bureau": terms.bureau,
        "starts_on": terms.starts_on,
        "ends_on": terms.ends_on,
        "pledge": terms.pledge.strip(),
        "incentives": list(terms.incentives),
        "incentive_note": terms.incentive_note.strip(),
    }


def _told(terms: AgreementTerms) -> dict[str, Any]:
    return {
        "ends_on": terms.ends_on,
        "targets": [f"{one.name} {one.target} {one.unit}" for one in terms.targets],
    }


def _tell(agreement: VoluntaryAgreement, step: Move, at: datetime) -> None:
    facts = {"name": agreement.enterprise.name, "number": agreement.document_no, "move": step.label}
    telling = Telling(
        rule="agreement_moved",
        case_kind="enterprises.agreement",
        case_id=agreement.pk,
        mark=str(agreement.version),
        text=_("%(name)s：自愿协议（%(number)s）%(move)s。") % facts,
        href=reverse("enterprises:agreement_detail", args=[agreement.pk]),
    )
    people_tell(telling=telling, people=plant_people(agreement.enterprise_id), at=at)


def _record(agreement: VoluntaryAgreement, verb: str, by: User, at: datetime, **told: Any) -> None:
    activity_record(by=by, at=at, verb=verb, thing=agreement, region=agreement.enterprise.region, **told)
