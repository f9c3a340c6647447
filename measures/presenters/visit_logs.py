"""The log of a visit at a desk: when and where, who was there, what was signed, which pictures came with it."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from measures.enums import FindingState, PhotoKind, Severity
from measures.models import Finding, VerificationPhoto, Visit

SEVERITY_TONES = {Severity.MINOR: "info", Severity.SERIOUS: "soon", Severity.GRAVE: "late"}
FINDING_TONES = {FindingState.OPEN: "late", FindingState.ANSWERED: "soon", FindingState.CLOSED: "ok"}


def log_card(visit: Visit | None) -> dict[str, Any] | None:
    """The log with its photographs and findings, all of them read before; None where no log was sent."""
    if visit is None:
        return None
    photos = list(visit.photos.all())
    return {
        "started_at": visit.started_at,
        "ended_at": visit.ended_at,
        "place": visit.place,
        "position": position(visit.latitude, visit.longitude),
        "people": visit.people,
        "representative": visit.representative,
        "signed_name": visit.signed_name,
        "recorded_at": visit.recorded_at,
        "remarks": visit.remarks,
        "missing": visit.photos_named - len(photos),
        "named": visit.photos_named,
        "photos": photo_rows(photo for photo in photos if photo.kind == PhotoKind.SITE),
        "signature": photo_rows(photo for photo in photos if photo.kind == PhotoKind.SIGNATURE),
        "findings": finding_rows(visit.findings.all()),
    }


def finding_rows(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    return [
        {
            "text": one.text,
            "href": reverse("measures:finding_detail", args=[one.pk]),
            "severity": {"tone": SEVERITY_TONES[Severity(one.severity)], "label": one.get_severity_display()},
            "light": {"tone": FINDING_TONES[FindingState(one.state)], "label": one.get_state_display()},
            "measure": str(one.measure) if one.measure else _("本轮整体"),
            "due_on": one.due_on,
            "responsible": one.responsible,
        }
        for one in findings
    ]


def photo_rows(photos: Iterable[VerificationPhoto]) -> list[dict[str, Any]]:
    """Small pictures with what their cameras wrote; the attachments are read before."""
    return [
        {
            "href": reverse("measures:verification_photo", args=[photo.pk]),
            "name": photo.attachment.name if photo.attachment else "",
            "taken_at": photo.taken_at,
            "position": position(photo.latitude, photo.longitude),
            "hash": photo.original_sha256,
        }
        for photo in photos
    ]


def position(latitude: Any, longitude: Any) -> str:
    """北纬 37.736501，东经 112.565312; empty when it is not known."""
    if latitude is None or longitude is None:
        return ""
    return _("纬度 %(latitude)s，经度 %(longitude)s") % {
        "latitude": f"{latitude:.6f}",
        "longitude": f"{longitude:.6f}",
    }
