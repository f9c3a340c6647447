"""Registering an enterprise in the browser."""

import pytest
from django.urls import reverse

from config.common.access import Role
from enterprises.models import Enterprise
from tests.factories.accounts import client_of, make_user
from tests.integration.enterprises.pages import enterprise_data

pytestmark = pytest.mark.django_db
NEW = "/enterprises/registry/new/"


def test_an_officer_registers_an_enterprise() -> None:
    client = client_of(make_user(Role.COUNTY))
    assert client.get(NEW).status_code == 200
    response = client.post(NEW, enterprise_data())
    made = Enterprise.objects.get()
    assert response["Location"] == reverse("enterprises:enterprise_detail", args=[made.pk])
    assert (made.old_code, made.scale, made.permits.count(), made.key_areas.count()) == (
        "123456789",
        "large",
        2,
        1,
    )


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": "  "}, "字段"),
        ({"uscc": "91140105MA0000000X"}, "校验位不符"),
        ({"uscc": "9114"}, "应为 18 位"),
        ({"old_code": "1234"}, "组织机构代码应为 9 位"),
        ({"permits": "123"}, "不是 22 位的许可证编号"),
        ({"region": "9999999"}, "有效的选项"),
    ],
)
def test_wrong_input_is_refused_beside_its_field_and_nothing_is_written(changes: dict, sentence: str) -> None:
    response = client_of(make_user(Role.COUNTY)).post(NEW, enterprise_data(**changes))
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert not Enterprise.objects.exists()


def test_a_duplicate_is_refused_with_its_sentence() -> None:
    client = client_of(make_user(Role.COUNTY))
    values = enterprise_data()
    client.post(NEW, values)
    response = client.post(NEW, values)
    assert response.status_code == 422
    assert "请直接修改，不要重复登记" in response.content.decode()


def test_a_place_outside_the_territory_cannot_be_chosen() -> None:
    response = client_of(make_user(Role.COUNTY, "140106")).post(NEW, enterprise_data())
    assert response.status_code == 422
    assert not Enterprise.objects.exists()


@pytest.mark.parametrize(
    "role", [Role.ENTERPRISE, Role.AGENCY, Role.DEPARTMENT, Role.VERIFIER, Role.SYSTEM_ADMIN]
)
def test_only_officers_may_write(role: str) -> None:
    client = client_of(make_user(role))
    assert client.get(NEW).status_code == 403
    assert client.post(NEW, enterprise_data()).status_code == 403
