"""Orders as a list: filters and cost."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from enterprises.rules.orders import PenaltyTerms
from enterprises.services.orders import order_meet, penalty_decide
from tests.factories.accounts import client_of, make_user, now, system
from tests.factories.enterprises import (
    article,
    make_enterprise,
    make_order,
)

pytestmark = pytest.mark.django_db
URL = "/enterprises/orders/"
CEILING = 9


def test_the_list_filters_by_kind_number_enterprise_and_progress() -> None:
    today = timezone.localdate()
    make_order(make_enterprise("未到期厂"), issued_on=today, due_on=today + timedelta(days=9))
    make_order(make_enterprise("逾期厂"), "P36")
    met = make_order(make_enterprise("已改正厂"))
    order_meet(order=met, met_on=date(2026, 6, 9), version=1, by=system(), at=now())
    fined = make_order(make_enterprise("已处罚厂"))
    terms = PenaltyTerms(article(), "罚1", date(2026, 8, 1), Decimal(50000))
    penalty_decide(order=fined, terms=terms, by=system(), at=now())
    client = client_of(make_user())
    for query, seen in [
        ({"state": "open"}, "未到期厂"),
        ({"state": "late"}, "逾期厂"),
        ({"state": "met"}, "已改正厂"),
        ({"state": "fined"}, "已处罚厂"),
        ({"kind": "publish"}, "逾期厂"),
        ({"q": "yhzc"}, None),
        ({"q": "yqc"}, "逾期厂"),
        ({"document_no": fined.document_no}, "已处罚厂"),
    ]:
        rows = client.get(URL, query).context["list"].rows
        assert [row["enterprise"] for row in rows] == ([seen] if seen else []), query


def test_twenty_rows_cost_the_queries_of_one() -> None:
    client = client_of(make_user())
    client.get(URL)
    counts = []
    for number in (1, 19):
        for _row in range(number):
            make_order()
        with CaptureQueriesContext(connection) as queries:
            client.get(URL)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= CEILING
