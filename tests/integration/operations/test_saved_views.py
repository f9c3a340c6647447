"""Saved views: kept, shared, opened by others within their own scope, and what is gone is said."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Activity
from config.common.access import Role
from operations.models import DefaultView, SavedView
from tests.factories.accounts import client_of, make_user
from tests.factories.enterprises import make_enterprise

pytestmark = pytest.mark.django_db
PAGE = "enterprises:enterprise_list"
LIST, CREATE, MINE = (reverse(name) for name in (PAGE, "operations:view_create", "operations:view_list"))


def save(client: Client, name: str = "在产的", query: str = "status=active", **more: Any):
    return client.post(CREATE, {"page": PAGE, "name": name, "query": query, "sharing": "private"} | more)


def names(client: Client) -> list[str]:
    return [view.name for view in client.get(LIST, {"view": ""}).context["list"].views.rows]


def test_a_view_keeps_filter_order_and_columns_and_opens_with_them() -> None:
    make_enterprise("甲厂")
    client = client_of(make_user())
    opened = save(client, query="q=甲&order=-uscc&column=uscc&column=name&page=3&county=&color=red").url
    view = SavedView.objects.get()
    assert view.query == "column=uscc&column=name&order=-uscc&q=%E7%94%B2"
    shown = client.get(opened).context["list"]
    assert [column.key for column in shown.columns] == ["uscc", "name"]
    assert (shown.order, shown.total, shown.views.current.name) == ("-uscc", 1, "在产的")
    assert not shown.views.changed
    assert client.get(f"{opened}&scale=large").context["list"].views.changed
    assert Activity.objects.get(verb="view_save").thing == "在产的"


def test_colleagues_find_what_is_shared_with_the_office_and_others_do_not() -> None:
    county = make_user(Role.COUNTY)
    save(client_of(county), "本局", sharing="office")
    save(client_of(county), "私有")
    assert names(client_of(make_user(Role.COUNTY))) == ["本局"]
    for other in (
        make_user(Role.COUNTY, "140106"),
        make_user(Role.CITY),
        make_user(Role.DEPARTMENT, "140105"),
    ):
        assert names(client_of(other)) == []


def test_a_view_opened_by_link_shows_the_readers_own_rows_and_no_more() -> None:
    make_enterprise("小店厂", "140105")
    make_enterprise("大同厂", "140226")
    province = client_of(make_user())
    save(province, "全省", "q=厂", sharing="link")
    link = reverse("operations:view_open", args=[SavedView.objects.get().token])
    shown = client_of(make_user(Role.COUNTY)).get(link, follow=True).context["list"]
    assert [row["name"] for row in shown.rows] == ["小店厂"]
    assert shown.views.current.name == "全省"
    SavedView.objects.update(sharing="private")
    assert client_of(make_user(Role.COUNTY)).get(link).status_code == 404
    assert client_of(make_user(Role.SYSTEM_ADMIN)).get(link).status_code == 404


def test_a_list_opens_with_its_default_until_it_is_taken_back() -> None:
    client = client_of(make_user())
    opened = save(client).url
    view = SavedView.objects.get()
    address = reverse("operations:view_default", args=[view.pk])
    client.post(address, {"on": "1"})
    assert client.get(LIST).url == opened
    assert client.get(LIST, {"view": ""}).status_code == 200
    assert client.get(LIST, HTTP_HX_REQUEST="true").status_code == 200
    assert "?view=" in client.get(LIST, {"q": "x"}).content.decode()
    client.post(address)
    assert client.get(LIST).status_code == 200
    assert not DefaultView.objects.exists()


def test_a_colleagues_default_view_taken_back_leaves_the_list_as_it_is() -> None:
    owner, colleague = make_user(Role.COUNTY), make_user(Role.COUNTY)
    save(client_of(owner), sharing="office")
    view = SavedView.objects.get()
    client_of(colleague).post(reverse("operations:view_default", args=[view.pk]), {"on": "1"})
    assert client_of(colleague).get(LIST).status_code == 302
    SavedView.objects.update(sharing="private")
    assert client_of(colleague).get(LIST).status_code == 200


def test_a_view_is_renamed_updated_and_deleted_by_its_owner_alone() -> None:
    owner = client_of(make_user(Role.COUNTY))
    save(owner, sharing="office")
    view = SavedView.objects.get()
    edit, replace, delete = (
        reverse(f"operations:view_{deed}", args=[view.pk]) for deed in ("edit", "replace", "delete")
    )
    colleague = client_of(make_user(Role.COUNTY))
    assert colleague.get(edit).status_code == 404
    assert colleague.post(replace, {"query": ""}).status_code == 403
    assert colleague.post(delete).status_code == 403
    assert owner.post(edit, {"name": "停产的", "sharing": "link", "version": 1}).url == MINE
    owner.post(replace, {"query": "status=stopped"})
    view.refresh_from_db()
    assert (view.name, view.sharing, view.query) == ("停产的", "link", "status=stopped")
    assert owner.post(edit, {"name": "旧", "sharing": "link", "version": 1}).status_code == 422
    owner.post(delete)
    assert not SavedView.objects.exists()


def test_a_view_whose_parameters_are_gone_opens_with_a_sentence() -> None:
    user = make_user()
    SavedView.objects.create(
        owner=user, page=PAGE, name="旧", query="status=flying&q=厂", token="t", created_at=user.created_at
    )
    shown = client_of(user).get(reverse("operations:view_open", args=["t"]), follow=True).context["list"]
    assert shown.left_out == "以下内容已不存在或对您不适用，未采用：“状态”的取值。"


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"name": "  "}, "请给视图起个名字。"),
        ({"name": "长" * 41}, "视图名称最多 40 个字。"),
        ({"name": "已有"}, "您在这个列表已有名为“已有”的视图"),
        ({"query": "q=" + "长" * 2001}, "筛选条件过长，不能保存为视图"),
        ({"sharing": "world"}, "请选择视图给谁看。"),
        ({"page": "accounts:secrets"}, "没有这个列表，视图没有保存"),
    ],
)
def test_what_cannot_be_kept_is_refused_with_the_way_out(sent: dict[str, str], said: str) -> None:
    client = client_of(make_user())
    save(client, "已有")
    answer = save(client, **({"name": "新"} | sent))
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert SavedView.objects.count() == 1


def test_who_belongs_to_no_office_cannot_share_with_one() -> None:
    person = make_user(Role.ENTERPRISE)
    answer = save(client_of(person), sharing="office")
    assert "您的账号不属于某个区域的单位" in answer.content.decode()
    assert "本单位同级人员" not in client_of(person).get(LIST).content.decode()


def test_twenty_views_cost_the_queries_of_one() -> None:
    client = client_of(make_user())
    counts = []
    for number in (1, 19):
        for _view in range(number):
            save(client, f"第{SavedView.objects.count()}个")
        for address in (LIST, MINE):
            client.get(address)
            with CaptureQueriesContext(connection) as queries:
                client.get(address)
            counts.append(len(queries))
    assert counts[:2] == counts[2:]


def test_without_views_the_page_says_how_to_begin() -> None:
    assert "还没有保存的视图" in client_of(make_user()).get(MINE).content.decode()
