"""Statements of results: issued once with their facts frozen, withdrawn by a reason, never edited."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from accounts.models import Region, User
from accounts.services.activity import activity_record
from config.common.errors import Refused
from config.common.kept import edition_bump
from config.common.versions import guarded_update
from enterprises.models import Enterprise
from enterprises.rules.registry import check_in_charge
from operations.facts import Telling
from operations.services.notices import people_tell
from reports.calculations.snapshot import sha256_of
from reports.enums import StatementState
from reports.models import ResultStatement
from reports.rules import StatementTerms, check_statement_terms, check_statement_withdrawal
from reports.selectors import statements as reads

_CHECK_SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # none that is taken for another when it is typed from paper
_CHECK_LENGTH = 5


@transaction.atomic
def statement_issue(
    *, enterprise: Enterprise, terms: StatementTerms, facts_read: str, by: User, at: datetime
) -> ResultStatement:
    """State how the enterprise stands today, with what its data say; refused when they are no longer what was read.

    `facts_read`: the SHA-256 of the facts that the officer was shown.
    """
    today = timezone.localtime(at).date()
    check_in_charge(by, enterprise.region)
    check_statement_terms(terms)
    region = by.region or enterprise.region
    Region.objects.select_for_update().get(pk=region.pk)  # two who issue at once get two numbers
    facts = reads.facts_of(by, enterprise, today)
    digest = sha256_of(facts)
    if digest != facts_read:
        raise Refused(_("您打开此页之后这家企业的数据有了变化，没有出具。请核对下面的内容，再出具一次。"))
    values = {
        "purpose": terms.purpose,
        "addressee": terms.addressee.strip(),
        "file_no": terms.file_no.strip(),
        "as_of": today,
        "sha256": digest,
    }
    _check_new(enterprise, values)
    statement = ResultStatement.objects.create(
        enterprise=enterprise,
        region=region,
        name=enterprise.name,
        facts=facts,
        issued_by=by,
        issued_at=at,
        **values,
        **_numbered(region, today.year),
    )
    _record(statement, "statement_issue", ("number", "purpose", "addressee", "sha256"), by, at)
    words = _("%(authority)s就%(name)s出具了审核情况说明%(number)s。")
    _tell(statement, words, "issued", at)
    edition_bump()
    return statement


@transaction.atomic
def statement_withdraw(
    *, statement: ResultStatement, reason: str, version: int, by: User, at: datetime
) -> ResultStatement:
    """Take a statement back; it stays, its paper and the public check say so."""
    check_in_charge(by, statement.enterprise.region)
    check_statement_withdrawal(statement, reason, by)
    guarded_update(
        statement,
        version=version,
        state=StatementState.WITHDRAWN,
        withdrawn_reason=reason.strip(),
        withdrawn_by=by,
        withdrawn_at=at,
    )
    _record(statement, "statement_withdraw", ("number", "withdrawn_reason"), by, at)
    _tell(statement, _("%(authority)s撤回了就%(name)s出具的审核情况说明%(number)s。"), "withdrawn", at)
    edition_bump()
    return statement


def _record(statement: ResultStatement, verb: str, names: Sequence[str], by: User, at: datetime) -> None:
    told = {name: getattr(statement, name) for name in names}
    activity_record(by=by, at=at, verb=verb, thing=statement, region=statement.enterprise.region, new=told)


def _check_new(enterprise: Enterprise, values: dict[str, Any]) -> None:
    """The same to the same office on the same day is one statement: a second click makes no second number."""
    known = reads.same_statement(enterprise, **values)
    if known is not None:
        words = _("今天已就同一用途向“%(who)s”出具过内容相同的说明（%(number)s），没有重复出具。")
        raise Refused(words % {"who": known.addressee, "number": known.number})


def _numbered(region: Region, year: int) -> dict[str, Any]:
    """The next number of the authority's year, with signs nobody can guess: only who holds the paper can ask for it."""
    sequence = reads.last_sequence(region, year) + 1
    keyed = salted_hmac("reports.statement", f"{year} {region.code} {sequence}", algorithm="sha256").digest()
    check = "".join(_CHECK_SIGNS[byte % len(_CHECK_SIGNS)] for byte in keyed[:_CHECK_LENGTH])
    return {
        "year": year,
        "sequence": sequence,
        "number": f"QS{year}-{region.code}-{sequence:04d}-{check}",
    }


def _tell(statement: ResultStatement, words: str, mark: str, at: datetime) -> None:
    facts = {"authority": statement.region.bureau_name, "name": statement.name, "number": statement.number}
    telling = Telling(
        rule="statement_told",
        case_kind="reports.statement",
        case_id=statement.pk,
        mark=mark,
        text=words % facts,
        href=reverse("reports:statement_detail", args=[statement.pk]),
    )
    people_tell(telling=telling, people=reads.people_to_tell(statement.enterprise), at=at)
