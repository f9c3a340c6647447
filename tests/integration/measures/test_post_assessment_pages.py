"""The pages of post-assessments."""

from datetime import timedelta

import pytest
from django.urls import reverse

from audits.models import Round
from config.common.access import Role
from measures.models import Measure, PostAssessment
from tests.factories.accounts import client_of, make_user
from tests.factories.audits import crew_of, today
from tests.factories.enterprises import make_enterprise, make_representative
from tests.factories.measures import make_accepted_round, make_post_assessment, make_working_round
from tests.held import held
from tests.integration.measures.pages import HTMX, day, page, queries_of

pytestmark = pytest.mark.usefixtures("db")


@pytest.fixture(scope="module")
def prepared(django_db_setup, django_db_blocker):
    with held(django_db_blocker):
        yield make_accepted_round(measures=2).pk


@pytest.fixture
def db(prepared, django_db_blocker):
    with held(django_db_blocker):
        yield


@pytest.fixture
def round_(db, prepared):
    return Round.objects.get(pk=prepared)


@pytest.fixture
def officer(round_):
    return client_of(crew_of(round_).officer)


def accepted_long_ago(round_):
    Round.objects.filter(pk=round_.pk).update(accepted_on=today() - timedelta(days=400))


def record_data(post, **given):
    measures = Measure.objects.standing().filter(round=post.round).order_by("pk")
    data = {"items-TOTAL_FORMS": len(measures), "items-INITIAL_FORMS": len(measures)}
    for at, measure in enumerate(measures):
        data |= {f"items-{at}-measure": measure.pk, f"items-{at}-running": "delivering"}
        data |= {f"items-{at}-read_wan": "70", f"items-{at}-note": ""}
    return data | {"assessed_on": day(), "conclusion": "效益仍在。", "version": post.version} | given


def test_post_assessment_list_filters_and_tells_persistence(officer, round_):
    make_post_assessment(round_, recorded=True)
    row = page(officer, "post_assessment_list").context["list"].rows[0]
    assert (row["share"], row["yield_share"], row["read_count"]) == ("100.0%", "87.5%", 2)
    for query, found in (
        ({"state": "done"}, 1),
        ({"state": "due"}, 0),
        ({"state": "planned"}, 0),
        ({"q": "没有"}, 0),
        ({"year": round_.year}, 1),
    ):
        assert page(officer, "post_assessment_list", **query).context["list"].total == found
    assert "<html" not in officer.get(reverse("measures:post_assessment_list"), **HTMX).content.decode()


def test_post_assessment_list_counts_what_is_due(officer, round_):
    make_post_assessment(round_)
    assert page(officer, "post_assessment_list", state="due").context["list"].total == 1


def test_post_assessment_list_costs_the_same_for_one_and_for_more(officer, round_):
    make_post_assessment(round_, recorded=True)
    one = queries_of(officer, "post_assessment_list")
    make_post_assessment(make_accepted_round(), recorded=True)
    make_post_assessment(make_accepted_round(), recorded=True)
    assert queries_of(officer, "post_assessment_list") == one <= 8


def test_post_assessment_candidate_list_shows_rounds_accepted_a_year_ago(officer, round_):
    assert page(officer, "post_assessment_candidate_list").context["list"].total == 0
    accepted_long_ago(round_)
    response = page(officer, "post_assessment_candidate_list")
    assert reverse("measures:post_assessment_create", args=[round_.pk]) in response.content.decode()
    make_post_assessment(Round.objects.get(pk=round_.pk))
    assert page(officer, "post_assessment_candidate_list").context["list"].total == 0


def test_post_assessment_candidate_list_stays_in_the_territory(round_):
    accepted_long_ago(round_)
    other = client_of(make_user(Role.CITY, "140200"))
    assert page(other, "post_assessment_candidate_list").context["list"].total == 0
    plant = client_of(crew_of(round_).plant)
    page(plant, "post_assessment_candidate_list", status=403)


def test_post_assessment_create_plans(officer, round_):
    url = reverse("measures:post_assessment_create", args=[round_.pk])
    assert officer.get(url).status_code == 200
    response = officer.post(url, {"planned_on": day(today() + timedelta(days=400))})
    made = PostAssessment.objects.get()
    assert response.headers["Location"] == reverse("measures:post_assessment_edit", args=[made.pk])
    assert officer.post(url, {"planned_on": day()}).status_code == 422


def test_post_assessment_create_refuses_a_round_that_was_not_accepted():
    round_ = make_working_round()
    client = client_of(crew_of(round_).officer)
    url = reverse("measures:post_assessment_create", args=[round_.pk])
    response = client.post(url, {"planned_on": day()})
    assert response.status_code == 422
    assert "尚未通过验收" in response.content.decode()
    assert client_of(make_user(Role.CITY, "140200")).get(url).status_code == 404


def test_post_assessment_edit_records_every_measure(officer, round_):
    post = make_post_assessment(round_)
    url = reverse("measures:post_assessment_edit", args=[post.pk])
    assert officer.get(url).content.decode().count("80.00") == 2
    assert officer.post(url, record_data(post)).status_code == 302
    text = page(officer, "post_assessment_edit", post.pk).content.decode()
    for words in ("100.0%", "87.5%", "持续运行", "效益仍在。"):
        assert words in text
    assert officer.post(url, record_data(post)).status_code == 422


@pytest.mark.parametrize(
    "wrong",
    [
        {"conclusion": ""},
        {"assessed_on": "2999-01-01"},
        {"items-0-running": ""},
        {"items-0-read_wan": "多"},
        {"items-0-running": "stopped"},
        {"items-0-measure": "0"},
        {"items-TOTAL_FORMS": "1", "items-INITIAL_FORMS": "1"},
        {"version": "99"},
    ],
)
def test_post_assessment_edit_refuses_with_a_sentence(officer, round_, wrong):
    post = make_post_assessment(round_)
    url = reverse("measures:post_assessment_edit", args=[post.pk])
    assert officer.post(url, record_data(post, **wrong)).status_code == 422
    assert PostAssessment.objects.get().assessed_on is None


def test_post_assessment_edit_is_read_only_for_the_enterprise(round_):
    post = make_post_assessment(round_)
    plant = client_of(crew_of(round_).plant)
    assert "后评估尚未开展" in page(plant, "post_assessment_edit", post.pk).content.decode()
    url = reverse("measures:post_assessment_edit", args=[post.pk])
    assert plant.post(url, record_data(post)).status_code == 403


def test_post_assessment_edit_of_another_is_not_found(round_):
    post = make_post_assessment(round_)
    for client in (
        client_of(make_user(Role.CITY, "140200")),
        client_of(make_representative(make_enterprise())),
        client_of(make_user(Role.VERIFIER)),
    ):
        page(client, "post_assessment_edit", post.pk, status=404)
