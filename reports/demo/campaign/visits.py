"""Visits as a phone sends them: what was seen, a photograph, a signature, and now and then a finding."""

import hashlib
import io
from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID, uuid5

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image, ImageDraw

from accounts.models import User
from measures.enums import PhotoKind
from measures.facts import NamedPhoto, SaidFinding, SeenMeasure, VisitLog
from measures.models import Finding, VerifierAssignment
from measures.services.findings import finding_answer, finding_decide
from measures.services.visit_logs import visit_photo_send, visit_send

_SPACE = UUID("6f1f4d3e-5a1c-4f0e-9c57-0d6f7d0c2a11")
_FINDINGS = (
    ("循环水流量计超过检定周期，读数无法作为节水量依据", "serious"),
    ("除尘器压差记录缺 9 月份", "minor"),
    ("余热锅炉旁路阀未加封，存在绕行可能", "serious"),
)
# Those who sign in find some of their own.
_DESKS = ("taiyuan", "lvliang", "xiaoyi")
_ROOM = (Decimal("37.736501"), Decimal("112.565312"))


def send_visit(
    assignment: VerifierAssignment, seen: Sequence[SeenMeasure], picture: bytes, at: datetime
) -> None:
    """The visit of two hours that ended at `at`, with everything that belongs to it."""
    verifier = assignment.verifier
    pictures = [(PhotoKind.MEASURE, picture), (PhotoKind.SIGNATURE, _signature(verifier.name))]
    photos = tuple(
        _named(assignment, number, kind, content, seen[0].measure_id, at)
        for number, (kind, content) in enumerate(pictures)
    )
    log = VisitLog(
        key=uuid5(_SPACE, f"visit {assignment.pk}"),
        digest=hashlib.sha256(f"visit {assignment.pk}".encode()).hexdigest(),
        started_at=at - timedelta(hours=2),
        ended_at=at,
        place=assignment.round.enterprise.address or assignment.round.enterprise.region.name,
        latitude=_ROOM[0],
        longitude=_ROOM[1],
        people="设备科科长、环保专员各一人",
        representative="环保专员 刘建军",
        signed_name=verifier.name,
        measures=tuple(seen),
        photos=photos,
        findings=_findings(assignment, seen, at),
    )
    visit = visit_send(assignment=assignment, log=log, by=verifier, at=at)
    contents = dict(zip((photo.key for photo in photos), (one for _kind, one in pictures), strict=True))
    for photo in visit.photos.select_related("visit"):
        upload = SimpleUploadedFile("现场.jpg", contents[photo.key or _SPACE], "image/jpeg")
        visit_photo_send(photo=photo, upload=upload, by=verifier, at=at)


def settle_findings(plant: dict[int, User], officer: dict[int, User], at: datetime) -> None:
    """The newest of what was due is late, the two before it are answered, the others closed.

    People by the round's id.
    """
    today = timezone.localtime(at).date()
    due = Finding.objects.filter(due_on__lt=today).select_related("round__enterprise__region")
    for number, finding in enumerate(due.order_by("-due_on", "pk")[1:]):
        proof = [SimpleUploadedFile("整改照片.jpg", _signature("整改后"), "image/jpeg")]
        by, answer = plant[finding.round_id], "已整改完成，证明材料附后。"
        then = at - (today - finding.due_on) - timedelta(days=4)
        finding_answer(finding=finding, version=finding.version, answer=answer, proofs=proof, by=by, at=then)
        if number >= 2:
            decision = {"decision": "close", "reason": "现场照片核对一致"}
            judge = officer[finding.round_id]
            finding_decide(
                finding=finding, version=finding.version, by=judge, at=then + timedelta(days=2), **decision
            )


def _named(
    assignment: VerifierAssignment,
    number: int,
    kind: PhotoKind,
    content: bytes,
    measure_id: int,
    at: datetime,
) -> NamedPhoto:
    digest = hashlib.sha256(content).hexdigest()
    shot = kind == PhotoKind.MEASURE
    return NamedPhoto(
        key=uuid5(_SPACE, f"photo {assignment.pk} {number}"),
        kind=kind,
        measure_id=measure_id if shot else None,
        name="现场.jpg",
        sent_sha256=digest,
        original_sha256=digest,
        taken_at=at - timedelta(hours=1) if shot else None,
        latitude=_ROOM[0] if shot else None,
        longitude=_ROOM[1] if shot else None,
    )


def _findings(
    assignment: VerifierAssignment, seen: Sequence[SeenMeasure], at: datetime
) -> tuple[SaidFinding, ...]:
    if assignment.pk % 3 and assignment.assigned_by.username not in _DESKS:
        return ()
    text, severity = _FINDINGS[assignment.pk // 3 % len(_FINDINGS)]
    due_on = timezone.localtime(at).date() + timedelta(days=20)
    return (SaidFinding(text, severity, seen[0].measure_id, due_on, "设备科"),)


def _signature(name: str) -> bytes:
    """Lines as of a pen, another one for each name."""
    image = Image.new("RGB", (320, 120), "white")
    points = [(20 + 28 * at, 40 + sum(name.encode()[: at + 2]) % 50) for at in range(10)]
    ImageDraw.Draw(image).line(points, fill="#1B2A4A", width=3)
    written = io.BytesIO()
    image.save(written, "JPEG", quality=80)
    return written.getvalue()
