"""Honours are published by a document, only to who meets every criterion, and taken back by a document."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Region, User
from accounts.services.activity import activity_record
from config.common.access import Permission, allowed
from config.common.errors import NotAllowed, Problem, Refused
from config.common.kept import edition_bump
from config.common.versions import guarded_update
from enterprises.rules.orders import WithdrawalTerms, check_withdrawal
from measures.calculations.honours import Ranked
from measures.enums import HonourState
from measures.models import Honour, HonourCriteria, HonourRoll
from measures.selectors.honours import ranking


@dataclass(frozen=True)
class RollTerms:
    """The document that awards: its number, who publishes it, when."""

    document_no: str
    authority: str
    published_on: date


@transaction.atomic
def honour_roll_publish(
    *,
    region: Region,
    criteria: HonourCriteria,
    chosen: Collection[int],
    terms: RollTerms,
    by: User,
    at: datetime,
) -> HonourRoll:
    """Award an honour to the chosen enterprises (ids); refused when one of them fails a criterion today."""
    _check_may(by)
    today = timezone.localtime(at).date()
    _check_terms(terms, chosen, criteria, today)
    rows = {row.candidate.enterprise: row for row in ranking(region, criteria, today)}
    _check_met(rows, chosen)
    number = terms.document_no.strip()
    try:
        with transaction.atomic():
            roll = HonourRoll.objects.create(
                region=region,
                criteria=criteria,
                document_no=number,
                authority=terms.authority.strip(),
                published_on=terms.published_on,
                published_by=by,
                published_at=at,
            )
    except IntegrityError as error:
        raise Refused(_("文号“%(number)s”已被使用，请核对。") % {"number": number}) from error
    Honour.objects.bulk_create(_award(roll, rows[pk]) for pk in sorted(chosen))
    edition_bump()
    told = {"document_no": number, "rows": len(chosen), "kind": criteria.kind}
    activity_record(by=by, at=at, verb="honour_publish", thing=roll, region=region, new=told)
    return roll


def _award(roll: HonourRoll, row: Ranked) -> Honour:
    facts = [{"code": one.code, "value": one.value, "found": one.found} for one in row.findings]
    return Honour(
        roll=roll,
        enterprise_id=row.candidate.enterprise,
        round_id=row.candidate.round,
        rank=row.rank or 0,
        facts={"verified_wan": f"{row.candidate.verified_wan:f}", "findings": facts},
    )


@transaction.atomic
def honour_withdraw(
    *, honour: Honour, terms: WithdrawalTerms, version: int, by: User, at: datetime
) -> Honour:
    """Take an award back; it stays on the roll and says so."""
    _check_may(by)
    if honour.state == HonourState.WITHDRAWN:
        raise Refused(_("这项荣誉已撤销。"))
    check_withdrawal(terms, honour.roll.published_on, timezone.localtime(at).date())
    guarded_update(
        honour,
        version=version,
        state=HonourState.WITHDRAWN,
        withdrawn_on=terms.withdrawn_on,
        withdrawn_document=terms.document_no.strip(),
        withdrawn_reason=terms.reason.strip()[:300],
        withdrawn_by=by,
        withdrawn_at=at,
    )
    edition_bump()
    told = {"document_no": terms.document_no.strip(), "reason": terms.reason.strip()}
    region = honour.enterprise.region
    activity_record(by=by, at=at, verb="honour_withdraw", thing=honour, region=region, new=told)
    return honour


def _check_may(by: User) -> None:
    if not by.is_builtin and not allowed(by, Permission.HONOURS_WRITE):
        raise NotAllowed(_("荣誉由省级主管部门公布和撤销。"))


def _check_terms(terms: RollTerms, chosen: Collection[int], criteria: HonourCriteria, today: date) -> None:
    checks = [
        ("document_no", bool(terms.document_no.strip()), _("请填写文号。")),
        ("authority", bool(terms.authority.strip()), _("请填写发布机关。")),
        ("published_on", terms.published_on <= today, _("公布日期不能晚于今天。")),
        (
            "published_on",
            terms.published_on >= criteria.effective_on,
            _("公布日期不能早于条件的施行日期。"),
        ),
        ("chosen", bool(chosen), _("请先勾选要授予的企业。")),
    ]
    problems = [Problem(code, words) for code, right, words in checks if not right]
    if problems:
        raise Refused(_("没有公布，请按提示改正。"), problems)


def _check_met(rows: dict[int, Ranked], chosen: Collection[int]) -> None:
    """Nobody is honoured against the criteria; there are no exceptions."""
    problems = []
    for pk in sorted(chosen):
        row = rows.get(pk)
        if row is None:
            problems.append(Problem("chosen", _("所选企业近年没有通过验收，不在候选之列。")))
        elif row.failing:
            facts = {"name": row.candidate.name, "n": len(row.failing)}
            problems.append(Problem("chosen", _("“%(name)s”有 %(n)d 项条件不符合，不能授予。") % facts))
    if problems:
        raise Refused(_("所选企业中有不符合条件的，没有公布。"), problems)
