"""The search field of the top bar, and choices for searchable fields."""

import pytest
from django.urls import reverse

from config.common.access import Role
from tests.factories.accounts import client_of, make_user
from tests.factories.enterprises import make_enterprise

pytestmark = pytest.mark.django_db
URL = "/enterprises/registry/search/"
OPTIONS = "/enterprises/registry/options/"
HTMX = {"HX-Request": "true"}


def test_the_drop_down_shows_eight_and_says_how_many_there_are() -> None:
    for number in range(10):
        make_enterprise(f"太原小炼{number}厂")
    response = client_of(make_user()).get(URL, {"q": "tyxl"}, headers=HTMX)
    assert len(response.context["rows"]) == 8
    assert "全部 10 家" in response.content.decode()
    assert "<html" not in response.content.decode()


def test_the_drop_down_stays_inside_the_territory() -> None:
    make_enterprise("太原小炼厂", "140106")
    client = client_of(make_user(Role.COUNTY, "140105"))
    response = client.get(URL, {"q": "太原小炼"}, headers=HTMX)
    assert response.context["total"] == 0
    assert "没有找到" in response.content.decode()
    assert client.get(OPTIONS, {"q": "太原小炼"}).json() == {"results": []}


def test_nothing_typed_finds_nothing() -> None:
    make_enterprise()
    assert client_of(make_user()).get(URL, {"q": "  "}, headers=HTMX).context["total"] == 0


def test_enter_opens_the_only_one_found_or_the_list_of_all() -> None:
    one = make_enterprise("太原小炼厂")
    client = client_of(make_user())
    detail = reverse("enterprises:enterprise_detail", args=[one.pk])
    assert client.get(URL, {"q": "tyxl"})["Location"] == detail
    make_enterprise("太原小炼二厂")
    assert client.get(URL, {"q": "tyxl"})["Location"] == "/enterprises/registry/?q=tyxl"


def test_choices_tell_namesakes_apart() -> None:
    one = make_enterprise("太原小炼厂")
    found = client_of(make_user()).get(OPTIONS, {"q": one.uscc[:10]}).json()["results"]
    assert found == [{"value": one.pk, "text": f"太原小炼厂 · {one.uscc} · 太原市 小店区"}]


def test_wildcards_are_only_letters() -> None:
    make_enterprise("甲厂")
    assert client_of(make_user()).get(OPTIONS, {"q": "%"}).json() == {"results": []}


def test_administrators_do_not_search() -> None:
    client = client_of(make_user(Role.SECURITY_ADMIN))
    assert client.get(URL).status_code == client.get(OPTIONS).status_code == 403
