"""A visit as a whole, sent from a phone: it lands once and only once, whatever is cut off in between.

The visit comes first, under the key the phone made for it, and names its photographs; each photograph then
comes under its own key. What is there already is recognised, so that sending again costs nothing.
"""

import hashlib
from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services.activity import activity_record
from config.common.errors import Problem, Refused
from measures import rules
from measures.calculations.visit_log import MOST_PHOTOS_OF_A_MEASURE
from measures.enums import PhotoKind, Verdict
from measures.facts import NamedPhoto, SeenMeasure, VisitLog
from measures.models import (
    BenefitIndicator,
    Effect,
    Finding,
    Measure,
    Reading,
    Verification,
    VerificationPhoto,
    VerifierAssignment,
    Visit,
)
from measures.selectors.ties import ties_of
from measures.services.verifications import (
    PHOTO_KINDS,
    check_not_own_claim,
    checked_readings,
    verification_write,
)
from operations.models import Attachment
from operations.services.attachments import attachment_checked


class KeyTaken(Refused):
    """Something else is already there under this key."""


def visit_send(*, assignment: VerifierAssignment, log: VisitLog, by: User, at: datetime) -> Visit:
    """Keep the visit, or give back the one that is there under its key with the same content."""
    rules.check_assigned(by, assignment)
    found = _found(assignment, log)
    if found:
        return found
    rules.check_independent(ties_of(by, assignment.round))
    rules.check_log(log, assignment, by, at)
    try:
        with transaction.atomic():
            return _found(assignment, log) or _write(assignment, log, by, at)
    except IntegrityError:  # the same visit was on its way twice, and the other was first
        found = _found(assignment, log)
        if found is None:
            raise
        return found


def _found(assignment: VerifierAssignment, log: VisitLog) -> Visit | None:
    # In one query: between two, the same visit, still on its way a second time, would come to look like another one.
    rows = {row.key: row for row in Visit.objects.filter(Q(key=log.key) | Q(assignment=assignment))}
    if not rows:
        return None
    visit = rows.get(log.key)
    if visit is None:
        raise KeyTaken(_("这次核查的记录已经收到过，不能再发送另一份；如有变化，请由主管部门另派一次核查。"))
    if visit.assignment_id != assignment.pk or visit.digest != log.digest:
        raise KeyTaken(_("同一编号下已收到内容不同的核查记录；先收到的有效，这一份没有保存。"))
    return visit


def _write(assignment: VerifierAssignment, log: VisitLog, by: User, at: datetime) -> Visit:
    visit = Visit.objects.create(
        assignment=assignment,
        key=log.key,
        digest=log.digest,
        started_at=log.started_at,
        ended_at=log.ended_at,
        place=log.place,
        latitude=log.latitude,
        longitude=log.longitude,
        people=log.people,
        representative=log.representative,
        signed_name=log.signed_name,
        photos_named=len(log.photos),
        recorded_by=by,
        recorded_at=at,
        completed_at=None if log.photos else at,
    )
    measures = _measures_of(assignment, log)
    recorded = {}
    for seen in log.measures:
        verification = _see(visit, measures[seen.measure_id], seen)
        if verification:
            recorded[seen.measure_id] = verification
    _name_photos(visit, log.photos, recorded)
    _write_findings(visit, log, measures)
    _tell(visit, "visit_send", by, at)
    return visit


def _measures_of(assignment: VerifierAssignment, log: VisitLog) -> dict[int, Measure]:
    """The measures the log speaks of, all of the visit's round."""
    named = {one.measure_id for one in log.measures}
    about = [photo.measure_id for photo in log.photos] + [said.measure_id for said in log.findings]
    named |= {pk for pk in about if pk is not None}
    rows = Measure.objects.filter(round_id=assignment.round_id, pk__in=named)
    found = {row.pk: row for row in rows.select_related("round__enterprise__region")}
    if named - set(found):
        raise Refused(_("核查记录里有不属于本轮审核的方案，没有保存。"))
    return found


def _see(visit: Visit, measure: Measure, seen: SeenMeasure) -> Verification | None:
    """What was seen of one measure; what has changed there since is said beside it."""
    by, at, assignment = visit.recorded_by, visit.recorded_at, visit.assignment
    check_not_own_claim(measure, by)
    if Verification.objects.filter(assignment=assignment, measure=measure).exists():
        words = _("方案 %(number)s 在本次核查中已逐项登记过，以先登记的为准。") % {"number": measure.number}
        visit.remarks = [*visit.remarks, words]
        visit.save(update_fields=["remarks"])
        return None
    visited_on = timezone.localtime(visit.started_at).date()
    verification = Verification(
        assignment=assignment,
        measure=measure,
        visited_on=visited_on,
        found=seen.found,
        verdict=Verdict(seen.verdict),
        benefit_read_wan=seen.benefit_read_wan,
        recorded_by=by,
        recorded_at=at,
    )
    kept = rules.why_not_applied(measure, visited_on)
    changed = measure.version != seen.version
    values: list[tuple[Effect, Decimal]] = []
    try:
        readings = [{"indicator": code, "value": value} for code, value in seen.readings]
        values = checked_readings(measure, seen.verdict, seen.benefit_read_wan, readings)
    except Refused as refusal:
        if not changed:
            problems = refusal.problems or (Problem("seen", refusal.sentence),)
            raise Refused(
                _("方案 %(m)s 的记录没有保存，请按提示改正。") % {"m": measure}, problems
            ) from refusal
        kept = kept or _("方案在核查前后改动过，读数与现在的申报对不上：只留下当时所见，未改动方案。")
    if kept:
        return _keep_as_seen(verification, seen, kept)
    if changed:
        verification.remark = _("方案在核查前后改动过；读数按现在的申报计入，请核对。")
    return verification_write(verification, values)


def _keep_as_seen(verification: Verification, seen: SeenMeasure, remark: str) -> Verification:
    """The record alone: the measure stays as it is now."""
    rules.check_amounts(
        [
            (_("核实经济效益"), seen.benefit_read_wan, True),
            *((code, value, False) for code, value in seen.readings),
        ]
    )
    verification.remark = remark
    verification.save()
    codes = {row.code: row for row in BenefitIndicator.objects.filter(code__in=dict(seen.readings))}
    Reading.objects.bulk_create(
        Reading(verification=verification, indicator=codes[code], value=value)
        for code, value in seen.readings
        if code in codes
    )
    told = {"measure": str(verification.measure), "verdict": verification.verdict, "remark": remark}
    activity_record(
        by=verification.recorded_by,
        at=verification.recorded_at,
        verb="verification_record",
        thing=verification,
        region=verification.measure.round.enterprise.region,
        new=told,
    )
    return verification


def _name_photos(visit: Visit, photos: Iterable[NamedPhoto], recorded: dict[int, Verification]) -> None:
    rows = []
    for photo in photos:
        of_measure = photo.kind == PhotoKind.MEASURE and photo.measure_id in recorded
        facts = {name: getattr(photo, name) for name in ("key", "kind", "sent_sha256", "original_sha256")}
        facts |= {name: getattr(photo, name) for name in ("taken_at", "latitude", "longitude")}
        verification = recorded[photo.measure_id] if of_measure and photo.measure_id else None
        rows.append(VerificationPhoto(visit=visit, verification=verification, **facts))
    counted = [row.verification for row in rows if row.verification]
    if any(counted.count(one) > MOST_PHOTOS_OF_A_MEASURE for one in recorded.values()):
        raise Refused(_("每项方案最多 %(most)d 张照片。") % {"most": MOST_PHOTOS_OF_A_MEASURE})
    VerificationPhoto.objects.bulk_create(rows)


def _write_findings(visit: Visit, log: VisitLog, measures: dict[int, Measure]) -> None:
    day = timezone.localtime(log.started_at).date()
    if any(said.due_on <= day for said in log.findings):
        raise Refused(_("整改期限须晚于核查当天 %(day)s。") % {"day": day})
    Finding.objects.bulk_create(
        Finding(
            visit=visit,
            round_id=visit.assignment.round_id,
            measure=measures[said.measure_id] if said.measure_id else None,
            number=number,
            created_at=visit.recorded_at,
            **{name: getattr(said, name) for name in ("text", "severity", "due_on", "responsible")},
        )
        for number, said in enumerate(log.findings, 1)
    )


# ---- photographs -----------------------------------------------------------------------------


def visit_photo_send(
    *, photo: VerificationPhoto, upload: UploadedFile, by: User, at: datetime
) -> VerificationPhoto:
    """Keep the picture a visit named; sent again it is recognised, another one under its key is refused.

    `photo` is a row of the person's own visit. The visit is whole when its last picture is in.
    """
    visit = photo.visit
    if visit is None or visit.recorded_by_id != by.pk:
        raise Refused(_("这张照片不属于您的核查记录。"))
    digest = hashlib.sha256(upload.read()).hexdigest()
    upload.seek(0)
    if digest != photo.sent_sha256:
        if photo.attachment_id:
            raise KeyTaken(_("同一编号下已收到另一张照片；先收到的有效，这一张没有保存。"))
        raise Refused(_("照片与核查记录中登记的校验值不符，可能没有传完整，请重新发送。"))
    if photo.attachment_id:
        return photo
    attachment = attachment_checked(upload=upload, kinds=PHOTO_KINDS, by=by, at=at)
    with transaction.atomic():
        _attach(photo, visit, attachment, by, at)
    photo.refresh_from_db()
    return photo


def _attach(photo: VerificationPhoto, visit: Visit, attachment: Attachment, by: User, at: datetime) -> None:
    """Behind the visit's row lock, so that two last pictures at once see each other."""
    visit = Visit.objects.select_for_update().select_related("assignment__round__enterprise").get(pk=visit.pk)
    waiting = VerificationPhoto.objects.filter(pk=photo.pk, attachment__isnull=True)
    if not waiting.exists():
        return
    attachment.save()
    waiting.update(attachment=attachment)
    if visit.completed_at is None and not visit.photos.filter(attachment__isnull=True).exists():
        Visit.objects.filter(pk=visit.pk).update(completed_at=at)
        _tell(visit, "visit_complete", by, at)


def missing_keys(visit: Visit) -> list[UUID]:
    """The photographs that have been named and are not in yet."""
    rows = visit.photos.filter(attachment__isnull=True).order_by("pk")
    return [key for key in rows.values_list("key", flat=True) if key]


def _tell(visit: Visit, verb: str, by: User, at: datetime) -> None:
    round_ = visit.assignment.round
    told = {"enterprise": round_.enterprise.name, "place": visit.place, "photos": visit.photos_named}
    activity_record(by=by, at=at, verb=verb, thing=visit, region=round_.enterprise.region, new=told)
