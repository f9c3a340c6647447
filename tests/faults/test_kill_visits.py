"""A phone's queue of visits and photographs, the server dying over it again and again: each lands once, whole."""

import base64
from collections.abc import Callable
from functools import partial

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.faults.harness import migrated_place
from tests.faults.invariants import CHECK
from tests.faults.web import Answer, Person, sign_in, web_server

pytestmark = pytest.mark.fault

VISITS = 3
PHOTOS = 3
MOST_WRITES = 40
PREPARE = """
import base64
from uuid import uuid4
from measures.enums import MeasureState
from tests.factories.measures import make_assignment, make_measure, make_verifier
from tests.factories.visits import finding, named, picture, seen, visit_body
queue, verifier = [], None
for visit in range(argument["visits"]):
    measure = make_measure(state=MeasureState.IMPLEMENTED)
    verifier = verifier or make_verifier()
    sent = make_assignment(measure.round, verifier)
    pictures = [picture(visit * argument["photos"] + number) for number in range(argument["photos"])]
    names = [named(content) for content in pictures]
    body = visit_body(sent, seen(measure), photos=names, findings=[finding(measure=measure.pk)])
    photos = {one["key"]: base64.b64encode(content).decode() for one, content in zip(names, pictures)}
    queue.append({"path": f"/measures/field/visits/{sent.pk}/{uuid4()}/", "body": body, "photos": photos})
print(json.dumps({"verifier": verifier.pk, "queue": queue}))
"""
KEPT = """
from accounts.models import Activity
from measures.models import Finding, Verification, VerificationPhoto, Visit
from operations.models import Attachment
deeds = Activity.objects.filter(verb__in=["visit_send", "visit_complete"])
print(json.dumps({
    "visits": Visit.objects.count(), "whole": Visit.objects.filter(completed_at__isnull=False).count(),
    "seen": Verification.objects.count(), "findings": Finding.objects.count(),
    "photos": VerificationPhoto.objects.count(),
    "pictures": VerificationPhoto.objects.filter(attachment__isnull=False).values("attachment").distinct().count(),
    "files": Attachment.objects.filter(stored_by__role="verifier").count(),
    "sent": deeds.filter(verb="visit_send").count(), "completed": deeds.filter(verb="visit_complete").count(),
}))
"""
ONCE = {
    "visits": VISITS,
    "whole": VISITS,
    "seen": VISITS,
    "findings": VISITS,
    "photos": VISITS * PHOTOS,
    "pictures": VISITS * PHOTOS,
    "files": VISITS * PHOTOS,
    "sent": VISITS,
    "completed": VISITS,
}
WRITES = [f"write:{number}" for number in range(1, MOST_WRITES)]
FILES = ["file:1", "file:2"]
SOME = ["write:2", "sent", "write:5"]


def send_photo(phone: Person, key: str, content: bytes, trap: str = "") -> Answer | None:
    upload = SimpleUploadedFile("p.jpg", content, "image/jpeg")
    return phone.post(f"/measures/field/photos/{key}/", {"photo": upload}, trap)


def deaths_over(send: Callable[..., Answer | None], traps: list[str]) -> int:
    """Sent again after each death until it is answered, and once more; how often the server died."""
    answers = [send(trap=trap) for trap in traps]
    last = send()
    assert last is not None
    assert {answer.status for answer in [*answers, last] if answer is not None} == {200}
    return answers.count(None)


def test_a_queue_lands_once_whatever_the_server_dies_of(tmp_path) -> None:
    """The first visit and its first photograph meet a death at every write, the others one, and an unheard answer."""
    place = migrated_place(tmp_path / "var")
    with place.beside() as beside, web_server(place) as server:
        made = beside.python(PREPARE, {"visits": VISITS, "photos": PHOTOS})
        phone = sign_in(server, beside, made["verifier"])
        died = []
        for visit in made["queue"]:
            died.append(
                deaths_over(partial(phone.post_json, visit["path"], visit["body"]), SOME if died else WRITES)
            )
            for key, content in visit["photos"].items():
                send = partial(send_photo, phone, key, base64.b64decode(content))
                died.append(deaths_over(send, SOME if len(died) > 1 else FILES + WRITES))
        assert died[0] >= 10, died
        assert died[1] >= 4, died
        assert min(died) >= 1, died
        assert beside.python(KEPT) == ONCE
        assert beside.python(CHECK) == []
