"""The registry as a list: who sees what, every filter, the count, the cost."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from config.common.access import Role
from enterprises.models import Enterprise
from enterprises.services.enterprises import enterprise_update
from tests.factories.accounts import client_of, make_user, now, place, system
from tests.factories.enterprises import industry, make_enterprise, make_representative
from tests.factories.lists import make_listing

pytestmark = pytest.mark.django_db
URL = "/enterprises/registry/"
CEILING = 12


def names(response) -> list[str]:
    return [row["name"] for row in response.context["list"].rows]


@pytest.mark.parametrize(
    ("role", "region", "seen"),
    [
        (Role.PROVINCE, "140000", {"小店厂", "迎泽厂", "阳泉厂"}),
        (Role.CITY, "140100", {"小店厂", "迎泽厂"}),
        (Role.COUNTY, "140106", {"迎泽厂"}),
        (Role.DEPARTMENT, "140300", {"阳泉厂"}),
    ],
)
def test_officers_and_departments_see_their_territory(role: str, region: str, seen: set[str]) -> None:
    for name, where in [("小店厂", "140105"), ("迎泽厂", "140106"), ("阳泉厂", "140302")]:
        make_enterprise(name, where)
    response = client_of(make_user(role, region)).get(URL)
    assert set(names(response)) == seen
    assert response.context["list"].total == len(seen)


def test_an_enterprise_sees_its_own_sites_only() -> None:
    mine = make_enterprise("我的厂")
    make_enterprise("邻厂")
    assert names(client_of(make_representative(mine)).get(URL)) == ["我的厂"]


def test_administrators_are_refused_and_strangers_sent_to_sign_in(client) -> None:
    assert client_of(make_user(Role.SYSTEM_ADMIN)).get(URL).status_code == 403
    assert client.get(URL)["Location"].startswith(reverse("accounts:sign_in"))


@pytest.mark.parametrize(
    "text",
    ["晋源小炼", "晋阳焦化厂", "jyxl", "91140105MA9999", "91140105ma9999999x001p", "123456789", "12345678-9"],
)
def test_search_finds_by_name_former_name_codes_permit_and_initials(text: str) -> None:
    wanted = make_enterprise(
        "晋阳焦化厂", uscc="91140105MA9999999X", permits=["91140105MA9999999X001P"], old_code="123456789"
    )
    enterprise_update(enterprise=wanted, version=1, by=system(), at=timezone.now(), name="太原晋源小炼公司")
    make_enterprise("别的厂")
    assert names(client_of(make_user()).get(URL, {"q": text})) == ["太原晋源小炼公司"]


def test_each_filter_narrows_the_list() -> None:
    one = make_enterprise("甲厂", "140105", scale="large", status="stopped")
    make_listing(one, ("TOXIC",))
    make_enterprise("乙厂", "140302", industry=industry("3011"), scale="small")
    make_listing(make_enterprise("丙厂", "140302", industry=industry("3011")), ("ENERGY",), published_on=None)
    client = client_of(make_user())
    for query in (
        {"city": place("140100").pk},
        {"county": place("140105").pk},
        {"industry": "焦化"},
        {"category": "TOXIC"},
        {"status": "stopped"},
        {"scale": "large"},
    ):
        assert names(client.get(URL, query)) == ["甲厂"], query
    assert names(client.get(URL, {"category": "ENERGY"})) == []


def test_rows_sort_by_pinyin_and_by_an_allow_list() -> None:
    for name, where in [("阳泉厂", "140105"), ("安泰厂", "140302"), ("长治厂", "140106")]:
        make_enterprise(name, where)
    client = client_of(make_user())
    assert names(client.get(URL)) == ["安泰厂", "长治厂", "阳泉厂"]
    assert names(client.get(URL, {"order": "-name"})) == ["阳泉厂", "长治厂", "安泰厂"]
    assert names(client.get(URL, {"order": "place"})) == ["阳泉厂", "长治厂", "安泰厂"]
    assert names(client.get(URL, {"order": "password"})) == ["安泰厂", "长治厂", "阳泉厂"]


def test_an_htmx_request_gets_the_rows_alone() -> None:
    make_enterprise("甲厂")
    body = client_of(make_user()).get(URL, headers={"HX-Request": "true"}).content.decode()
    assert "甲厂" in body
    assert "<html" not in body


def test_the_last_published_listing_stands_beside_each_enterprise() -> None:
    enterprise = make_enterprise("甲厂")
    make_listing(enterprise, ("OVER_LIMIT", "TOXIC"))
    make_listing(enterprise, ("ENERGY",), published_on=None)
    row = client_of(make_user()).get(URL).context["list"].rows[0]
    assert (row["year"], row["categories"]) == (2026, ["双超", "双有"])


def test_twenty_rows_cost_the_queries_of_one() -> None:
    client = client_of(make_user())
    client.get(URL)  # the first page of a session also writes the session
    counts = []
    for number in (1, 19):
        for _row in range(number):
            make_listing(make_enterprise())
        with CaptureQueriesContext(connection) as queries:
            client.get(URL)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= CEILING


def make_many_elsewhere(count: int = 2_000) -> None:
    """So many enterprises of other counties that a planner has a choice to make, and knows of them."""
    there = place("140226")
    Enterprise.objects.bulk_create(
        Enterprise(
            name=f"大同第{n}厂",
            name_key=f"大同第{n}厂",
            pinyin=f"da tong {n:05d}",
            region=there,
            created_at=now(),
        )
        for n in range(count)
    )
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE enterprises_enterprise")


def test_a_county_reads_its_list_from_the_index_in_order() -> None:
    officer = make_user(Role.COUNTY)
    make_enterprise()
    make_many_elsewhere()
    with CaptureQueriesContext(connection) as queries:
        client_of(officer).get(URL)
    page = next(
        query["sql"] for query in queries if "ORDER BY" in query["sql"] and '"pinyin" ASC' in query["sql"]
    )
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute(f"EXPLAIN {page}")
        else:
            cursor.execute(f"EXPLAIN QUERY PLAN {page}")
        plan = " ".join(str(row) for row in cursor.fetchall())
    assert "enterprise_region_pinyin" in plan
    assert "TEMP B-TREE" not in plan
