"""One code on several sites, an old nine-digit code as alias of all of them, and what a merge took from whom."""

import pytest

from config.common.access import Role
from enterprises.models import EnterpriseMerge
from tests.factories.accounts import client_of, make_user
from tests.factories.enterprises import make_enterprise, make_uscc
from tests.integration.enterprises.pages import url_of

pytestmark = pytest.mark.django_db


def test_the_old_code_finds_every_site_of_the_enterprise() -> None:
    code = make_uscc()
    for place in ("140105", "140106", "140121"):
        make_enterprise(region=place, uscc=code, old_code="12345678-9")
    make_enterprise(old_code="87654321-0")
    city = client_of(make_user(Role.CITY))
    for typed in ("12345678-9", "123456789", code, code.lower()):
        rows = city.get(url_of("enterprise_list"), {"q": typed}).context["list"]
        assert rows.total == 3, typed
    county = client_of(make_user(Role.COUNTY, "140106"))
    assert county.get(url_of("enterprise_list"), {"q": "123456789"}).context["list"].total == 1


def test_a_merge_shows_what_came_from_whom() -> None:
    one = make_enterprise("甲焦化厂", address="", scale="large")
    two = make_enterprise("乙焦化厂", address="湖滨路 1 号", old_code="12345678-9", permits=["PTWO"])
    county = client_of(make_user(Role.COUNTY))
    sent = {"other": two.pk, "version": 1, "other_version": 1, "reason": "重复登记"}
    answer = county.post(url_of("enterprise_merge", one.pk), sent | {"take": ["address", "old_code"]})
    assert answer.status_code == 302
    page = county.get(url_of("merge_detail", EnterpriseMerge.objects.get().pk)).content.decode()
    for words in ("甲焦化厂", "乙焦化厂", "湖滨路 1 号", "123456789", "排污许可证", "重复登记"):
        assert words in page, words
