"""The pages of visits: assignments at a desk, and on site on a phone."""

from datetime import timedelta

import pytest
from django.urls import reverse

from config.common.access import Role
from measures.enums import MeasureState, Verdict
from measures.models import Measure, Verification, VerificationPhoto, VerifierAssignment
from tests.factories.accounts import client_of, make_user
from tests.factories.audits import crew_of, make_agency, make_auditor, today
from tests.factories.enterprises import make_enterprise, make_representative
from tests.factories.measures import (
    make_assignment,
    make_measure,
    make_verification,
    make_verifier,
    make_working_round,
    photo,
)
from tests.held import held
from tests.integration.measures.pages import HTMX, day, page, queries_of

pytestmark = pytest.mark.usefixtures("db")
S = MeasureState


@pytest.fixture(scope="module")
def prepared(django_db_setup, django_db_blocker):
    with held(django_db_blocker):
        yield make_measure(state=S.IMPLEMENTED).pk


@pytest.fixture
def db(prepared, django_db_blocker):
    with held(django_db_blocker):
        yield


@pytest.fixture
def measure(db, prepared):
    return Measure.objects.get(pk=prepared)


@pytest.fixture
def assignment(measure):
    return make_assignment(measure.round)


@pytest.fixture
def verifier(assignment):
    return client_of(assignment.verifier)


@pytest.fixture
def officer(measure):
    return client_of(crew_of(measure.round).officer)


def strangers():
    return [
        client_of(make_user(Role.CITY, "140200")),
        client_of(make_representative(make_enterprise())),
        client_of(make_auditor(make_agency())),
        client_of(make_verifier()),
    ]


# ---- assignment_list ---------------------------------------------------------------------------


def test_assignment_list_of_a_verifier_is_today_on_a_phone(verifier, assignment, measure):
    later = make_assignment(measure.round, assignment.verifier, today() + timedelta(days=3))
    response = page(verifier, "assignment_list")
    text = response.content.decode()
    assert '<body class="phone"' in text
    assert [row["href"] for row in response.context["due"]] == [
        reverse("measures:visit_detail", args=[assignment.pk])
    ]
    assert [row["visit_on"] for row in response.context["later"]] == [later.visit_on]
    make_verification(measure, assignment=assignment)
    again = page(verifier, "assignment_list")
    assert [len(again.context[name]) for name in ("due", "later", "done")] == [0, 1, 1]
    assert "今天没有核查任务" in again.content.decode()


def test_assignment_list_at_a_desk_filters(officer, assignment):
    everything = page(officer, "assignment_list")
    assert everything.context["list"].rows[0]["standing"] == 1
    for query, found in (
        ({"done": "no"}, 1),
        ({"done": "yes"}, 0),
        ({"q": assignment.verifier.name}, 1),
        ({"q": "没有这个人"}, 0),
        ({"since": day(today() + timedelta(days=1))}, 0),
        ({"until": day()}, 1),
    ):
        assert page(officer, "assignment_list", **query).context["list"].total == found
    assert "<html" not in officer.get(reverse("measures:assignment_list"), **HTMX).content.decode()


def test_assignment_list_shows_nobody_elses(assignment):
    for client in strangers():
        context = page(client, "assignment_list").context
        assert not (context["list"].total if "list" in context else context["due"])


def test_assignment_list_costs_the_same_for_one_and_for_twenty(officer, verifier, assignment, measure):
    desk, phone = queries_of(officer, "assignment_list"), queries_of(verifier, "assignment_list")
    for days in range(1, 20):
        make_assignment(measure.round, assignment.verifier, today() + timedelta(days=days))
    assert queries_of(officer, "assignment_list") == desk <= 8
    assert queries_of(verifier, "assignment_list") == phone <= 6


# ---- assignment_create -------------------------------------------------------------------------


def test_assignment_create_sends_a_verifier(officer, measure):
    person = make_verifier()
    url = reverse("measures:assignment_create", args=[measure.round_id])
    assert person.name in officer.get(url).content.decode()
    response = officer.post(url, {"verifier": person.pk, "visit_on": day(), "note": "看水表"})
    made = VerifierAssignment.objects.get()
    assert response.headers["Location"] == reverse("measures:visit_detail", args=[made.pk])
    assert (made.verifier_id, made.note) == (person.pk, "看水表")


def test_assignment_create_offers_only_verifiers_near_enough(officer, measure):
    near, far = make_verifier(region="140105"), make_verifier(region="140200")
    above, gone = make_verifier(region="140000"), make_verifier()
    type(gone).objects.filter(pk=gone.pk).update(is_active=False)
    form = page(officer, "assignment_create", measure.round_id).context["form"]
    offered = set(form.fields["verifier"].queryset)
    assert {near, above} <= offered
    assert not {far, gone} & offered


def test_assignment_create_refuses_a_tied_verifier_with_its_reason(officer, measure):
    person = make_verifier(phone="13812345678")
    url = reverse("measures:assignment_create", args=[measure.round_id])
    response = officer.post(url, {"verifier": person.pk, "visit_on": day()})
    assert response.status_code == 422
    assert "同一手机或邮箱" in response.content.decode()
    assert not VerifierAssignment.objects.exists()


@pytest.mark.parametrize("data", [{}, {"verifier": "1"}, {"verifier": "x", "visit_on": "31.12.2026"}])
def test_assignment_create_says_what_is_missing(officer, measure, data):
    response = officer.post(reverse("measures:assignment_create", args=[measure.round_id]), data)
    assert response.status_code == 422


def test_assignment_create_is_for_officers_of_the_territory(verifier, measure):
    url = reverse("measures:assignment_create", args=[measure.round_id])
    assert verifier.get(url).status_code == 403
    assert client_of(make_user(Role.CITY, "140200")).get(url).status_code == 404


# ---- visit_detail ------------------------------------------------------------------------------


def test_visit_detail_lists_what_is_to_be_seen(verifier, assignment, measure):
    make_measure(measure.round, S.IN_PROGRESS)
    text = page(verifier, "visit_detail", assignment.pk).content.decode()
    assert reverse("measures:verification_create", args=[assignment.pk, measure.pk]) in text
    assert text.count("待核查") == 1
    assert "请重点核对水表读数" in text


def test_visit_detail_keeps_what_was_found_absent(verifier, assignment, measure):
    made = make_verification(measure, Verdict.ABSENT, assignment)
    text = page(verifier, "visit_detail", assignment.pk).content.decode()
    assert "未见实施" in text
    assert reverse("measures:verification_detail", args=[made.pk]) in text


def test_visit_detail_offers_recording_to_the_verifier_alone(officer, assignment, measure):
    text = page(officer, "visit_detail", assignment.pk).content.decode()
    assert reverse("measures:verification_create", args=[assignment.pk, measure.pk]) not in text


def test_visit_detail_of_another_is_not_found(assignment):
    for client in strangers():
        page(client, "visit_detail", assignment.pk, status=404)


def test_visit_detail_costs_the_same_for_one_and_for_twenty(verifier, assignment, measure):
    one = queries_of(verifier, "visit_detail", assignment.pk)
    for _number in range(10):
        make_measure(measure.round, S.IMPLEMENTED)
    assert queries_of(verifier, "visit_detail", assignment.pk) == one <= 8


# ---- verification_create -----------------------------------------------------------------------


def record_url(assignment, measure):
    return reverse("measures:verification_create", args=[assignment.pk, measure.pk])


def record_data(**given):
    values = {"visited_on": day(), "verdict": "stands", "found": "设备在运行", "reading_water": "29500"}
    return values | given


def test_verification_create_is_a_phone_form_with_units_claims_and_the_camera(verifier, assignment, measure):
    text = verifier.get(record_url(assignment, measure)).content.decode()
    for words in ('<body class="phone"', 'capture="environment"', "t/a", "申报 30000", "multiple"):
        assert words in text
    assert "field-error" not in text


def test_verification_create_records_reading_and_photographs(verifier, assignment, measure):
    data = record_data(benefit_read_wan="75", photos=[photo("一.jpg"), photo("二.png", "PNG")])
    response = verifier.post(record_url(assignment, measure), data)
    assert response.headers["Location"] == reverse("measures:visit_detail", args=[assignment.pk])
    made = Verification.objects.get()
    assert (made.photos.count(), made.readings.get().value) == (2, 29_500)
    measure.refresh_from_db()
    assert measure.state == S.VERIFIED


@pytest.mark.parametrize(
    "wrong",
    [
        {"verdict": ""},
        {"found": ""},
        {"visited_on": "2999-01-01"},
        {"reading_water": "60001"},
        {"reading_water": "-1"},
        {"reading_water": "很多"},
        {"verdict": "absent"},
        {"verdict": "partly", "reading_water": ""},
    ],
)
def test_verification_create_refuses_with_a_sentence(verifier, assignment, measure, wrong):
    response = verifier.post(record_url(assignment, measure), record_data(**wrong))
    assert response.status_code == 422
    assert not Verification.objects.exists()


def test_verification_create_refuses_a_second_record(verifier, assignment, measure):
    verifier.post(record_url(assignment, measure), record_data())
    response = verifier.post(record_url(assignment, measure), record_data())
    assert response.status_code == 422
    assert Verification.objects.count() == 1


def test_verification_create_is_for_the_person_sent(officer, assignment, measure):
    assert officer.get(record_url(assignment, measure)).status_code == 403
    assert client_of(make_verifier()).post(record_url(assignment, measure), record_data()).status_code == 404


def test_verification_create_knows_only_measures_of_its_round(verifier, assignment):
    other = make_measure(make_working_round(), S.IMPLEMENTED)
    assert verifier.get(record_url(assignment, other)).status_code == 404


# ---- verification_detail, verification_photo ---------------------------------------------------


def test_verification_detail_shows_the_record(officer, measure):
    made = make_verification(measure, photos=[photo()])
    text = page(officer, "verification_detail", made.pk).content.decode()
    for words in ("属实", "29,500", "75.00", "设备在运行", "/measures/photos/"):
        assert words in text


def test_verification_detail_and_photo_of_another_are_not_found(measure):
    made = make_verification(measure, photos=[photo()])
    for client in strangers():
        page(client, "verification_detail", made.pk, status=404)
        page(client, "verification_photo", made.photos.get().pk, status=404)


def test_verification_photo_is_served_as_the_picture_made_anew(officer, measure):
    make_verification(measure, photos=[photo('<b>"现场.jpg')])
    picture = VerificationPhoto.objects.get()
    response = page(officer, "verification_photo", picture.pk)
    content = b"".join(response.streaming_content)
    assert content.startswith(b"\xff\xd8\xff")
    assert response["Content-Type"] == "image/jpeg"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Disposition"].startswith("inline")
    saved = page(officer, "verification_photo", picture.pk, download="")
    assert saved["Content-Disposition"].startswith("attachment")


# ---- round_verifications -----------------------------------------------------------------------


def test_round_verifications_is_a_panel_with_verdicts(officer, assignment, measure):
    make_verification(measure, Verdict.PARTLY, assignment)
    response = officer.get(reverse("measures:round_verifications", args=[measure.round_id]), **HTMX)
    text = response.content.decode()
    assert "<html" not in text
    for words in ("部分属实", measure.number, assignment.verifier.name, "指派核查员"):
        assert words in text


def test_round_verifications_of_another_is_not_found(measure, assignment):
    for client in strangers():
        page(client, "round_verifications", measure.round_id, status=404)


def test_round_verifications_costs_the_same_for_one_and_for_twenty(officer, assignment, measure):
    make_verification(measure, Verdict.PARTLY, assignment)
    one = queries_of(officer, "round_verifications", measure.round_id)
    for _visit in range(5):
        make_verification(measure, Verdict.PARTLY)
    assert queries_of(officer, "round_verifications", measure.round_id) == one <= 8
