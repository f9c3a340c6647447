"""Applications: files tied to what they prove, asked for when whole, accepted or returned with reasons."""

from datetime import date, datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services.activity import activity_record
from audits import rules
from audits.enums import REQUIRED, Requirement, ReviewKind, RoundState
from audits.models import Review, ReviewMaterial, Round
from audits.selectors.applications import application_problems, applied_again, returned_application
from audits.selectors.sheets import sheet_in_force
from audits.services.moves import round_move
from audits.services.review_moves import review_step
from config.common.errors import Refused
from operations.services.attachments import attachment_store

FILE_KINDS = ("pdf", "jpeg", "png", "xlsx", "docx")
_OPEN = {
    ReviewKind.EVALUATION: (RoundState.REPORTED, RoundState.EVALUATION_SUPPLEMENT),
    ReviewKind.ACCEPTANCE: (RoundState.CONTINUATION_APPROVED, RoundState.ACCEPTANCE_RECTIFY),
}


def material_add(
    *, round_: Round, kind: str, requirement: str, upload: UploadedFile, by: User, at: datetime
) -> ReviewMaterial:
    """Keep a file with the requirement it proves, before the application is made."""
    rules.check_plant(round_, by)
    check_application_open(round_, kind)
    if requirement not in REQUIRED[ReviewKind(kind)]:
        raise Refused(_("申请%(kind)s不需要这一项材料。") % {"kind": ReviewKind(kind).label})
    kept = attachment_store(upload=upload, kinds=FILE_KINDS, by=by, at=at)
    with transaction.atomic():
        material = ReviewMaterial.objects.create(
            round=round_, kind=kind, requirement=requirement, attachment=kept
        )
        _record(material, "review_material_add", by, at)
    return material


@transaction.atomic
def material_remove(*, material: ReviewMaterial, by: User, at: datetime) -> None:
    """Take a file back that no application carries yet; the trail keeps its hash."""
    rules.check_plant(material.round, by)
    if material.review_id:
        raise Refused(_("这份材料已随申请报送，不能移除；需要更换的，请补充新的一份。"))
    _record(material, "review_material_remove", by, at)
    material.delete()


def check_application_open(round_: Round, kind: str) -> None:
    """Files are added while an application may be made."""
    if round_.state not in _OPEN[ReviewKind(kind)]:
        facts = {"state": RoundState(round_.state).label, "kind": ReviewKind(kind).label}
        raise Refused(_("本轮现处于“%(state)s”，不能准备%(kind)s的申请材料。") % facts)


@transaction.atomic
def review_apply(*, round_: Round, kind: str, by: User, at: datetime, on: date) -> Review:
    """Ask for the evaluation or the acceptance; the first try is attempt 1, one sent back is the same try again.

    The plant's application must be whole; an officer who enters one made on paper answers for it.
    """
    round_move(round_=round_, move=f"{ReviewKind(kind)}_apply", by=by, at=at, on=on)
    problems = [] if by.is_officer or by.is_builtin else application_problems(round_, kind)
    if problems:
        sentence = _("申请材料还缺 %(n)d 项，不能申请%(kind)s。")
        raise Refused(sentence % {"n": len(problems), "kind": ReviewKind(kind).label}, problems)
    review = returned_application(round_, kind)
    if review is not None:
        review.round = round_
        review_step(
            review=review, move="apply_again", by=by, at=at, changes={"applied_on": on, "return_reason": ""}
        )
    else:
        review = _create(round_, kind, by, at, on)
    ReviewMaterial.objects.filter(round=round_, kind=kind, review__isnull=True).update(review=review)
    return review


def _create(round_: Round, kind: str, by: User, at: datetime, on: date) -> Review:
    attempt = Review.objects.filter(round=round_, kind=kind).count() + 1
    review = Review.objects.create(
        round=round_,
        kind=kind,
        attempt=attempt,
        sheet=sheet_in_force(kind, on),
        applied_on=on,
        level_before=round_.level_before,
        level_after=round_.level_after,
        created_at=at,
    )
    new = {"kind": kind, "attempt": attempt}
    region = round_.enterprise.region
    activity_record(by=by, at=at, verb="review_apply", thing=review, region=region, new=new)
    return review


@transaction.atomic
def review_accept(*, review: Review, version: int, by: User, at: datetime) -> Review:
    """Take the application; from now on its panel is drawn."""
    return review_step(review=review, move="accept", version=version, by=by, at=at)


@transaction.atomic
def review_return(*, review: Review, version: int, reason: str, by: User, at: datetime) -> Review:
    """Send an application back with reasons; it counts as no try, the round stands where it was before it."""
    on = timezone.localtime(at).date()
    review_step(
        review=review,
        move="return",
        version=version,
        reason=reason,
        by=by,
        at=at,
        changes={"return_reason": reason.strip()[:500]},
    )
    move = f"{review.kind}_return_again" if applied_again(review) else f"{review.kind}_return"
    round_move(round_=review.round, move=move, by=by, at=at, on=on, reason=reason.strip()[:500])
    return review


def _record(material: ReviewMaterial, verb: str, by: User, at: datetime) -> None:
    kept = material.attachment
    told = {"requirement": Requirement(material.requirement).value, "name": kept.name, "sha256": kept.sha256}
    region = material.round.enterprise.region
    activity_record(by=by, at=at, verb=verb, thing=material, region=region, new=told)
