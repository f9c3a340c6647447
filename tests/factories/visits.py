"""Visits as a phone sends them."""

import hashlib
import json
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from measures.calculations.visit_log import visit_log
from measures.models import Finding, Measure, VerifierAssignment, Visit
from measures.services.visit_logs import visit_send
from tests.factories.accounts import now
from tests.factories.measures import make_assignment, photo


def seen(measure: Measure, **said: Any) -> dict[str, Any]:
    facts = {"measure": measure.pk, "version": measure.version, "verdict": "stands"}
    return facts | {"found": "设备在运行", "benefit_read_wan": "75", "readings": {"water": "29500"}} | said


def picture(number: int = 0) -> bytes:
    """A small photograph, each number another one."""
    upload = photo(kind=("JPEG", "PNG")[number % 2])
    return upload.read() + bytes([number % 256])


def named(content: bytes, kind: str = "site", **said: Any) -> dict[str, Any]:
    digest = hashlib.sha256(content).hexdigest()
    facts = {"key": str(uuid4()), "kind": kind, "measure": None, "name": "现场.jpg", "sha256": digest}
    return facts | {"original_sha256": hashlib.sha256(content + b"original").hexdigest()} | said


def finding(**said: Any) -> dict[str, Any]:
    due_on = timezone.localdate() + timedelta(days=15)
    facts = {"text": "计量表未检定", "severity": "serious", "measure": None, "due_on": due_on.isoformat()}
    return facts | {"responsible": "设备科长 李强"} | said


def visit_body(assignment: VerifierAssignment, *measures: dict[str, Any], **said: Any) -> dict[str, Any]:
    """What the phone of the assignment's verifier says, half an hour after it began."""
    ended = now()
    return {
        "started_at": (ended - timedelta(minutes=30)).isoformat(),
        "ended_at": ended.isoformat(),
        "place": "太原市小店区厂区",
        "latitude": "37.736501",
        "longitude": "112.565312",
        "people": "李强（设备科）",
        "representative": "李强",
        "signed_name": assignment.verifier.name,
        "measures": list(measures),
        "photos": [],
        "findings": [],
    } | said


def post_visit(client: Client, assignment: VerifierAssignment, body: Any, key: UUID | None = None) -> Any:
    address = reverse("measures:field_visit", args=[assignment.pk, key or uuid4()])
    return client.post(address, json.dumps(body), content_type="application/json")


def post_photo(client: Client, key: str, content: bytes) -> Any:
    upload = SimpleUploadedFile("p.jpg", content, "image/jpeg")
    return client.post(reverse("measures:field_photo", args=[key]), {"photo": upload})


def make_visit(measure: Measure, assignment: VerifierAssignment | None = None, **said: Any) -> Visit:
    """A visit that has arrived, with one finding about the measure."""
    assignment = assignment or make_assignment(measure.round)
    said = {"findings": [finding(measure=measure.pk)]} | said
    body = visit_body(assignment, seen(measure), **said)
    log = visit_log(uuid4(), json.dumps(body).encode())
    return visit_send(assignment=assignment, log=log, by=assignment.verifier, at=now())


def make_finding(measure: Measure, **said: Any) -> Finding:
    visit = make_visit(measure, findings=[finding(measure=measure.pk, **said)])
    return Finding.objects.select_related("round__enterprise__region").get(visit=visit)
