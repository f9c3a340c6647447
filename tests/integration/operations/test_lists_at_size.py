"""The great lists at 10, 50 and 200 rows: the same queries, an exact count, every row once however they sort."""

from copy import copy
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.db.models import Model
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audits.services.rounds import round_open
from config.common.tables import tables
from enterprises.models import Disclosure, Duty, Enterprise, Listing
from tests.factories.accounts import client_of, make_user, now, system
from tests.factories.enterprises import make_disclosure, make_enterprise, make_order
from tests.factories.lists import make_listing

pytestmark = pytest.mark.django_db
SIZES = (10, 50, 200)
LISTS = (
    "enterprises:enterprise_list",
    "enterprises:disclosure_list",
    "enterprises:order_list",
    "audits:round_list",
)


def copies(row: Model, many: int, **own: Any) -> list[Any]:
    """So many rows like this one, which differ in what must differ alone: everything they sort by is the same."""
    rows = []
    for n in range(many):
        twin = copy(row)
        twin.pk, twin._state = None, copy(row._state)
        twin._state.adding = True
        for name, value in own.items():
            setattr(twin, name, value[n] if isinstance(value, list) else value)
        rows.append(twin)
    return type(row)._default_manager.bulk_create(rows)


def grown(by: int, first: dict[str, Any], start: int) -> None:
    """More of all: enterprises with an entry, its duties, a disclosure, an order and a round each."""
    numbers = list(range(start, start + by))
    plants = copies(first["plant"], by, uscc="")
    entries = copies(first["listing"], by, enterprise=plants, number=numbers)
    for duty in first["duties"]:
        copies(duty, by, listing=entries)
    copies(first["disclosure"], by, listing=entries)
    copies(first["order"], by, enterprise=plants, document_no=[f"晋环责改〔2026〕{n}号" for n in numbers])
    copies(first["round"], by, enterprise=plants, listing=entries)


@pytest.fixture
def first() -> dict[str, Any]:
    plant = make_enterprise("太原炼焦厂")
    listing = make_listing(plant)
    make_disclosure(listing)
    order = make_order(plant)
    facts = {"enterprise": plant, "listing": listing, "opened_on": date(2026, 3, 20)}
    opened = round_open(**facts, by=system(), at=now())
    return {
        "plant": Enterprise.objects.get(pk=plant.pk),
        "listing": Listing.objects.get(pk=listing.pk),
        "duties": list(Duty.objects.filter(listing=listing)),
        "disclosure": Disclosure.objects.get(),
        "order": order,
        "round": opened,
    }


def cost(client: Client, address: str) -> tuple[int, int]:
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address)
    return len(queries), answer.context["list"].total


def test_each_costs_the_same_counts_exactly_and_shows_every_row_once(first) -> None:
    client = client_of(make_user())
    costs: dict[str, set[int]] = {name: set() for name in LISTS}
    there = 1
    for size in SIZES:
        grown(size - there, first, start=1000 + there)
        there = size
        for name in LISTS:
            client.get(reverse(name))
            queries, total = cost(client, reverse(name))
            costs[name].add(queries)
            assert total == size, name
    assert {name: len(found) for name, found in costs.items()} == dict.fromkeys(LISTS, 1)
    for name in LISTS:
        for order in tables()[name].orderings:
            pages = [
                client.get(reverse(name), {"order": f"-{order}", "page": page}).context["list"]
                for page in (1, 2, 3, 4)
            ]
            assert len({pk for page in pages for pk in page.ids}) == SIZES[-1], (name, order)
