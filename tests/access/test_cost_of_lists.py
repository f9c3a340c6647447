"""Every list of the platform costs the same queries for one row of its page as for all of them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from config.common import tables as lists
from config.common.tables import tables
from tests.access.world import World

# Nothing of these stands in this world: everybody has a person, no round was ended years ago, no deed on many rows.
NOT_HERE = {
    "enterprises:unmanned_list",
    "measures:post_assessment_candidate_list",
    "operations:bulk_row_list",
}


def cost(client, name: str) -> tuple[int, int]:
    """Queries and rows of the first page."""
    client.get(reverse(name))
    with CaptureQueriesContext(connection) as queries:
        shown = client.get(reverse(name)).context["list"]
    return len(queries), len(shown.rows)


def longest(world: World, name: str) -> str:
    """The role whose list is the longest here."""
    found = {}
    for role, client in world.clients.items():
        answer = client.get(reverse(name))
        if answer.status_code == 200 and "list" in answer.context:
            found[role] = answer.context["list"].total
    return max(found, key=lambda role: found[role])


@pytest.mark.parametrize("name", sorted(tables().keys() - NOT_HERE))
def test_one_row_costs_what_all_rows_cost(world: World, name: str, monkeypatch) -> None:
    client = world.clients[longest(world, name)]
    of_all, rows = cost(client, name)
    monkeypatch.setattr(lists, "PAGE_SIZE", 1)
    of_one, one = cost(client, name)
    assert one == 1
    assert of_one == of_all, f"{name}: {of_one} queries for one row, {of_all} for {rows}"
