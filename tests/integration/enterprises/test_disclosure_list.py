"""Who owes a disclosure, who has disclosed, who was late."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from config.common.access import Role
from tests.factories.accounts import client_of, make_user, place
from tests.factories.enterprises import make_disclosure, make_enterprise, make_representative
from tests.factories.lists import make_listing

pytestmark = pytest.mark.django_db
URL = "/enterprises/disclosures/"
CEILING = 10


def names(response) -> set[str]:
    return {row["name"] for row in response.context["list"].rows}


@pytest.fixture
def four() -> None:
    """Published 2026-03-20 (due 2026-04-20) and today: on time, late, overdue, open."""
    make_disclosure(make_listing(make_enterprise("按期厂")), disclosed_on=date(2026, 4, 20))
    make_disclosure(make_listing(make_enterprise("迟到厂"), ("TOXIC",)), disclosed_on=date(2026, 4, 21))
    make_listing(make_enterprise("逾期厂", "140302"))
    make_listing(make_enterprise("未到期厂"), published_on=timezone.localdate() - timedelta(days=1))
    make_listing(make_enterprise("草稿厂"), published_on=None)


@pytest.mark.parametrize(
    ("state", "seen"), [("done", "按期厂"), ("done_late", "迟到厂"), ("late", "逾期厂"), ("open", "未到期厂")]
)
def test_each_state_is_told_apart_by_the_day(four: None, state: str, seen: str) -> None:
    assert names(client_of(make_user()).get(URL, {"state": state})) == {seen}


def test_filters_by_enterprise_year_category_and_city(four: None) -> None:
    client = client_of(make_user())
    assert len(names(client.get(URL))) == 4
    assert names(client.get(URL, {"q": "迟到"})) == {"迟到厂"}
    assert names(client.get(URL, {"category": "TOXIC"})) == {"迟到厂"}
    assert names(client.get(URL, {"city": place("140300").pk})) == {"逾期厂"}
    assert len(names(client.get(URL, {"year": 2026}))) == 4


def test_each_sees_the_own_scope_and_only_the_enterprise_is_asked_to_fill_in(four: None) -> None:
    assert names(client_of(make_user(Role.CITY, "140300")).get(URL)) == {"逾期厂"}
    listing = make_listing(make_enterprise("我的厂"))
    response = client_of(make_representative(listing.enterprise)).get(URL)
    assert names(response) == {"我的厂"}
    assert reverse("enterprises:disclosure_edit", args=[listing.pk]) in response.content.decode()
    assert "去公示" not in client_of(make_user()).get(URL).content.decode()
    assert client_of(make_user(Role.LOG_ADMIN)).get(URL).status_code == 403


def test_twenty_rows_cost_the_queries_of_one() -> None:
    client = client_of(make_user())
    client.get(URL)
    counts = []
    for number in (1, 19):
        for _row in range(number):
            make_disclosure(make_listing())
        with CaptureQueriesContext(connection) as queries:
            client.get(URL)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= CEILING
