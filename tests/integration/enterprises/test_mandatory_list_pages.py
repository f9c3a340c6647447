"""The pages of lists: draft, entries, publishing, and what others see of them."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from config.common.access import Role
from enterprises.enums import ListState
from enterprises.models import Listing, MandatoryList
from tests.factories.accounts import client_of, make_user
from tests.factories.enterprises import make_enterprise, make_representative
from tests.factories.lists import make_entry, make_list, publish
from tests.integration.enterprises.pages import url_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer() -> Client:
    return client_of(make_user(Role.PROVINCE))


def text(client: Client, name: str, *args: int, query: str = "") -> str:
    answer = client.get(url_of(name, *args) + query)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def facts(mandatory_list: MandatoryList, **changes: Any) -> dict[str, Any]:
    return {
        "version": mandatory_list.version,
        "document_no": "晋环发[2026]12号",
        "authority": "山西省生态环境厅",
        "published_on": "2026-03-31",
    } | changes


def test_a_list_is_drafted_filled_and_published(officer: Client):
    made = officer.post(url_of("mandatory_list_create"), {"year": 2026, "batch": 1, "title": ""})
    mandatory_list = MandatoryList.objects.get()
    assert made.headers["Location"] == url_of("mandatory_list_detail", mandatory_list.pk)
    enterprise = make_enterprise("太原列入焦化有限公司")
    added = officer.post(
        url_of("listing_add", mandatory_list.pk),
        {"enterprise": enterprise.pk, "categories": ["OVER_LIMIT", "TOXIC"], "reason": "超标"},
    )
    assert added.status_code == 302
    mandatory_list.refresh_from_db()
    shown = text(officer, "mandatory_list_publish", mandatory_list.pk)
    assert "1 家企业" in shown
    done = officer.post(url_of("mandatory_list_publish", mandatory_list.pk), facts(mandatory_list))
    assert done.status_code == 302
    mandatory_list.refresh_from_db()
    assert (mandatory_list.state, mandatory_list.document_no) == (ListState.PUBLISHED, "晋环发〔2026〕12号")
    detail = text(officer, "mandatory_list_detail", mandatory_list.pk)
    assert "太原列入焦化有限公司" in detail
    assert "清洁生产审核办法 第十二条" in detail
    again = officer.post(url_of("mandatory_list_publish", mandatory_list.pk), facts(mandatory_list))
    assert again.status_code == 422
    assert "已经公布" in again.content.decode()


def test_what_stands_against_publishing_is_shown(officer: Client):
    mandatory_list = make_list()
    assert "名单里还没有企业" in text(officer, "mandatory_list_publish", mandatory_list.pk)
    answer = officer.post(
        url_of("mandatory_list_publish", mandatory_list.pk), facts(mandatory_list, document_no="十二号")
    )
    assert answer.status_code == 422
    assert "不合规范" in answer.content.decode()
    make_entry(mandatory_list, make_enterprise(uscc=""))
    assert "没有统一社会信用代码" in text(officer, "mandatory_list_publish", mandatory_list.pk)


def test_a_stale_save_shows_both_texts(officer: Client):
    mandatory_list = make_list()
    sent = facts(mandatory_list, title="我的标题")
    make_entry(mandatory_list)
    for name in ("mandatory_list_edit", "mandatory_list_publish"):
        answer = officer.post(url_of(name, mandatory_list.pk), sent)
        assert answer.status_code == 412, name
        mandatory_list.refresh_from_db()
        assert f'value="{mandatory_list.version}"' in answer.content.decode()
    sent["version"] = mandatory_list.version
    assert officer.post(url_of("mandatory_list_edit", mandatory_list.pk), sent).status_code == 302
    assert MandatoryList.objects.get().title == "我的标题"


def test_an_entry_is_edited_and_taken_off(officer: Client):
    listing = make_entry(make_list())
    form = {"version": 1, "categories": ["ENERGY"], "reason": "超限额"}
    assert text(officer, "listing_edit", listing.pk)
    assert officer.post(url_of("listing_edit", listing.pk), form).status_code == 302
    assert officer.post(url_of("listing_edit", listing.pk), form).status_code == 412
    listing.refresh_from_db()
    assert (listing.toxic, listing.energy, listing.reason) == (False, True, "超限额")
    empty = officer.post(url_of("listing_edit", listing.pk), {"version": 2, "reason": ""})
    assert "请至少选择一个类别" in empty.content.decode()
    assert officer.get(url_of("listing_remove", listing.pk)).status_code == 405
    assert officer.post(url_of("listing_remove", listing.pk)).status_code == 302
    assert not Listing.objects.exists()


def test_an_enterprise_of_another_province_or_already_listed_cannot_be_chosen(officer: Client):
    mandatory_list = make_list()
    listing = make_entry(mandatory_list)
    form = {"enterprise": listing.enterprise_id, "categories": ["TOXIC"]}
    answer = officer.post(url_of("listing_add", mandatory_list.pk), form)
    assert answer.status_code == 422
    assert "已在名单上" in answer.content.decode()
    prefilled = text(
        officer, "listing_add", mandatory_list.pk, query=f"?enterprise={make_enterprise('甲厂').pk}"
    )
    assert "甲厂（小店区）" in prefilled


def test_a_published_list_cannot_be_edited_on_its_pages(officer: Client):
    mandatory_list = make_list()
    listing = make_entry(mandatory_list)
    publish(mandatory_list)
    detail = text(officer, "mandatory_list_detail", mandatory_list.pk)
    assert url_of("listing_edit", listing.pk) not in detail
    assert url_of("mandatory_list_publish", mandatory_list.pk) not in detail
    assert "不能再修改" in text(officer, "mandatory_list_edit", mandatory_list.pk)
    sent = facts(mandatory_list, title="新标题")
    assert officer.post(url_of("mandatory_list_edit", mandatory_list.pk), sent).status_code == 422
    assert officer.post(url_of("listing_remove", listing.pk)).status_code == 422
    form = {"version": 1, "categories": ["ENERGY"], "reason": ""}
    assert officer.post(url_of("listing_edit", listing.pk), form).status_code == 422
    other = {"enterprise": make_enterprise().pk, "categories": ["TOXIC"]}
    assert officer.post(url_of("listing_add", mandatory_list.pk), other).status_code == 422
    assert Listing.objects.get().toxic


def test_a_draft_is_not_there_for_others_and_a_published_list_shows_what_is_theirs():
    mandatory_list = make_list()
    here, there = make_enterprise("太原甲厂"), make_enterprise("大同乙厂", "140213")
    make_entry(mandatory_list, here)
    make_entry(mandatory_list, there)
    city = client_of(make_user(Role.CITY))
    plant = client_of(make_representative(here))
    for client in (city, plant):
        assert client.get(url_of("mandatory_list_detail", mandatory_list.pk)).status_code == 404
        assert client.get(url_of("mandatory_list_export", mandatory_list.pk)).status_code == 404
    publish(mandatory_list)
    for client in (city, plant):
        shown = text(client, "mandatory_list_detail", mandatory_list.pk)
        assert "太原甲厂" in shown
        assert "大同乙厂" not in shown
        assert client.get(url_of("mandatory_list_publish", mandatory_list.pk)).status_code == 403


def test_another_provinces_officer_cannot_touch_a_list(officer: Client):
    from accounts.services.regions import regions_load

    regions_load(
        rows=[
            {"code": "990000", "name": "示例省", "parent": "", "level": "province"},
            {"code": "990100", "name": "示例市", "parent": "990000", "level": "city"},
        ]
    )
    stranger = client_of(make_user(Role.PROVINCE, "990000"))
    mandatory_list = make_list()
    listing = make_entry(mandatory_list)
    pages = [
        url_of("mandatory_list_edit", mandatory_list.pk),
        url_of("listing_add", mandatory_list.pk),
        url_of("listing_edit", listing.pk),
    ]
    assert {stranger.get(page).status_code for page in pages} == {404}
    publish(mandatory_list)
    assert {stranger.get(page).status_code for page in pages} == {404}
    assert "太原" not in text(stranger, "mandatory_list_detail", mandatory_list.pk)


def test_entries_are_filtered_by_name_category_and_lateness(officer: Client):
    mandatory_list = make_list()
    make_entry(mandatory_list, make_enterprise("太原甲厂"), ["ENERGY"])
    make_entry(mandatory_list, make_enterprise("大同乙厂", "140213"), ["TOXIC"])
    publish(mandatory_list, date(2024, 1, 31))
    cases = {"?q=tyjc": "太原甲厂", "?category=TOXIC": "大同乙厂", "?order=-name": "太原甲厂"}
    for query, name in cases.items():
        assert name in text(officer, "mandatory_list_detail", mandatory_list.pk, query=query)
    assert "大同乙厂" not in text(officer, "mandatory_list_detail", mandatory_list.pk, query="?q=tyjc")
    assert "太原甲厂" in text(officer, "mandatory_list_detail", mandatory_list.pk, query="?duty=late")
    assert "太原甲厂" not in text(officer, "mandatory_list_detail", mandatory_list.pk, query="?duty=on_time")
    part = officer.get(url_of("mandatory_list_detail", mandatory_list.pk), headers={"HX-Request": "true"})
    assert "<html" not in part.content.decode()


@pytest.mark.parametrize("name", ["mandatory_list_detail", "mandatory_list_list"])
def test_lists_cost_the_same_for_one_and_for_twenty_rows(officer: Client, name: str):
    def cost() -> int:
        args = [mandatory_list.pk] if name == "mandatory_list_detail" else []
        with CaptureQueriesContext(
            connection,
        ) as queries:
            text(officer, name, *args)
        return len(queries)

    mandatory_list = make_list()
    make_entry(mandatory_list)
    publish(mandatory_list)
    cost()
    one = cost()
    many = make_list(2025)
    for _number in range(20):
        make_entry(many)
    publish(many)
    for year in range(2005, 2020):
        make_list(year)
    mandatory_list = many
    assert cost() == one
    assert one <= 20
