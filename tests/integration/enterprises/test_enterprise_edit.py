"""Changing an enterprise in the browser; a stale save shows both texts."""

import pytest
from django.urls import reverse

from config.common.access import Role
from enterprises.models import Enterprise
from tests.factories.accounts import client_of, make_user
from tests.factories.enterprises import make_enterprise, make_representative
from tests.integration.enterprises.pages import enterprise_data

pytestmark = pytest.mark.django_db


def edit_url(enterprise: Enterprise) -> str:
    return reverse("enterprises:enterprise_edit", args=[enterprise.pk])


def test_an_officer_changes_an_enterprise_and_a_code_kept_as_published_may_stay() -> None:
    enterprise = make_enterprise("旧名", uscc="911401050000000000")
    client = client_of(make_user(Role.COUNTY))
    assert "旧名" in client.get(edit_url(enterprise)).content.decode()
    response = client.post(
        edit_url(enterprise), enterprise_data(uscc="911401050000000000", name="新名", version=1)
    )
    assert response.status_code == 302
    enterprise.refresh_from_db()
    assert (enterprise.name, enterprise.version, enterprise.former_names.count()) == ("新名", 2, 1)


def test_a_stale_save_shows_both_texts_keeps_what_was_typed_and_may_be_saved_again() -> None:
    enterprise = make_enterprise("原名")
    client = client_of(make_user(Role.COUNTY))
    values = enterprise_data(uscc=enterprise.uscc)
    client.post(edit_url(enterprise), values | {"name": "甲改的名", "version": 1})
    response = client.post(
        edit_url(enterprise), values | {"name": "乙改的名", "scale": "small", "version": 1}
    )
    body = response.content.decode()
    assert response.status_code == 412
    assert response.context["error"].theirs == {"企业名称": "甲改的名", "规模": "大型"}
    assert response.context["error"].yours == {"企业名称": "乙改的名", "规模": "小型"}
    assert 'value="乙改的名"' in body
    assert 'name="version" value="2"' in body
    enterprise.refresh_from_db()
    assert enterprise.name == "甲改的名"
    assert client.post(edit_url(enterprise), values | {"name": "乙改的名", "version": 2}).status_code == 302


def test_what_the_form_does_not_have_cannot_be_set() -> None:
    enterprise = make_enterprise()
    values = enterprise_data(uscc=enterprise.uscc, version=1) | {
        "site_no": 9,
        "name_key": "x",
        "created_at": "2001-01-01",
    }
    client_of(make_user(Role.COUNTY)).post(edit_url(enterprise), values)
    enterprise.refresh_from_db()
    assert (enterprise.site_no, enterprise.name_key) == (1, "太原晋源焦化有限公司")


def test_another_territory_is_not_found_and_the_enterprise_itself_may_not() -> None:
    enterprise = make_enterprise(region="140105")
    assert client_of(make_user(Role.COUNTY, "140106")).get(edit_url(enterprise)).status_code == 404
    assert client_of(make_representative(enterprise)).get(edit_url(enterprise)).status_code == 403
