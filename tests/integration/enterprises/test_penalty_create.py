"""A fine after an order: its article's precondition and range."""

from datetime import date
from decimal import Decimal

import pytest

from config.common.access import Role
from config.common.errors import Refused, Stale
from enterprises.models import CorrectionOrder, Penalty
from enterprises.rules.orders import PenaltyTerms
from enterprises.services.orders import penalty_decide
from tests.factories.accounts import client_of, make_user, now, system
from tests.factories.enterprises import (
    article,
    make_order,
)
from tests.integration.enterprises.pages import url_of

pytestmark = pytest.mark.django_db


def test_a_fine_after_an_expired_order_is_decided_and_shown() -> None:
    order = make_order()
    client = client_of(make_user(Role.CITY))
    address = url_of("penalty_create", order.pk)
    assert "法定幅度 50,000 至 500,000 元" in client.get(address).content.decode()
    values = {"document_no": "晋环罚〔2026〕1号", "decided_on": "2026-08-01", "amount_yuan": "80000.5"}
    assert client.post(address, values)["Location"] == url_of("order_detail", order.pk)
    body = client.get(url_of("order_detail", order.pk)).content.decode()
    assert "80,000.5" in body
    assert "晋环罚〔2026〕1号" in body


@pytest.mark.parametrize(
    ("code", "values", "sentence"),
    [
        ("P39a", {"amount_yuan": "49999"}, "第三十九条第一款规定的 50,000 至 500,000 元之间"),
        ("P36", {"amount_yuan": "100001"}, "第三十六条（第十七条第二款）规定的 0 至 100,000 元之间"),
        ("P36", {"amount_yuan": "0"}, "罚款金额应大于零"),
        ("P39a", {"amount_yuan": "60000", "decided_on": "2026-06-30"}, "尚未届满"),
        ("P39a", {"amount_yuan": "一万"}, "数字"),
        ("P39a", {"amount_yuan": "-1"}, "大于"),
    ],
)
def test_a_fine_outside_its_article_is_refused_naming_it(code: str, values: dict, sentence: str) -> None:
    order = make_order(code=code)
    sent = {"document_no": "罚1", "decided_on": "2026-08-01"} | values
    response = client_of(make_user()).post(url_of("penalty_create", order.pk), sent)
    body = response.content.decode().replace("(", "（").replace(")", "）")
    assert response.status_code == 422
    assert sentence in body
    assert not Penalty.objects.exists()


def test_a_second_fine_or_one_decided_at_the_same_time_is_refused() -> None:
    order = make_order()
    same = CorrectionOrder.objects.get(pk=order.pk)
    terms = PenaltyTerms(article(), "罚1", date(2026, 8, 1), Decimal(50000))
    penalty_decide(order=order, terms=terms, by=system(), at=now())
    with pytest.raises(Refused, match="不能作出处罚"):
        penalty_decide(order=order, terms=terms, by=system(), at=now())
    Penalty.objects.all().delete()
    with pytest.raises(Stale):
        penalty_decide(order=same, terms=terms, by=system(), at=now())
