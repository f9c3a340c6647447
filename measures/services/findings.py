"""What a visit found wanting: answered with proof by the enterprise, closed or returned by the bureau."""

from collections.abc import Sequence
from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services.activity import activity_record
from config.common.errors import Refused
from config.common.lifecycles import Move
from config.common.versions import guarded_update
from enterprises.models import OrderDraft
from enterprises.services.order_drafts import DraftTerms, order_draft_begin
from measures import rules
from measures.models import Finding, FindingMove, FindingProof
from operations.services.attachments import attachment_checked, attachment_write

PROOF_KINDS = ("pdf", "jpeg", "png", "docx")
MOST_PROOFS = 6
_DEEDS = {"answer": "finding_answer", "return": "finding_return", "close": "finding_close"}


def finding_answer(
    *,
    finding: Finding,
    version: int,
    answer: str,
    proofs: Sequence[UploadedFile],
    by: User,
    at: datetime,
) -> Finding:
    """The enterprise says what it mended and shows it; at least one paper or photograph."""
    move = rules.check_finding_move(finding, "answer", by, answer)
    if not 1 <= len(proofs) <= MOST_PROOFS:
        raise Refused(_("请附 1 至 %(most)d 份整改证明（照片或文件）。") % {"most": MOST_PROOFS})
    kept = [attachment_checked(upload=one, kinds=PROOF_KINDS, by=by, at=at) for one in proofs]
    with transaction.atomic():
        changes = {"answer": answer.strip(), "return_reason": ""}
        guarded_update(finding, version=version, state=move.to_state, **changes)
        for attachment in kept:
            attachment_write(attachment=attachment)
        FindingProof.objects.bulk_create(FindingProof(finding=finding, attachment=one) for one in kept)
        _moved(finding, move, answer, by, at)
    return finding


@transaction.atomic
def finding_decide(
    *, finding: Finding, version: int, decision: str, reason: str, by: User, at: datetime
) -> Finding:
    """The bureau closes an answered finding, or returns it with what is still missing."""
    move = rules.check_finding_move(finding, decision, by, reason)
    if decision == "close":
        changes = {"closed_on": timezone.localtime(at).date()}
        guarded_update(finding, version=version, state=move.to_state, **changes)
    else:
        guarded_update(finding, version=version, state=move.to_state, return_reason=reason.strip())
    _moved(finding, move, reason, by, at)
    return finding


@transaction.atomic
def finding_order_draft(*, finding: Finding, by: User, at: datetime) -> OrderDraft:
    """Begin a correction order about a finding that is not closed; its officer completes and issues it."""
    rules.check_officer_of(by, finding.round)
    if finding.closed_on:
        raise Refused(_("这个问题已销号，不能再据以下达责令改正。"))
    about = f"{finding.measure}：" if finding.measure else ""
    day = timezone.localtime(finding.visit.started_at).date()
    text = _("%(day)s现场核查发现：%(about)s%(text)s。请于 %(due)s 前改正，并报送证明材料。") % {
        "day": day,
        "about": about,
        "text": finding.text.rstrip("。"),
        "due": finding.due_on,
    }
    terms = DraftTerms(listing=finding.round.listing, due_on=finding.due_on, text=text)
    draft = order_draft_begin(enterprise=finding.round.enterprise, terms=terms, by=by, at=at)
    guarded_update(finding, order_asked_at=at)
    _tell(finding, "finding_order_draft", {"text": finding.text}, by, at)
    return draft


def _moved(finding: Finding, move: Move, words: str, by: User, at: datetime) -> None:
    FindingMove.objects.create(
        finding=finding,
        from_state=move.from_states[0],
        to_state=move.to_state,
        words=words.strip(),
        by=by,
        at=at,
    )
    _tell(finding, _DEEDS[move.name], {"state": move.to_state, "words": words.strip()[:200]}, by, at)


def _tell(finding: Finding, verb: str, told: dict[str, str], by: User, at: datetime) -> None:
    region = finding.round.enterprise.region
    activity_record(by=by, at=at, verb=verb, thing=finding, region=region, new=told)
