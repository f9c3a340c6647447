"""Ordering an enterprise to publish or to correct."""

from datetime import date

import pytest

from accounts.models import Activity
from config.common.access import Role
from enterprises.models import CorrectionOrder
from enterprises.rules.orders import OrderTerms
from enterprises.services.orders import order_issue
from tests.factories.accounts import client_of, make_user, now, system
from tests.factories.enterprises import article, make_enterprise
from tests.factories.lists import make_listing
from tests.integration.enterprises.pages import url_of

pytestmark = pytest.mark.django_db


def filled(**changes) -> dict:
    return {
        "article": article("P39a").pk,
        "document_no": "晋环责改〔2026〕5号",
        "issued_on": "2026-10-01",
        "due_on": "2026-11-01",
        "text": "限期实施清洁生产审核。",
    } | changes


def test_an_officer_orders_an_enterprise_to_correct() -> None:
    listing = make_listing()
    client = client_of(make_user(Role.COUNTY))
    address = url_of("order_create", listing.enterprise_id)
    assert listing.mandatory_list.title in client.get(address).content.decode()
    response = client.post(address, filled(listing=listing.pk))
    order = CorrectionOrder.objects.get()
    assert response["Location"] == url_of("order_detail", order.pk)
    assert (order.kind, order.listing, order.met_on) == ("correct", listing, None)
    assert Activity.objects.filter(verb="order_issue", thing_id=order.pk).count() == 1


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"due_on": "2026-09-01"}, "改正期限应晚于下达日期"),
        ({"issued_on": "2099-01-01", "due_on": "2099-02-01"}, "下达日期不能晚于今天"),
        ({"issued_on": "昨天"}, "日期"),
        ({"document_no": "已用号"}, "文号“已用号”已被使用"),
    ],
)
def test_an_order_that_could_not_stand_is_refused(changes: dict, sentence: str) -> None:
    enterprise = make_enterprise()
    terms = OrderTerms(article("P36"), "已用号", date(2026, 6, 1), date(2026, 7, 1), "公布")
    order_issue(enterprise=enterprise, terms=terms, by=system(), at=now())
    response = client_of(make_user()).post(url_of("order_create", enterprise.pk), filled(**changes))
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert CorrectionOrder.objects.count() == 1
