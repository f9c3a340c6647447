"""A day's visits and photographs sent from one phone through a real web server that is cut off and killed meanwhile."""

import hashlib
import io
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from random import Random
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.test import Client
from django.utils import timezone
from PIL import Image

from accounts.models import Activity, User
from bench.parts import ROOT, timed
from bench.phone import DEAD, HALF, UNHEARD, Phone, Queued
from config.common.access import Role
from measures.enums import MeasureState
from measures.models import Finding, Measure, Verification, VerificationPhoto, VerifierAssignment, Visit

PHOTOS = 3
CUTS = {DEAD: 97, HALF: 13, UNHEARD: 7}
_SIZE = (1600, 1200)
_READY_WITHIN = 60


def main(visits: str) -> dict[str, Any]:
    """Seconds of sending (without the servers' starts) and what befell it; stops unless each thing landed once."""
    verifier, assignments = _sent(int(visits))
    queue = [_queued(assignment) for assignment in assignments]
    with _servers() as servers:
        phone = Phone(servers.port, _session(verifier), CUTS, servers.again)
        seconds = timed(lambda: phone.send_all(queue)) - servers.starting
    _check_once(assignments)
    return {"seconds": seconds, "asked": phone.asked, "cuts": phone.befallen}


def _sent(number: int) -> tuple[User, list[VerifierAssignment]]:
    """A verifier of the province, sent to that many rounds, each with one measure that is said to be built."""
    at = timezone.now()
    officer = User.objects.filter(role=Role.PROVINCE).order_by("pk").first()
    if officer is None:
        raise SystemExit("no officer of the province")
    name = f"bench-verifier-{uuid4().hex[:8]}"
    verifier = User(username=name, name=name, role=Role.VERIFIER, region=officer.region, created_at=at)
    verifier.set_unusable_password()
    verifier.save()
    built = Measure.objects.filter(state=MeasureState.IMPLEMENTED, round__assignments__isnull=True)
    rounds = list(built.order_by("round_id").values_list("round_id", flat=True).distinct()[:number])
    if len(rounds) < number:
        raise SystemExit(f"only {len(rounds)} rounds with a measure to be looked at")
    rows = [
        VerifierAssignment(
            round_id=pk, verifier=verifier, visit_on=timezone.localdate(), assigned_by=officer, assigned_at=at
        )
        for pk in rounds
    ]
    return verifier, VerifierAssignment.objects.bulk_create(rows)


def _queued(assignment: VerifierAssignment) -> Queued:
    measure = Measure.objects.filter(round_id=assignment.round_id, state=MeasureState.IMPLEMENTED).first()
    if measure is None:
        raise SystemExit("a round lost its measure")
    photos = {str(uuid4()): _picture(assignment.pk * PHOTOS + number) for number in range(PHOTOS)}
    ended = timezone.now()
    named = [
        {
            "key": key,
            "kind": "site",
            "measure": measure.pk,
            "name": "现场.jpg",
            "sha256": hashlib.sha256(content).hexdigest(),
            "original_sha256": hashlib.sha256(content + b"original").hexdigest(),
        }
        for key, content in photos.items()
    ]
    seen = {
        "measure": measure.pk,
        "version": measure.version,
        "verdict": "stands",
        "found": "设备在运行",
        "benefit_read_wan": None,
        "readings": {},
    }
    body = {
        "started_at": (ended - timedelta(minutes=30)).isoformat(),
        "ended_at": ended.isoformat(),
        "place": "厂区",
        "latitude": "37.736501",
        "longitude": "112.565312",
        "people": "李强（设备科）",
        "representative": "李强",
        "signed_name": assignment.verifier.name,
        "measures": [seen],
        "photos": named,
        "findings": [],
    }
    return Queued(f"/measures/field/visits/{assignment.pk}/{uuid4()}/", body, photos)


def _picture(number: int) -> bytes:
    """A photograph of the size the phone shrinks to, each another one."""
    random = Random(number)
    grain = Image.frombytes("RGB", (200, 150), random.randbytes(200 * 150 * 3))
    out = io.BytesIO()
    grain.resize(_SIZE).save(out, "JPEG", quality=80)
    return out.getvalue()


def _session(user: User) -> str:
    client = Client()
    client.force_login(user, backend="accounts.backends.PasswordBackend")
    return client.cookies[settings.SESSION_COOKIE_NAME].value


class _Servers:
    """One web server at a time on one port; `again` kills it as a power cut does and starts the next."""

    def __init__(self, port: int) -> None:
        self.port, self.starting = port, 0.0
        self.process = self._start()
        self.starting = 0.0  # the first one stands before the phone begins

    def again(self) -> None:
        time.sleep(0.02)  # it has begun to work on what was sent
        self.end()
        self.process = self._start()

    def end(self) -> None:
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def _start(self) -> subprocess.Popen[bytes]:
        bind = f"127.0.0.1:{self.port}"
        web = ["-m", "gunicorn", "config.wsgi", "--bind", bind, "--worker-class", "gthread", "--threads", "6"]
        began = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, *web, "--log-level", "critical", "--no-control-socket"],
            cwd=ROOT,
            start_new_session=True,
            stdout=subprocess.DEVNULL,
        )
        _wait_until_ready(bind)
        self.starting += time.perf_counter() - began
        return process


@contextmanager
def _servers() -> Iterator[_Servers]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    servers = _Servers(port)
    try:
        yield servers
    finally:
        servers.end()


def _wait_until_ready(bind: str) -> None:
    until = time.monotonic() + _READY_WITHIN
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(f"http://{bind}/healthz", timeout=2) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise SystemExit("the web server did not answer")


def _check_once(assignments: list[VerifierAssignment]) -> None:
    visits = Visit.objects.filter(assignment__in=assignments)
    photos = VerificationPhoto.objects.filter(visit__in=visits)
    number = len(assignments)
    kept = {
        "visits": visits.count(),
        "whole": visits.filter(completed_at__isnull=False).count(),
        "seen": Verification.objects.filter(assignment__in=assignments).count(),
        "findings": Finding.objects.filter(visit__in=visits).count(),
        "photographs": photos.count(),
        "pictures": photos.filter(attachment__isnull=False).values("attachment").distinct().count(),
        "deeds": Activity.objects.filter(
            verb="visit_send", thing_id__in=visits.values_list("pk", flat=True)
        ).count(),
    }
    once = {"visits": number, "whole": number, "seen": number, "findings": 0, "deeds": number}
    if kept != once | {"photographs": number * PHOTOS, "pictures": number * PHOTOS}:
        raise SystemExit(f"not each thing once: {kept}")
