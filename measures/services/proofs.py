"""Papers that prove a measure's figures: added by who claims, never changed, taken back until it is verified."""

from dataclasses import dataclass
from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services.activity import activity_record
from config.common.errors import Problem, Refused
from measures import rules
from measures.enums import ProofAbout
from measures.models import BenefitIndicator, Effect, Measure, MeasureProof
from operations.services.attachments import attachment_checked, attachment_write

PROOF_KINDS = ("pdf", "jpeg", "png", "xlsx", "docx")
MOST_PROOFS = 30


@dataclass(frozen=True)
class ProofTerms:
    """What a paper proves, of which indicator (None: of the whole measure), in which words."""

    about: str
    indicator: BenefitIndicator | None = None
    note: str = ""


def measure_proof_add(
    *, measure: Measure, terms: ProofTerms, upload: UploadedFile, by: User, at: datetime
) -> MeasureProof:
    """Add a paper; its file is checked and kept before the transaction, which stays short."""
    _check(measure, terms, by)
    attachment = attachment_checked(upload=upload, kinds=PROOF_KINDS, by=by, at=at)
    with transaction.atomic():
        Measure.objects.select_for_update().get(pk=measure.pk)
        here = MeasureProof.objects.filter(measure=measure)
        if here.filter(
            about=terms.about, indicator=terms.indicator, attachment__sha256=attachment.sha256
        ).exists():
            raise Refused(_("这份文件已经作为同一证明上传过。"))
        if here.count() >= MOST_PROOFS:
            raise Refused(_("每项方案最多 %(most)d 份证明；请先删除不用的。") % {"most": MOST_PROOFS})
        proof = MeasureProof.objects.create(
            measure=measure,
            about=terms.about,
            indicator=terms.indicator,
            attachment=attachment_write(attachment=attachment),
            note=terms.note.strip(),
            added_by=by,
            added_at=at,
        )
        _record("measure_proof_add", proof, by, at)
    return proof


@transaction.atomic
def measure_proof_remove(*, proof: MeasureProof, by: User, at: datetime) -> None:
    """Take a paper back; the trail keeps its name and its hash."""
    rules.check_writes(by, proof.measure.round)
    rules.check_changeable(proof.measure)
    _record("measure_proof_remove", proof, by, at)
    proof.delete()


def _check(measure: Measure, terms: ProofTerms, by: User) -> None:
    rules.check_writes(by, measure.round)
    rules.check_changeable(measure)
    if terms.about not in ProofAbout.values:
        raise Refused(_("请选择这份文件证明什么。"))
    claimed = Effect.objects.filter(measure=measure, indicator=terms.indicator)
    if terms.indicator and not claimed.exists():
        sentence = _("方案没有申报“%(name)s”，请先填报这项效益，或选“整项方案”。") % {
            "name": terms.indicator.words
        }
        raise Refused(_("证明没有保存，请按提示改正。"), [Problem("indicator", sentence)])


def _record(verb: str, proof: MeasureProof, by: User, at: datetime) -> None:
    facts = {
        "about": proof.about,
        "indicator": proof.indicator.code if proof.indicator else "",
        "file": proof.attachment.name,
        "sha256": proof.attachment.sha256,
    }
    old, new = ({}, facts) if verb == "measure_proof_add" else (facts, {})
    region = proof.measure.round.enterprise.region
    activity_record(by=by, at=at, verb=verb, thing=proof, region=region, old=old, new=new)
