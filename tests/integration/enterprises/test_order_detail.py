"""One order: who reads it, when it was obeyed, whether a fine can follow."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from config.common.access import Role
from config.common.errors import NotAllowed, Stale
from enterprises.models import CorrectionOrder
from enterprises.services.orders import order_meet
from tests.factories.accounts import client_of, make_user, now, system
from tests.factories.enterprises import (
    make_order,
    make_representative,
)
from tests.integration.enterprises.pages import url_of

pytestmark = pytest.mark.django_db
URL = "/enterprises/orders/"


def test_meeting_an_order_is_recorded_once() -> None:
    order = make_order()
    client = client_of(make_user(Role.COUNTY))
    address = url_of("order_meet", order.pk)
    assert client.post(address, {"version": 1, "met_on": "2026-06-20"})["Location"] == url_of(
        "order_detail", order.pk
    )
    order.refresh_from_db()
    assert (order.met_on, order.version) == (date(2026, 6, 20), 2)
    assert client.post(address, {"version": 2, "met_on": "2026-06-20"}).status_code == 422
    assert client.post(address, {"version": 2, "met_on": "never"}).status_code == 422
    assert client.get(address).status_code == 405


def test_a_stale_meeting_is_refused() -> None:
    order = make_order()
    order_meet(
        order=CorrectionOrder.objects.get(), met_on=date(2026, 6, 20), version=1, by=system(), at=now()
    )
    with pytest.raises(Stale):
        order_meet(order=order, met_on=date(2026, 6, 21), version=1, by=system(), at=now())


def test_the_button_says_why_a_fine_cannot_follow_yet() -> None:
    today = timezone.localdate()
    order = make_order(issued_on=today, due_on=today + timedelta(days=30))
    body = client_of(make_user()).get(url_of("order_detail", order.pk)).content.decode()
    assert "尚未届满" in body
    assert url_of("penalty_create", order.pk) not in body


def test_the_enterprise_reads_its_orders_but_writes_none() -> None:
    order = make_order()
    client = client_of(make_representative(order.enterprise))
    assert client.get(url_of("order_detail", order.pk)).status_code == 200
    assert [row["document_no"] for row in client.get(URL).context["list"].rows] == [order.document_no]
    for name in ("order_meet", "penalty_create"):
        assert client.post(url_of(name, order.pk)).status_code == 403
    assert client.get(url_of("order_create", order.enterprise_id)).status_code == 403


def test_another_territory_is_not_found_and_other_roles_are_refused() -> None:
    order = make_order()
    other = client_of(make_user(Role.CITY, "140300"))
    for name, pk in [
        ("order_detail", order.pk),
        ("penalty_create", order.pk),
        ("order_create", order.enterprise_id),
    ]:
        assert other.get(url_of(name, pk)).status_code == 404
    assert other.post(url_of("order_meet", order.pk)).status_code == 404
    for role in (Role.AGENCY, Role.DEPARTMENT, Role.EXPERT, Role.SECURITY_ADMIN):
        assert client_of(make_user(role)).get(URL).status_code == 403
    with pytest.raises(NotAllowed):
        order_meet(
            order=order, met_on=date(2026, 6, 2), version=1, by=make_user(Role.COUNTY, "140106"), at=now()
        )
