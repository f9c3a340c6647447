"""Lists as tables: columns are chosen and ordered, what is gone is said, and it costs the same for each choice."""

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from config.common.access import GRANTS, Role
from config.common.tables import filter_words, tables
from tests.factories.accounts import client_of, make_user
from tests.factories.enterprises import make_enterprise

pytestmark = pytest.mark.django_db
RIGHTS_OF_OFFICERS = {right for right, roles in GRANTS.items() if Role.PROVINCE in roles}
URL = reverse("enterprises:enterprise_list")


def test_columns_are_shown_as_they_were_chosen_and_the_naming_one_always() -> None:
    make_enterprise("晋源焦化厂")
    client = client_of(make_user())
    columns = client.get(URL, {"column": ["status", "uscc"]}).context["list"].columns
    assert [column.key for column in columns] == ["name", "status", "uscc"]
    text = client.get(URL, {"column": ["address", "name"]}).content.decode()
    head = text[text.index("<thead>") : text.index("</thead>")]
    assert head.index("地址") < head.index("企业名称")
    assert "统一社会信用代码" not in head


def test_what_no_longer_exists_is_left_out_with_a_sentence() -> None:
    answer = client_of(make_user()).get(
        URL,
        {"column": ["name", "colour"], "order": "weight", "status": "flying", "view": "x", "shape": "round"},
    )
    said = answer.context["list"].left_out
    assert said == (
        "以下内容已不存在或对您不适用，未采用：“状态”的取值、列“colour”、排序“weight”、条件“shape”。"
    )
    assert said in answer.content.decode()


@pytest.mark.parametrize("name", sorted(tables()))
def test_every_table_draws_every_column_and_keeps_its_defaults(name: str) -> None:
    """With no row the heading alone; the access tests fill each list and open it by every role."""
    table = tables()[name]
    keys = [column.key for column in table.columns]
    assert len(set(keys)) == len(keys)
    assert any(column.naming for column in table.columns)
    assert table.default.removeprefix("-") in table.orderings
    assert {column.order for column in table.columns if column.order} <= set(table.orderings)
    officer = table.permission in RIGHTS_OF_OFFICERS
    reader = make_user() if officer else make_user(role=Role.SYSTEM_ADMIN)
    answer = client_of(reader).get(reverse(name), {"column": keys})
    assert answer.status_code == 200
    assert [column.key for column in answer.context["list"].columns] == keys


def test_all_columns_cost_the_queries_of_one() -> None:
    for _row in range(12):
        make_enterprise()
    client = client_of(make_user())
    client.get(URL)
    counts = []
    for keys in (["name"], [column.key for column in tables()["enterprises:enterprise_list"].columns]):
        with CaptureQueriesContext(connection) as queries:
            client.get(URL, {"column": keys})
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_filter_can_be_put_in_words() -> None:
    user, table = make_user(), tables()["enterprises:enterprise_list"]
    data = QueryDict("q=焦化&status=active&county=&order=name")
    assert filter_words(table.filterset(user, data, timezone.localdate())) == "企业：焦化；状态：在产"
