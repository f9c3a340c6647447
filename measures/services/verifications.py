"""On site: who is sent, and what was found of each measure."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypedDict, Unpack

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services.activity import activity_record
from audits.models import Round
from config.common.errors import Problem, Refused
from config.common.versions import guarded_update
from measures import rules
from measures.enums import STANDING, MeasureState, Verdict
from measures.facts import PhotoFacts
from measures.lifecycle import move_by_verdict
from measures.models import Effect, Measure, Reading, Verification, VerificationPhoto, VerifierAssignment
from measures.selectors.ties import ties_of
from measures.services.measures import measure_go
from measures.services.photo_facts import photo_facts
from operations.models import Attachment
from operations.services.attachments import attachment_store

PHOTO_KINDS = ("jpeg", "png")
MOST_PHOTOS = 12
Photo = tuple[Attachment, PhotoFacts]


@transaction.atomic
def verifier_assign(
    *, round_: Round, verifier: User, visit_on: date, by: User, at: datetime, note: str = ""
) -> VerifierAssignment:
    """The bureau sends a verifier to a round's site; refused when the person is tied to enterprise or agency."""
    rules.check_officer_of(by, round_)
    rules.check_is_verifier(verifier)
    rules.check_independent(ties_of(verifier, round_))
    if visit_on < timezone.localtime(at).date():
        raise Refused(_("核查日期不能早于今天。"))
    if VerifierAssignment.objects.filter(
        round=round_, verifier=verifier, visit_on=visit_on, done_on__isnull=True
    ).exists():
        raise Refused(_("已指派“%(name)s”在这一天核查本轮，无需重复指派。") % {"name": verifier.name})
    assignment = VerifierAssignment.objects.create(
        round=round_, verifier=verifier, visit_on=visit_on, note=note, assigned_by=by, assigned_at=at
    )
    activity_record(
        by=by,
        at=at,
        verb="verifier_assign",
        thing=assignment,
        region=round_.enterprise.region,
        new={"verifier": verifier.name, "visit_on": str(visit_on), "enterprise": round_.enterprise.name},
    )
    return assignment


class Seen(TypedDict, total=False):
    """What a visit may bring home besides words: the benefit read (万元/a), readings, photographs.

    `readings`: mappings of `indicator` (row or code) and `value`, per year in the indicator's unit.
    """

    benefit_read_wan: Decimal | None
    readings: Sequence[Mapping[str, Any]]
    photos: Sequence[UploadedFile]


def verification_record(
    *,
    assignment: VerifierAssignment,
    measure: Measure,
    visited_on: date,
    found: str,
    verdict: str,
    by: User,
    at: datetime,
    **seen: Unpack[Seen],
) -> Verification:
    """What the assigned verifier found of one measure; readings replace the claims in every figure.

    STANDS makes the measure VERIFIED; PARTLY leaves it IMPLEMENTED with the readings; ABSENT brings it
    back to IN_PROGRESS without implementation date and without achieved figures.
    Photographs are checked and stored before the transaction, which stays short.
    """
    _check_record(assignment, measure, by, visited_on, at)
    benefit, photos = seen.get("benefit_read_wan"), seen.get("photos", ())
    values = checked_readings(measure, verdict, benefit, seen.get("readings", ()))
    if len(photos) > MOST_PHOTOS:
        raise Refused(_("每项方案最多 %(most)d 张照片。") % {"most": MOST_PHOTOS})
    if not found.strip():
        raise Refused(_("请写明现场情况。"))
    verification = Verification(
        assignment=assignment,
        measure=measure,
        visited_on=visited_on,
        found=found.strip(),
        verdict=Verdict(verdict),
        benefit_read_wan=benefit,
        recorded_by=by,
        recorded_at=at,
    )
    return _write_with_photos(verification, values, photos)


def _write_with_photos(
    verification: Verification, values: list[tuple[Effect, Decimal]], photos: Sequence[UploadedFile]
) -> Verification:
    """Photographs first, then the record; when either is refused, the photographs go as well."""
    stored: list[Photo] = []
    by, at = verification.recorded_by, verification.recorded_at
    try:
        for photo in photos:
            facts = photo_facts(photo)
            stored.append((attachment_store(upload=photo, kinds=PHOTO_KINDS, by=by, at=at), facts))
        with transaction.atomic():
            return verification_write(verification, values, stored)
    except Refused:
        Attachment.objects.filter(pk__in=[attachment.pk for attachment, _facts in stored]).delete()
        raise


def check_not_own_claim(measure: Measure, verifier: User) -> None:
    """Refused when the person wrote the measure or reported it done."""
    reported = measure.moves.filter(from_state=MeasureState.IN_PROGRESS, to_state=MeasureState.IMPLEMENTED)
    rules.check_not_claimant(verifier, [measure.created_by_id, *reported.values_list("by_id", flat=True)])


def _check_record(
    assignment: VerifierAssignment, measure: Measure, by: User, visited_on: date, at: datetime
) -> None:
    rules.check_assigned(by, assignment)
    rules.check_independent(ties_of(by, assignment.round))
    check_not_own_claim(measure, by)
    rules.check_visit(measure, assignment, visited_on, timezone.localtime(at).date())
    if Verification.objects.filter(assignment=assignment, measure=measure).exists():
        raise Refused(_("本次核查已登记过这项方案；如有变化，请由主管部门另派一次核查。"))


def checked_readings(
    measure: Measure, verdict: str, benefit: Decimal | None, readings: Sequence[Mapping[str, Any]]
) -> list[tuple[Effect, Decimal]]:
    """Readings by effect; refused where nothing was claimed, above the baseline, or against the verdict."""
    if verdict not in Verdict.values:
        raise Refused(_("请选择核查结论。"))
    if verdict == Verdict.ABSENT and (readings or benefit):
        raise Refused(_("未见实施的方案没有读数，请清空读数和核实效益后再提交。"))
    if verdict == Verdict.PARTLY and not readings and benefit is None:
        raise Refused(_("部分属实的方案，请至少填写一项读数或核实效益。"))
    claimed = {effect.indicator.code: effect for effect in measure.effects.select_related("indicator")}
    values: list[tuple[Effect, Decimal]] = []
    problems: list[Problem] = []
    for reading in readings:
        code = getattr(reading["indicator"], "code", reading["indicator"])
        if code not in claimed or code in {effect.indicator.code for effect, _value in values}:
            problems.append(
                Problem("reading", _("“%(code)s”不是这项方案申报的效益，或填了两次。") % {"code": code})
            )
            continue
        values.append((claimed[code], Decimal(str(reading["value"]))))
    rules.check_amounts(
        [(_("核实经济效益"), benefit, True), *((e.indicator.words, value, False) for e, value in values)]
    )
    problems += [_above(effect, value) for effect, value in values if _is_above(effect, value)]
    if problems:
        raise Refused(_("读数没有保存，请按提示改正。"), problems)
    return values


def _is_above(effect: Effect, value: Decimal) -> bool:
    return effect.baseline is not None and value > effect.baseline


def _above(effect: Effect, value: Decimal) -> Problem:
    words = {
        "name": effect.indicator.words,
        "value": value,
        "unit": effect.indicator.unit_words,
        "base": effect.baseline,
    }
    return Problem("reading", _("%(name)s 读数 %(value)s %(unit)s 超过基准值 %(base)s %(unit)s。") % words)


def verification_write(
    verification: Verification, values: list[tuple[Effect, Decimal]], stored: Sequence[Photo] = ()
) -> Verification:
    """The verification with readings and photographs, and what it changes: figures, state, the visit.

    The caller has checked it and stands in a transaction.
    """
    _change_measure(verification)
    verification.save()
    Reading.objects.bulk_create(
        Reading(verification=verification, indicator=effect.indicator, value=value)
        for effect, value in values
    )
    for effect, value in values:
        Effect.objects.filter(pk=effect.pk).update(verified=value)
    VerificationPhoto.objects.bulk_create(
        VerificationPhoto(verification=verification, attachment=attachment, **vars(facts))
        for attachment, facts in stored
    )
    close_when_complete(verification)
    activity_record(
        by=verification.recorded_by,
        at=verification.recorded_at,
        verb="verification_record",
        thing=verification,
        region=verification.measure.round.enterprise.region,
        new={
            "measure": str(verification.measure),
            "verdict": verification.verdict,
            "visited_on": str(verification.visited_on),
            "readings": {effect.indicator.code: str(value) for effect, value in values},
            "photos": len(stored),
        },
    )
    return verification


def _change_measure(verification: Verification) -> None:
    measure, verdict = verification.measure, verification.verdict
    move = move_by_verdict(verdict, measure.state)
    changes = _figures(verification)
    if move is None:
        guarded_update(measure, **changes)
        return
    measure_go(
        measure,
        move,
        by=verification.recorded_by,
        at=verification.recorded_at,
        on=verification.visited_on,
        reason=verification.found[:300] if move.needs_reason else "",
        changes=changes,
    )
    if measure.state == MeasureState.IN_PROGRESS:
        measure.effects.update(verified=None, achieved=None)


def _figures(verification: Verification) -> dict[str, Any]:
    """What the verdict does to the measure's own columns."""
    if verification.verdict == Verdict.ABSENT:
        gone = ("implemented_on", "verified_on", "benefit_achieved_wan", "benefit_verified_wan")
        return dict.fromkeys(gone)
    stands = verification.verdict == Verdict.STANDS
    figures: dict[str, Any] = {"verified_on": verification.visited_on if stands else None}
    if verification.benefit_read_wan is not None:
        figures["benefit_verified_wan"] = verification.benefit_read_wan
    return figures


def close_when_complete(verification: Verification) -> None:
    """The visit is done when every standing measure of the round has its record."""
    assignment = verification.assignment
    left = Measure.objects.filter(round_id=assignment.round_id, state__in=STANDING)
    left = left.exclude(verifications__assignment=assignment)
    if assignment.done_on is None and not left.exists():
        guarded_update(assignment, done_on=verification.visited_on)
