"""Every list that can be exported: the file holds the rows of the list, for each role that may open it."""

import csv
import io
from typing import Any

import pytest
from django.urls import reverse

from config.common.access import Role
from config.common.tables import tables
from tests.access.table import PEOPLE, lines
from tests.access.world import HERE, World

LET_IN = {(line.url, role) for line in lines() for role, cell in line.cells.items() if cell == "ok"}
# A verifier's own visits open as a page for the phone, which is no table.
PHONE = {("measures:assignment_list", Role.VERIFIER)}
CASES = [(name, role) for name in sorted(tables()) for role in PEOPLE if (name, role) in LET_IN - PHONE]
# Every export writes into the trail: what was done before stands still.
STILL = {"accounts:activity_list": "verb=list_publish&"}


@pytest.mark.parametrize(("name", "role"), CASES, ids=[f"{name} {role}" for name, role in CASES])
def test_the_file_holds_the_rows_of_the_list(world: World, settings, tmp_path, name: str, role: str) -> None:
    settings.EXPORT_DIR = tmp_path
    client, table = world.clients[role], tables()[name]
    naming = next(column for column in table.columns if column.naming)
    for query in ("", f"q={world.places[HERE].mark}", *(f"order=-{key}" for key in table.orderings)):
        full = f"{STILL.get(name, '')}{query}&column={naming.key}"
        listed = _all_pages(client, f"{reverse(name)}?{full}")
        answer = client.post(
            reverse("operations:export_create"), {"page": name, "query": full, "kind": "csv"}
        )
        rows = list(csv.reader(io.StringIO(b"".join(answer).decode("utf-8-sig"))))[1:]
        assert [row[0] for row in rows] == [str(row[naming.key]) for row in listed], query


def _all_pages(client: Any, address: str) -> list[Any]:
    first = client.get(address).context["list"]
    rest = [client.get(f"{address}&page={n}").context["list"] for n in first.page.paginator.page_range[1:]]
    rows = [row for page in (first, *rest) for row in page.rows]
    assert len(rows) == first.total
    return rows
