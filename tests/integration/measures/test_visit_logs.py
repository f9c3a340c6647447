"""A visit sent from a phone lands once and only once; what cannot be is refused by name, nothing half-written."""

import io
import json
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse
from PIL import Image
from PIL.ExifTags import GPS, IFD, Base

from accounts.models import Activity, User
from config.common.access import Role
from measures.calculations.visit_log import visit_log
from measures.enums import MeasureState
from measures.models import Finding, Measure, Verification, VerificationPhoto, VerifierAssignment, Visit
from measures.services.measures import measure_update
from measures.services.visit_logs import visit_send
from operations.models import Attachment
from operations.services.attachments import attachment_read
from tests.factories.accounts import client_of, now
from tests.factories.audits import crew_of
from tests.factories.measures import (
    make_assignment,
    make_measure,
    make_verification,
    make_verifier,
    report_figures,
)
from tests.factories.visits import (
    finding,
    make_visit,
    named,
    picture,
    post_photo,
    post_visit,
    seen,
    visit_body,
)
from tests.held import held
from tests.integration.measures.pages import page, queries_of

pytestmark = pytest.mark.usefixtures("db")


@pytest.fixture(scope="module")
def prepared(django_db_setup, django_db_blocker):
    with held(django_db_blocker):
        yield make_measure(state=MeasureState.IMPLEMENTED).pk


@pytest.fixture
def db(prepared, django_db_blocker):
    with held(django_db_blocker):
        yield


@pytest.fixture
def measure(db, prepared):
    return Measure.objects.select_related("round__enterprise__region").get(pk=prepared)


@pytest.fixture
def assignment(measure):
    return make_assignment(measure.round)


@pytest.fixture
def phone(assignment):
    return client_of(assignment.verifier)


def pictures_kept():
    return Attachment.objects.filter(stored_by__role=Role.VERIFIER)


def nothing_was_written():
    written = any(m.objects.exists() for m in (Visit, Verification, Finding, VerificationPhoto))
    return not written and not pictures_kept().exists()


# ---- once and only once ------------------------------------------------------------------------


def test_a_visit_lands_with_its_measures_findings_and_photographs(phone, assignment, measure):
    pictures = [picture(0), picture(1)]
    taken = {"taken_at": "2026-11-20T09:30:00", "latitude": "37.7", "longitude": "112.5"}
    photos = [named(pictures[0], "measure", measure=measure.pk, **taken), named(pictures[1], "signature")]
    body = visit_body(assignment, seen(measure), photos=photos, findings=[finding(measure=measure.pk)])
    answer = post_visit(phone, assignment, body)
    assert answer.json()["missing"] == [one["key"] for one in photos]
    visit = Visit.objects.get()
    assert (visit.place, visit.latitude, visit.completed_at) == (
        "太原市小店区厂区",
        Decimal("37.736501"),
        None,
    )
    for one, content in zip(photos, pictures, strict=True):
        assert post_photo(phone, one["key"], content).json()["kept"]
    visit.refresh_from_db()
    assert visit.completed_at is not None
    measure.refresh_from_db()
    assert (measure.state, measure.benefit_verified_wan) == (MeasureState.VERIFIED, 75)
    kept = Verification.objects.get().photos.get()
    assert kept.original_sha256 == photos[0]["original_sha256"]
    assert kept.taken_at.isoformat() == "2026-11-20T01:30:00+00:00"
    assert Finding.objects.get().measure == measure
    assert [row.verb for row in Activity.objects.filter(verb__startswith="visit_").order_by("pk")] == [
        "visit_send",
        "visit_complete",
    ]


def test_the_same_visit_sent_again_is_recognised_and_another_body_is_refused(phone, assignment, measure):
    key, body = uuid4(), visit_body(assignment, seen(measure), photos=[named(picture())])
    first, again = (post_visit(phone, assignment, body, key) for _n in range(2))
    assert first.json() == again.json()
    assert (Visit.objects.count(), Verification.objects.count()) == (1, 1)
    other = post_visit(phone, assignment, body | {"people": "另有其人"}, key)
    assert other.status_code == 409
    assert "先收到的有效" in other.json()["sentence"]
    second = post_visit(phone, assignment, body)
    assert second.status_code == 409
    assert "已经收到过" in second.json()["sentence"]
    assert (Visit.objects.count(), Verification.objects.count()) == (1, 1)


def test_the_first_sending_may_arrive_while_the_second_is_looked_at(assignment, measure):
    """The answer was not heard, the phone sends again, and only then the first is written."""
    log = visit_log(uuid4(), json.dumps(visit_body(assignment, seen(measure))).encode())
    facts = {"assignment": assignment, "log": log, "by": assignment.verifier, "at": now()}
    first: list[Visit] = []

    def after_looking(execute, sql, params, many, context):
        found = execute(sql, params, many, context)
        if not first and sql.startswith("SELECT") and 'FROM "measures_visit"' in sql:
            first.append(Visit())
            first[0] = visit_send(**facts)
        return found

    with connection.execute_wrapper(after_looking):
        assert visit_send(**facts).pk == first[0].pk
    assert Visit.objects.filter(assignment=assignment).count() == 1
    assert Activity.objects.filter(verb="visit_send").count() == 1


def test_a_photograph_sent_again_is_recognised_and_another_one_is_refused(phone, assignment, measure):
    one = named(picture())
    post_visit(phone, assignment, visit_body(assignment, seen(measure), photos=[one]))
    cut = post_photo(phone, one["key"], picture()[:100])
    assert (cut.status_code, "没有传完整" in cut.json()["sentence"]) == (422, True)
    for _n in range(2):
        assert post_photo(phone, one["key"], picture()).json()["kept"]
    assert pictures_kept().count() == 1
    assert post_photo(phone, one["key"], picture(1)).status_code == 409


def test_a_phone_is_told_which_photographs_are_still_to_come(phone, assignment, measure):
    photos = [named(picture(number)) for number in range(3)]
    key, body = uuid4(), visit_body(assignment, seen(measure), photos=photos)
    post_visit(phone, assignment, body, key)
    post_photo(phone, photos[1]["key"], picture(1))
    again = post_visit(phone, assignment, body, key)
    assert again.json()["missing"] == [photos[0]["key"], photos[2]["key"]]


# ---- what has changed meanwhile ------------------------------------------------------------------


def test_a_measure_changed_meanwhile_keeps_what_was_seen_and_is_flagged(phone, assignment, measure):
    body = visit_body(assignment, seen(measure))
    report_figures(measure, benefit_achieved_wan=Decimal(70))
    assert post_visit(phone, assignment, body).status_code == 200
    assert "请核对" in Verification.objects.get().remark
    measure.refresh_from_db()
    assert measure.state == MeasureState.VERIFIED


def test_a_reading_that_no_longer_fits_the_claim_is_kept_and_changes_nothing(phone, assignment, measure):
    body = visit_body(assignment, seen(measure))
    lower = [
        {"indicator": "water", "baseline": Decimal(20_000), "expected": Decimal(1), "achieved": Decimal(1)}
    ]
    by = crew_of(measure.round).plant
    measure_update(measure=measure, version=measure.version, by=by, at=now(), effects=lower)
    assert post_visit(phone, assignment, body).status_code == 200
    kept = Verification.objects.get()
    assert ("未改动方案" in kept.remark, kept.readings.get().value) == (True, 29_500)
    measure.refresh_from_db()
    assert measure.state == MeasureState.IMPLEMENTED


def test_a_measure_refuted_by_another_visit_meanwhile_stays_refuted(phone, assignment, measure):
    body = visit_body(assignment, seen(measure))
    make_verification(measure, "absent")
    assert post_visit(phone, assignment, body).status_code == 200
    assert "只留下当时所见" in Verification.objects.get(assignment=assignment).remark
    measure.refresh_from_db()
    assert measure.state == MeasureState.IN_PROGRESS


def test_a_measure_recorded_on_the_page_already_is_not_recorded_twice(phone, assignment, measure):
    make_verification(measure, assignment=assignment)
    answer = post_visit(phone, assignment, visit_body(assignment, seen(measure)))
    assert "以先登记的为准" in answer.json()["remarks"][0]
    assert Verification.objects.count() == 1


# ---- refused -------------------------------------------------------------------------------------


def _soon(days):
    return (now() + timedelta(days=days)).isoformat()


REFUSED = {
    "in the future": ({"started_at": _soon(1), "ended_at": _soon(1)}, "不能晚于今天"),
    "ends before it starts": ({"ended_at": _soon(-1)}, "离场时间须晚于到场时间"),
    "a day before the order": ({"started_at": _soon(-9), "ended_at": _soon(-9)}, "早于指派"),
    "signed by somebody else": ({"signed_name": "别人"}, "本人的姓名"),
    "no place": ({"place": " "}, "地点"),
    "an impossible place": ({"latitude": "123"}, "纬度"),
    "no measure": ({"measures": []}, "没有任何方案"),
    "a finding due yesterday": ({"findings": [finding(due_on="2020-01-01")]}, "整改期限须晚于"),
    "a finding without words": ({"findings": [finding(text="")]}, "问题"),
    "a photograph without hash": ({"photos": [named(b"1", sha256="x")]}, "照片"),
    "too many photographs": ({"photos": [named(b"1")] * 61}, "最多 60"),
    "not a list": ({"photos": "x"}, "photos"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_visit_is_refused_that_is(case, phone, assignment, measure):
    changes, words = REFUSED[case]
    answer = post_visit(phone, assignment, visit_body(assignment, seen(measure)) | changes)
    assert answer.status_code == 422
    assert words in json.dumps(answer.json(), ensure_ascii=False)
    assert nothing_was_written()


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"readings": {"water": "-1"}}, "不能"),
        ({"readings": {"water": "1e14"}}, "数值过大"),
        ({"readings": {"water": "60001"}}, "超过基准值"),
        ({"readings": {"water": "abc"}}, "读数"),
        ({"readings": {"cod": "1"}}, "不是这项方案申报的效益"),
        ({"readings": ["water"]}, "读数"),
        ({"verdict": "maybe"}, "结论"),
        ({"verdict": "absent"}, "未见实施"),
        ({"found": ""}, "现场情况"),
        ({"benefit_read_wan": "NaN"}, "核实经济效益"),
    ],
)
def test_an_absurd_reading_is_refused(said, words, phone, assignment, measure):
    answer = post_visit(phone, assignment, visit_body(assignment, seen(measure, **said)))
    assert answer.status_code == 422
    assert words in json.dumps(answer.json(), ensure_ascii=False)
    assert nothing_was_written()


def test_a_measure_of_another_round_is_refused(phone, assignment):
    stranger = make_measure(state=MeasureState.IMPLEMENTED)
    answer = post_visit(phone, assignment, visit_body(assignment, seen(stranger)))
    assert "不属于本轮审核" in answer.json()["sentence"]
    assert not Visit.objects.exists()


def test_half_a_body_is_refused(phone, assignment):
    address = reverse("measures:field_visit", args=[assignment.pk, uuid4()])
    for body in ("", "[", "[]", '"x"'):
        answer = phone.post(address, body, content_type="application/json")
        assert (answer.status_code, "不完整" in answer.json()["sentence"]) == (422, True)


def test_a_verifier_who_turns_out_to_be_the_enterprises_own_is_refused(phone, assignment, measure):
    plant = crew_of(measure.round).plant
    User.objects.filter(pk__in=[plant.pk, assignment.verifier.pk]).update(phone="13912345678")
    answer = post_visit(phone, assignment, visit_body(assignment, seen(measure)))
    assert "须与企业、咨询机构无关" in answer.json()["sentence"]
    assert nothing_was_written()


def test_nobody_sends_for_somebody_else(assignment, measure):
    body = visit_body(assignment, seen(measure), photos=[named(picture())])
    for client in (client_of(make_verifier()), client_of(crew_of(measure.round).plant)):
        assert post_visit(client, assignment, body).status_code in {403, 404}
    key = body["photos"][0]["key"]
    assert post_visit(client_of(assignment.verifier), assignment, body).status_code == 200
    assert post_photo(client_of(make_verifier()), key, picture()).status_code == 404


def test_a_photograph_that_is_none_is_refused(phone, assignment, measure):
    content = b"\xff\xd8\xff this is no picture"
    one = named(content)
    post_visit(phone, assignment, visit_body(assignment, seen(measure), photos=[one]))
    answer = post_photo(phone, one["key"], content)
    assert (answer.status_code, "不是能打开的照片" in answer.json()["sentence"]) == (422, True)
    assert not pictures_kept().exists()
    missing = phone.post(reverse("measures:field_photo", args=[one["key"]]))
    assert "没有收到照片" in missing.json()["sentence"]


# ---- what the phone takes along, and what a camera says -------------------------------------------


def test_a_phone_takes_along_its_own_open_visits_and_a_token(phone, assignment, measure):
    data = page(phone, "field_data").json()
    assert data["person"] == {"id": assignment.verifier.pk, "name": assignment.verifier.name}
    (visit,) = data["visits"]
    assert visit["measures"][0]["indicators"][0]["code"] == "water"
    make_visit(measure, assignment)
    assert page(phone, "field_data").json()["visits"] == []
    assert page(client_of(make_verifier()), "field_data").json()["visits"] == []


def test_what_a_phone_takes_along_costs_the_same_for_one_and_for_seven(phone, assignment, measure):
    one = queries_of(phone, "field_data")
    for days in range(1, 7):
        VerifierAssignment.objects.create(
            round=measure.round,
            verifier=assignment.verifier,
            visit_on=assignment.visit_on + timedelta(days=days),
            assigned_by=assignment.assigned_by,
            assigned_at=now(),
        )
    assert queries_of(phone, "field_data") == one <= 8


def test_the_kept_page_and_its_script_hold_nothing_of_a_person(client, assignment):
    text = page(client, "field_page").content.decode()
    signed_in = page(client_of(assignment.verifier), "field_page").content.decode()
    for one in (text, signed_in):
        assert assignment.verifier.name not in one
        assert 'data-person="" data-csrf=""' in one
    script = client.get("/sw.js")
    assert script["Content-Type"].startswith("text/javascript")


def test_time_and_place_are_lifted_from_a_photograph_before_it_is_made_anew(assignment, measure):
    content = io.BytesIO()
    picture_ = Image.new("RGB", (40, 30), "green")
    exif = picture_.getexif()
    exif.get_ifd(IFD.Exif)[Base.DateTimeOriginal] = "2026:11:20 09:30:00"
    exif.get_ifd(IFD.GPSInfo).update(
        {
            GPS.GPSLatitudeRef: "N",
            GPS.GPSLatitude: (37.0, 44.0, 11.4),
            GPS.GPSLongitudeRef: "E",
            GPS.GPSLongitude: (112.0, 33.0, 55.0),
        }
    )
    picture_.save(content, "JPEG", exif=exif)
    upload = SimpleUploadedFile("现场.jpg", content.getvalue(), "image/jpeg")
    kept = make_verification(measure, assignment=assignment, photos=[upload]).photos.get()
    assert kept.taken_at == datetime.fromisoformat("2026-11-20T09:30:00+08:00")
    assert (kept.latitude, kept.longitude) == (Decimal("37.736500"), Decimal("112.565278"))
    assert len(kept.original_sha256) == 64
    with Image.open(io.BytesIO(attachment_read(kept.attachment))) as anew:
        assert not anew.getexif()
