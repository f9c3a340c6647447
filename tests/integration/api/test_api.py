"""The API: same rows, scopes and refusals as the pages; statuses as docs/architecture.md says."""

import json
import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import ApiToken
from accounts.services.users import token_create, token_revoke
from config.common.access import Role
from tests.factories.accounts import client_of, make_user
from tests.factories.enterprises import make_enterprise, make_representative

pytestmark = pytest.mark.django_db


def get(client: Client, path: str, **headers: str):
    return client.get(f"/api/v1/{path}", headers=headers)


def test_anonymous_is_401_and_told_how(client: Client) -> None:
    answer = get(client, "enterprises/")
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"] == "Token"


def test_a_role_without_the_right_is_403() -> None:
    assert get(client_of(make_user(Role.SYSTEM_ADMIN)), "enterprises/").status_code == 403


def test_an_enterprise_elsewhere_does_not_exist() -> None:
    here, there = make_enterprise(region="140105"), make_enterprise(region="140226")
    officer = client_of(make_user(Role.CITY, "140100"))
    assert get(officer, f"enterprises/{here.pk}/").status_code == 200
    assert get(officer, f"enterprises/{there.pk}/").status_code == 404
    listed = get(officer, "enterprises/").json()
    assert [row["id"] for row in listed["results"]] == [here.pk]


@pytest.mark.parametrize("path", ["enterprises/1099511627776/", "enterprises/?page=99"])
def test_what_is_not_there_is_said_without_the_words_of_the_program(path: str) -> None:
    answer = get(client_of(make_user(Role.PROVINCE)), path)
    assert answer.status_code == 404
    assert re.fullmatch(r"[^A-Za-z]+", answer.json()["detail"])


def test_a_plant_sees_itself_alone() -> None:
    mine, _other = make_enterprise(), make_enterprise()
    client = client_of(make_representative(mine))
    assert [row["id"] for row in get(client, "enterprises/").json()["results"]] == [mine.pk]


def test_search_is_the_search_of_the_pages() -> None:
    make_enterprise(name="太原小炼焦化有限公司")
    make_enterprise(name="太原大河水泥有限公司")
    client = client_of(make_user(Role.CITY, "140100"))
    names = [row["name"] for row in get(client, "enterprises/?q=tyxl").json()["results"]]
    assert names == ["太原小炼焦化有限公司"]


def test_unknown_order_is_ignored_and_pages_never_overlap() -> None:
    for _number in range(5):
        make_enterprise()
    client = client_of(make_user(Role.PROVINCE))
    first = get(client, "enterprises/?ordering=password&page_size=3").json()["results"]
    second = get(client, "enterprises/?ordering=password&page_size=3&page=2").json()["results"]
    assert len({row["id"] for row in first + second}) == 5


def test_a_key_opens_what_its_person_may_see_until_it_is_revoked(client: Client) -> None:
    officer = make_user(Role.COUNTY, "140105")
    enterprise = make_enterprise(region="140105")
    key = token_create(user=officer, name="对接", by=officer, at=timezone.now())
    header = {"Authorization": f"Token {key}"}
    assert get(client, f"enterprises/{enterprise.pk}/", **header).status_code == 200
    assert ApiToken.objects.get().digest != key
    token_revoke(token=ApiToken.objects.get(), by=officer, at=timezone.now())
    assert get(client, f"enterprises/{enterprise.pk}/", **header).status_code == 401


@pytest.mark.parametrize("header", ["Token", "Token a b", "Token nonsense"])
def test_a_wrong_key_is_401(client: Client, header: str) -> None:
    assert get(client, "regions/", Authorization=header).status_code == 401


def test_a_closed_account_has_no_key_any_more(client: Client) -> None:
    officer = make_user(Role.COUNTY, "140105")
    key = token_create(user=officer, name="对接", by=officer, at=timezone.now())
    type(officer).objects.filter(pk=officer.pk).update(is_active=False)
    assert get(client, "regions/", Authorization=f"Token {key}").status_code == 401


def test_the_schema_and_its_page_are_open_and_fetch_nothing_from_elsewhere(client: Client) -> None:
    schema = json.loads(client.get(reverse("schema")).content)
    assert {"/api/v1/measures/", "/api/v1/verifications/", "/api/v1/reports/{id}/"} <= set(schema["paths"])
    page = client.get(reverse("api_docs")).content.decode()
    assert "https://" not in page
    assert "<style" not in page
    assert client.get(reverse("api_docs") + "?script=").status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "regions",
        "industries",
        "enterprises",
        "lists",
        "listings",
        "rounds",
        "measures",
        "verifications",
        "reports",
    ],
)
def test_every_list_costs_the_same_for_one_and_for_twenty_rows(
    path: str, django_assert_max_num_queries
) -> None:
    for _number in range(20):
        make_enterprise()
    client = client_of(make_user(Role.PROVINCE))
    with django_assert_max_num_queries(8):
        assert get(client, f"{path}/?page_size=20").status_code == 200


def test_reading_alone_is_offered_where_nothing_may_be_written() -> None:
    client = client_of(make_user(Role.PROVINCE))
    assert client.post("/api/v1/enterprises/", {}, content_type="application/json").status_code in {403, 405}
    assert client.delete("/api/v1/regions/1/").status_code in {403, 405}


@pytest.mark.parametrize("path", ["/api/v1/nothing/", "/api/v1/measures/1.5e-24/", "/api/nothing"])
def test_an_address_the_api_does_not_have_is_answered_as_to_a_program(client: Client, path: str):
    answer = client.get(path)
    assert (answer.status_code, answer.headers["Content-Type"]) == (404, "application/json")
    assert answer.json()["detail"]
